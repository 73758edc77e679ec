package surface

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	// SignatureAge is how far the time of a signed request may be from the
	// clock's, both ways; an older one may be a recording. It is Slack's rule
	// (docs.slack.dev/authentication/verifying-requests-from-slack); Discord
	// states none, and does well with the same.
	SignatureAge = 5 * time.Minute

	// DrainTime is how long a surface that is to end takes at most to finish
	// what it began.
	DrainTime = 4500 * time.Millisecond
)

// Pause waits; it returns ctx's error if that ends first.
func Pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Jitter is a random part of a time, from half of it to all, so that what
// failed together doesn't come back together.
func Jitter(d time.Duration) time.Duration { return d/2 + rand.N(d/2+1) }
