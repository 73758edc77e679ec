// Package surface is what every surface with people on it needs in operation:
// a [Clerk] that speaks for the desk, counts, logs and never falls over; a
// [Meter] of what goes on; [Once], which tells the first of twins; [Work] that is
// done in the background; and how long to wait for what.
//
// A surface is a platform's adapter. It translates and decides nothing else:
// what is said comes from the clerk.
package surface
