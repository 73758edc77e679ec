package surface

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

// Once tells the first of several deliveries of one thing from the others. It
// is safe for concurrent use.
type Once struct {
	mu   sync.Mutex
	seen *expirable.LRU[string, struct{}]
}

// NewOnce remembers the last most keys, each for so long.
func NewOnce(most int, long time.Duration) *Once {
	return &Once{seen: expirable.NewLRU[string, struct{}](most, nil, long)}
}

// First reports whether a key was not seen before, and remembers it.
func (o *Once) First(key string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen.Contains(key) {
		return false
	}
	o.seen.Add(key, struct{}{})
	return true
}
