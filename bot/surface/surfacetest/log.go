// Package surfacetest is what tests of whatever logs share.
package surfacetest

import (
	"bytes"
	"sync"
)

// A Log can be read while it is written.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write appends to the log; it never fails.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String returns what was written so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
