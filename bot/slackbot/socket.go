package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
	"golang.org/x/time/rate"

	"nhslaw/bot/surface"
)

const (
	// ackTime is how long Slack waits for an acknowledgement.
	ackTime = 3 * time.Second
	// pingTime is how long Slack, which pings every few seconds, may be silent
	// before the connection counts as dead. Slack's own SDKs take the same.
	pingTime = 30 * time.Second
	// maxEnvelopes are handled at once; each takes a millisecond.
	maxEnvelopes = 256
	// flushTime lets the last acknowledgements reach the socket before it is
	// closed: the SDK doesn't tell when they have.
	flushTime = 200 * time.Millisecond
)

// socket receives over Socket Mode until ctx is done, or until Slack says that
// it never will.
func (b *Bot) socket(ctx context.Context) {
	opener := &opener{b: b, pace: rate.NewLimiter(rate.Every(time.Second), openBurst)}
	client := socketmode.New(slack.New("", b.socketOptions(opener)...), socketmode.OptionPingInterval(b.pingTime))

	running, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	ended := make(chan error, 1)
	run := func() { ended <- client.RunContext(running) }
	go run()

	var handling sync.WaitGroup
	slots := make(chan struct{}, maxEnvelopes)
	for {
		select {
		case <-ctx.Done():
			handling.Wait()
			time.Sleep(flushTime)
			hangUp()
			<-ended
			return
		case err := <-ended:
			b.disconnected()
			if code(err) != "" || errors.As(err, new(slack.StatusCodeError)) {
				b.lost(err)
				return
			}
			go run() // the SDK gave up for no reason of Slack's
		case e := <-client.Events:
			switch e.Type {
			case socketmode.EventTypeHello:
				b.socketUp.Store(true)
				b.clerk.Meter.Connected(b.clerk.Surface)
				b.clerk.Log.Info("connected")
			case socketmode.EventTypeConnecting:
				b.disconnected()
			case socketmode.EventTypeConnectionError:
				if err := e.Data.(*slack.ConnectionErrorEvent).ErrorObj; !b.bearable(err) {
					b.lost(err)
					return
				}
			case socketmode.EventTypeErrorWriteFailed:
				b.clerk.Meter.Fault(b.clerk.Surface, "write_failed")
				b.unacked(e.Data.(*socketmode.ErrorWriteFailed).Response.Payload)
			case socketmode.EventTypeConnected: // the hello that follows counts
			case socketmode.EventTypeIncomingError:
				b.clerk.Meter.Fault(b.clerk.Surface, "broken_frame")
			default:
				req := e.Request
				if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok { // to the SDK; what is needed of it may well be there
					req = &socketmode.Request{}
					if json.Unmarshal(bad.Message, req) != nil {
						req = nil
					}
				}
				if req == nil || req.EnvelopeID == "" {
					b.clerk.Decline("malformed")
					continue
				}
				began := time.Now()
				slots <- struct{}{} // each is free again within ackTime
				handling.Go(func() {
					defer func() { <-slots }()
					defer b.clerk.Guard("handling an envelope")
					b.envelope(client, req, began)
				})
			}
		}
	}
}

// socketOptions are those of a client that opens sockets.
func (b *Bot) socketOptions(client interface {
	Do(*http.Request) (*http.Response, error)
}) []slack.Option {
	options := []slack.Option{slack.OptionAppLevelToken(b.cfg.AppToken), slack.OptionHTTPClient(client)}
	if b.cfg.APIURL != "" {
		options = append(options, slack.OptionAPIURL(b.cfg.APIURL))
	}
	return options
}

// disconnected notes that nothing can be received.
func (b *Bot) disconnected() {
	if b.socketUp.Swap(false) {
		b.clerk.Log.Info("disconnected")
	}
	b.clerk.Meter.Disconnected(b.clerk.Surface)
}

// hopeless are the codes with which apps.connections.open says that it will
// never succeed, and what to do.
var hopeless = map[string]string{
	"invalid_auth": newAppToken, "not_authed": newAppToken, "token_revoked": newAppToken, "token_expired": newAppToken, "account_inactive": newAppToken,
	"missing_scope": "give the token in SLACK_APP_TOKEN the scope connections:write", "no_permission": "give the token in SLACK_APP_TOKEN the scope connections:write",
	"not_allowed_token_type": newAppToken, "forbidden_team": newAppToken,
}

const newAppToken = "make a new app-level token and set it in SLACK_APP_TOKEN"

// bearable reports whether the SDK's next attempt to connect may succeed.
func (b *Bot) bearable(err error) bool {
	b.clerk.Meter.Fault(b.clerk.Surface, kind(err))
	b.clerk.Log.Warn("Slack can't be connected to; it is tried again", "error", kind(err))
	return hopeless[code(err)] == ""
}

// lost notes that Socket Mode is over. Over HTTP, if that is on, the bot goes on.
func (b *Bot) lost(err error) {
	remedy := hopeless[code(err)]
	if remedy == "" {
		remedy = newAppToken
	}
	err = fmt.Errorf("the app-level token is refused by Slack (%s): %s", kind(err), remedy)
	if b.cfg.SigningSecret == "" {
		b.stop(err)
		return
	}
	b.clerk.Log.Error(err.Error())
}

// An answer is a slash command's reply, and where it can go if the socket is lost.
type answer struct {
	json.RawMessage
	message message
	url     string
}

// envelope handles what came over the socket: acknowledged at once, a slash
// command with the reply.
func (b *Bot) envelope(client *socketmode.Client, req *socketmode.Request, began time.Time) {
	ctx, cancel := context.WithDeadline(context.Background(), began.Add(ackTime))
	defer cancel()
	payload, err := b.unwrap(req)
	if errors.Is(err, errBusy) {
		return // Slack delivers events again, and tells who pressed a button
	}
	if err != nil {
		b.clerk.Decline("malformed")
	}
	if err := client.AckCtx(ctx, req.EnvelopeID, payload); err != nil {
		b.clerk.Meter.Fault(b.clerk.Surface, "not_acknowledged")
		b.unacked(payload)
		return
	}
	b.clerk.Meter.Ack(b.clerk.Surface, time.Since(began))
}

// unwrap hands what is in an envelope to its handler, which begins its work in
// the background. What it returns goes in the acknowledgement.
func (b *Bot) unwrap(req *socketmode.Request) (payload any, err error) {
	switch req.Type {
	case socketmode.RequestTypeSlashCommands:
		c, err := socketCommand(req.Payload)
		if err != nil {
			return nil, err
		}
		if !b.once.First("envelope:" + req.EnvelopeID) {
			b.clerk.Decline("duplicate")
			return nil, nil
		}
		m := b.reply(c)
		reply := answer{m.json, m, c.ResponseURL}
		if !req.AcceptsResponsePayload {
			b.unacked(reply)
			return nil, nil
		}
		return reply, nil
	case socketmode.RequestTypeEventsAPI:
		d, err := readDelivery(req.Payload)
		if err != nil {
			return nil, err
		}
		return nil, b.deliver(d)
	case socketmode.RequestTypeInteractive:
		i, err := socketInteraction(req.Payload)
		if err != nil {
			return nil, err
		}
		return nil, b.interact(i)
	}
	b.clerk.Decline("unknown_envelope")
	return nil, nil
}

// unacked sends a slash command's reply, whose acknowledgement didn't reach
// the socket, through its response_url.
func (b *Bot) unacked(payload any) {
	if a, ok := payload.(answer); ok && a.url != "" {
		b.start("replying to a command", func(ctx context.Context) { b.respond(ctx, a.url, a.message.webhook()) })
	}
}

// openBurst is how many connections may be opened at once. Slack's everyday
// refreshes come hours apart; where it closes each at once, one a second is enough.
const openBurst = 5

// An opener makes the calls of apps.connections.open: at a bearable pace, and
// again after faults. (The SDK would wait longer and longer, up to 5 minutes,
// all instances in step.)
type opener struct {
	b    *Bot
	pace *rate.Limiter
}

func (o *opener) Do(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	for wait := minPause; ; wait = min(2*wait, maxPause) {
		if err := o.pace.Wait(ctx); err != nil {
			return nil, err
		}
		if req.GetBody != nil {
			body, err := req.GetBody()
			if err != nil {
				return nil, err
			}
			req.Body = body
		}
		resp, err := o.b.openOnce(req)
		pauses := surface.Jitter(wait)
		switch {
		case ctx.Err() != nil:
			return resp, err
		case err != nil:
			o.b.bearable(err)
		case resp.StatusCode == http.StatusTooManyRequests:
			resp.Body.Close()
			o.b.clerk.Meter.RateLimited(o.b.clerk.Surface)
			if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
				pauses = time.Duration(s)*time.Second + rand.N(minPause)
			}
		case resp.StatusCode >= 500:
			resp.Body.Close()
			o.b.bearable(slack.StatusCodeError{Code: resp.StatusCode, Status: resp.Status})
		default:
			return resp, err
		}
		if surface.Pause(ctx, pauses) != nil {
			return nil, ctx.Err()
		}
	}
}

// openOnce makes one call, within callTime.
func (b *Bot) openOnce(req *http.Request) (*http.Response, error) {
	client := *b.http
	client.Timeout = callTime
	return client.Do(req)
}
