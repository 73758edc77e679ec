//go:build !race

package answers

// raced tells that the race detector is on, with which learning takes far longer.
const raced = false
