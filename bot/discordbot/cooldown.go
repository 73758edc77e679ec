package discordbot

import (
	"hash/maphash"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
	"golang.org/x/time/rate"
)

const (
	// burst and refill are what a person may ask in one channel: more than
	// anybody reads, less than floods it.
	burst  = 10
	refill = 2 * time.Second
	// visitorsFor is after how long a visitor starts afresh, as one would by then anyway.
	visitorsFor = 5 * time.Minute
	maxVisitors = 50_000
)

// visitors slow down whoever asks too much in one channel. They are known by a
// hash that this process alone can make, and for minutes: no id is kept.
type visitors struct {
	seed  maphash.Seed
	mu    sync.Mutex
	known *expirable.LRU[uint64, *visitor]
}

type visitor struct {
	limit *rate.Limiter
	told  bool // that it was too much
}

func newVisitors() *visitors {
	return &visitors{seed: maphash.MakeSeed(), known: expirable.NewLRU[uint64, *visitor](maxVisitors, nil, visitorsFor)}
}

// admit reports whether a user may ask now in a channel; if not, whether that
// was told before.
func (v *visitors) admit(user, channel string, now time.Time) (ok, told bool) {
	key := maphash.String(v.seed, user+" "+channel)
	v.mu.Lock()
	defer v.mu.Unlock()
	one, known := v.known.Get(key)
	if !known {
		one = &visitor{limit: rate.NewLimiter(rate.Every(refill), burst)}
		v.known.Add(key, one)
	}
	if one.limit.AllowN(now, 1) {
		one.told = false
		return true, false
	}
	told, one.told = one.told, true
	return false, told
}
