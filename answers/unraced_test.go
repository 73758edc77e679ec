//go:build !race

package answers

// raced tells that the race detector is on, with which learning takes ten times as long.
const raced = false
