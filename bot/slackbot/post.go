package slackbot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"nhslaw/bot/surface"
)

const (
	callTime = 10 * time.Second // one call of the Web API; it takes 100 to 300 ms
	maxTries = 6
	minPause = 500 * time.Millisecond // before the first new try; doubled before each other
	maxPause = 30 * time.Second
)

// Whether a call may be made again when nobody knows if it was carried out.
const (
	again = true
	never = false // a message would stand there twice
)

// try makes a call of the Web API, and makes it again where that is safe:
// always after a rate limit and where no connection was made, after other
// faults only what may be done twice.
func (b *Bot) try(ctx context.Context, w *workspace, twice bool, call func(context.Context) error) error {
	wait := minPause
	for n := 1; ; n++ {
		limited, cancel := context.WithTimeout(ctx, callTime)
		err := call(limited)
		cancel()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pauses := surface.Jitter(wait)
		var limit *slack.RateLimitedError
		if errors.As(err, &limit) {
			b.clerk.Meter.RateLimited(b.clerk.Surface)
			pauses = limit.RetryAfter + rand.N(minPause)
		} else {
			b.clerk.Meter.Fault(b.clerk.Surface, kind(err))
			if w != nil && gone[code(err)] {
				b.revoke(w, code(err))
			}
		}
		if limit == nil && !retryable(err, twice) || n == maxTries || surface.Pause(ctx, pauses) != nil {
			return err
		}
		wait = min(2*wait, maxPause)
	}
}

// gone are the codes of a token that will never be good again.
var gone = map[string]bool{"token_revoked": true, "token_expired": true, "invalid_auth": true, "account_inactive": true, "not_authed": true}

// passing are the codes of Slack's own faults (docs.slack.dev/reference/methods).
var passing = map[string]bool{"internal_error": true, "fatal_error": true, "service_unavailable": true, "request_timeout": true}

// retryable reports whether a failed call can be made again.
func retryable(err error, twice bool) bool {
	var status slack.StatusCodeError
	var dial *net.OpError
	switch {
	case errors.As(err, &dial) && dial.Op == "dial": // nothing was sent
		return true
	case errors.As(err, &status):
		return status.Code == 429 || twice && status.Code >= 500
	case code(err) != "":
		return code(err) == "ratelimited" || twice && passing[code(err)]
	}
	return twice
}

// code is what Slack calls an error; "" if it isn't Slack's.
func code(err error) string {
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) && codes().MatchString(refused.Err) {
		return refused.Err
	}
	return ""
}

// codes are what Slack's error codes look like; others may hold anything.
var codes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z][a-z_]{1,49}$`) })

// kind names an error for counts and logs, and never holds what was sent.
func kind(err error) string {
	var status slack.StatusCodeError
	var timeout net.Error
	switch {
	case code(err) != "":
		return code(err)
	case errors.As(err, &status):
		return fmt.Sprintf("status_%d", status.Code)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "ended"
	}
	return "network"
}

// A place is where a message is posted.
type place struct {
	w       *workspace
	channel string
	thread  string // ts of the thread's first message; "" outside of threads
	user    string // who waits for it
}

// key names the conversation for the desk.
func (p place) key() string {
	team := p.w.team
	if self := p.w.self.Load(); self != nil {
		team = self.team
	}
	key := "slack:" + team + ":" + p.channel
	if p.thread != "" {
		key += ":" + p.thread
	}
	return key
}

// refusals are the codes with which Slack keeps the bot from a place, and what
// the reader is told then, before the reply in a direct message. In code, the
// placeholder is the channel.
var refusals = map[string]string{
	"not_in_channel":                           "I'm not a member of <#%s>, so I can't reply there. Invite me with /invite and ask again. Here is the reply:",
	"channel_not_found":                        "I can't see <#%s>, so I can't reply there. Invite me with /invite and ask again. Here is the reply:",
	"is_archived":                              "<#%s> is archived, so I can't reply there. Here is the reply:",
	"restricted_action":                        "I'm not allowed to post in <#%s>; an administrator can change that. Here is the reply:",
	"restricted_action_read_only_channel":      "I'm not allowed to post in <#%s>; an administrator can change that. Here is the reply:",
	"restricted_action_thread_locked":          "The thread in <#%s> is locked, so I can't reply there. Here is the reply:",
	"restricted_action_non_threadable_channel": "I can't reply in threads of <#%s>. Here is the reply:",
}

// remedies are what the operator does about a code.
var remedies = map[string]string{
	"missing_scope":  "add the scopes of the manifest to the app, and install it again",
	"not_in_channel": "invite the bot to the channel",
}

// post posts a message, and returns the channel where it stands. Where Slack
// doesn't let the bot in, the one who waits for the reply gets it in a direct
// message that says what to do.
func (b *Bot) post(ctx context.Context, p place, m message) (channel string, ok bool) {
	channel, err := b.postMessage(ctx, p, m)
	switch why, refused := refusals[code(err)]; {
	case err == nil:
		return channel, true
	case refused && p.user != "" && channelID().MatchString(p.channel):
		note := fmt.Sprintf(why, p.channel)
		m.Text = note + "\n" + m.Text
		m.Blocks = append([]slack.Block{slack.NewSectionBlock(mrkdwn(note), nil, nil)}, m.Blocks...)
		m.Blocks = m.Blocks[:min(len(m.Blocks), maxBlocks)]
		b.failed("replying in the channel", err)
		if channel, err = b.postMessage(ctx, place{w: p.w, channel: p.user}, m); err == nil {
			return channel, true
		}
	case code(err) == "invalid_blocks" || code(err) == "invalid_blocks_format":
		b.failed("sending blocks", err)
		if channel, err = b.postMessage(ctx, p, message{Text: m.Text}); err == nil {
			return channel, true
		}
	}
	b.failed("replying", err)
	return "", false
}

// channelID is a channel's id, as far as it goes into a text.
var channelID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[CGD][A-Z0-9]{1,30}$`) })

func (b *Bot) postMessage(ctx context.Context, p place, m message) (channel string, err error) {
	options := []slack.MsgOption{
		slack.MsgOptionText(m.Text, false), // escaped already
		slack.MsgOptionParse(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if len(m.Blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(m.Blocks...))
	}
	if p.thread != "" {
		options = append(options, slack.MsgOptionTS(p.thread))
	}
	err = b.try(ctx, p.w, never, func(ctx context.Context) error {
		channel, _, err = p.w.api.PostMessageContext(ctx, p.channel, options...)
		return err
	})
	return channel, err
}

// respond posts a message through a response_url, which works in channels that
// the bot isn't a member of.
func (b *Bot) respond(ctx context.Context, url string, m *slack.WebhookMessage) bool {
	err := b.try(ctx, nil, never, func(ctx context.Context) error {
		return slack.PostWebhookCustomHTTPContext(ctx, url, b.http, m)
	})
	if err != nil {
		b.failed("replying through the response_url", err)
	}
	return err == nil
}

// failed logs a call that came to nothing.
func (b *Bot) failed(doing string, err error) {
	attrs := []any{"doing", doing, "error", kind(err)}
	if remedy := remedies[code(err)]; remedy != "" {
		attrs = append(attrs, "remedy", remedy)
	}
	b.clerk.Log.Warn("Slack refused a call", attrs...)
}
