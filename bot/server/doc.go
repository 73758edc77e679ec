// Package server runs surfaces: it serves those that are reached over HTTP,
// says whether all of them can receive messages, goes on when one of them
// can't, and ends without losing what is in flight.
//
// Its own routes are GET /healthz (the process is alive), /readyz (every
// surface can receive messages; what is missing is in the log) and /metrics.
package server
