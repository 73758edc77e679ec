package slackbot

import (
	"context"
	"errors"
	"time"

	"nhslaw/bot/surface"
)

// maxWork bounds what is done at once after acknowledgements. Most of it waits
// for Slack's Web API, in bad times for its rate limit; beyond that, Slack is
// told to deliver again later.
const maxWork = 512

// maxTook is how long one thing may take, rate limits and all: a later reply
// is of no use to anybody.
const maxTook = 2 * time.Minute

// work is what is done after acknowledgements.
type work struct {
	clerk *surface.Clerk
	slots chan struct{}
	ctx   context.Context
	end   context.CancelFunc
}

func newWork(clerk *surface.Clerk) *work {
	ctx, end := context.WithCancel(context.Background())
	return &work{clerk, make(chan struct{}, maxWork), ctx, end}
}

// errBusy says that there is too much to do: whoever sent it should again, later.
var errBusy = errors.New("too much to do")

// start begins something in the background, or returns errBusy.
func (k *work) start(doing string, do func(context.Context)) error {
	select {
	case k.slots <- struct{}{}:
	default:
		k.clerk.Decline("busy")
		return errBusy
	}
	go func() {
		defer func() { <-k.slots }()
		defer k.clerk.Guard(doing)
		ctx, cancel := context.WithTimeout(k.ctx, maxTook)
		defer cancel()
		do(ctx)
	}()
	return nil
}

// drain lets nothing new begin, and waits for what is under way, but no longer
// than so long; then it is ended.
func (k *work) drain(long time.Duration) {
	defer k.end()
	late := time.NewTimer(long)
	defer late.Stop()
	for range cap(k.slots) {
		select {
		case k.slots <- struct{}{}:
		case <-late.C:
			k.clerk.Log.Warn("some replies weren't sent in time")
			return
		}
	}
}
