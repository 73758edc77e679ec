package slackbot

import (
	"context"
	"errors"
	"time"
)

// maxWork bounds what is done at once after acknowledgements. Most of it waits
// for Slack's Web API, in bad times for its rate limit; beyond that, Slack is
// told to deliver again later.
const maxWork = 512

// maxTook is how long one thing may take, rate limits and all: a later reply
// is of no use to anybody.
const maxTook = 2 * time.Minute

// errBusy says that there is too much to do: whoever sent it should again, later.
var errBusy = errors.New("too much to do")

// start begins something after its acknowledgement, or returns errBusy.
func (b *Bot) start(doing string, do func(context.Context)) error {
	began := b.work.TryStart(doing, func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, maxTook)
		defer cancel()
		do(ctx)
	})
	if !began {
		b.clerk.Decline("busy")
		return errBusy
	}
	return nil
}
