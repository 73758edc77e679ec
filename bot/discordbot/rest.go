package discordbot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
	"golang.org/x/time/rate"

	"nhslaw/bot/surface"
)

const (
	// attemptWithin is how long Discord may take over one attempt. Callbacks
	// have to leave time for another within an interaction's three seconds.
	attemptWithin  = 10 * time.Second
	callbackWithin = 1200 * time.Millisecond
	// maxCall bounds a call with all its attempts and waits.
	maxCall = time.Minute
	// maxAttempts bounds those that failed; being put off by a limit is none.
	maxAttempts = 4
	// firstPause is doubled with each attempt.
	firstPause = 100 * time.Millisecond
	// maxAnswer is more than any answer that the bot reads.
	maxAnswer = 8 << 20
	// putOff is how long to wait where a 429 doesn't say.
	putOff = time.Second

	// Discord bans an address with 10,000 invalid requests (401, 403, 429) in
	// ten minutes (topics/rate-limits). The first invalidBurst cost nothing;
	// those beyond come no faster than invalidEvery, which is 6,000 in all.
	invalidBurst = 1000
	invalidEvery = 120 * time.Millisecond

	// maxRoutes bounds the channels whose limits are known; they are forgotten
	// after a time in which any limit has long been lifted.
	maxRoutes = 10_000
	routesFor = 5 * time.Minute
)

// userAgent is what Discord wants to be told (reference, "User Agent").
const userAgent = "DiscordBot (nhslaw, 1)"

var (
	errRevoked = errors.New("DISCORD_BOT_TOKEN is refused by Discord: make a new one in the Developer Portal (Bot, Reset Token) and set it")
	errPutOff  = errors.New("put off by a rate limit for longer than there is time")
)

// A refusal is Discord's answer to a request that it won't carry out.
type refusal struct {
	status int
	code   int // Discord's own, 0 if it gave none
}

func (e refusal) Error() string {
	return fmt.Sprintf("refused with status %d, code %d", e.status, e.code)
}

// refusedWith reports whether Discord refused with one of its codes.
func refusedWith(err error, code int) bool {
	var e refusal
	return errors.As(err, &e) && e.code == code
}

// A rest calls Discord's REST API. Every call that the bot makes may be
// repeated: reads, the list of commands as a whole, messages with a nonce, and
// callbacks, of which Discord takes one. It is safe for concurrent use.
type rest struct {
	base    *url.URL // ends with a slash
	token   string
	http    *http.Client
	meter   *surface.Meter
	surface string
	revoked chan struct{} // closed when Discord refuses the token
	revoke  func()

	invalid *rate.Limiter
	mu      sync.Mutex
	all     time.Time                         // until when no request is made
	global  time.Time                         // until when only callbacks are made: they don't count towards the global limit
	routes  *expirable.LRU[string, time.Time] // until when no request is made on a route
}

// A call is one request.
type call struct {
	method, path string
	route        string // names what shares a limit; "" for what has one of its own, as callbacks do
	body         any
	callback     bool // to an interaction: needs no token, has no time
}

func newREST(base *url.URL, token string, meter *surface.Meter, name string) *rest {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = maxIdle
	revoked := make(chan struct{})
	return &rest{
		base: base, token: token, meter: meter, surface: name,
		http:    &http.Client{Transport: transport},
		revoked: revoked, revoke: sync.OnceFunc(func() { close(revoked) }),
		invalid: rate.NewLimiter(rate.Every(invalidEvery), invalidBurst),
		routes:  expirable.NewLRU[string, time.Time](maxRoutes, nil, routesFor),
	}
}

// maxIdle keeps the connections of a burst for the next.
const maxIdle = 64

// do makes a call and reads its answer into out, unless that is nil. It waits
// where Discord says so, and tries again what failed for no fault of the
// request, as long as ctx and maxCall allow. An error is a [refusal],
// errRevoked, errPutOff or that of the last attempt.
func (r *rest) do(ctx context.Context, c call, out any) error {
	ctx, cancel := context.WithTimeout(ctx, maxCall)
	defer cancel()
	var body []byte
	if c.body != nil {
		var err error
		if body, err = encode(c.body); err != nil {
			return fmt.Errorf("writing the request: %w", err)
		}
	}
	for failed := 0; ; {
		if err := r.wait(ctx, c); err != nil {
			return err
		}
		again, putOff, err := r.attempt(ctx, c, body, out)
		if !again {
			return err
		}
		if putOff {
			continue
		}
		if failed++; failed == maxAttempts {
			return err
		}
		if surface.Pause(ctx, surface.Jitter(firstPause<<failed)) != nil {
			return err
		}
	}
}

// encode writes JSON as it is read by people too: quotations keep their ">".
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// attempt makes one request. again says whether another may do better; putOff
// that a limit is the reason, which wait will obey.
func (r *rest) attempt(ctx context.Context, c call, body []byte, out any) (again, putOff bool, err error) {
	within := attemptWithin
	if c.callback {
		within = callbackWithin
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	address, err := r.base.Parse(c.path)
	if err != nil {
		return false, false, fmt.Errorf("no address: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, c.method, address.String(), bytes.NewReader(body))
	if err != nil {
		return false, false, fmt.Errorf("making the request: %w", err)
	}
	req.Header.Set("User-Agent", userAgent)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if !c.callback {
		select {
		case <-r.revoked:
			return false, false, errRevoked
		default:
			req.Header.Set("Authorization", "Bot "+r.token)
		}
	}
	resp, err := r.http.Do(req)
	if err != nil {
		r.fault(kindOf(err))
		return true, false, hidden(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		r.fault(kindOf(err))
		return true, false, hidden(err)
	}
	r.heed(resp, c)
	switch code := resp.StatusCode; {
	case code < 300:
		if out != nil {
			if err := json.Unmarshal(answer, out); err != nil {
				r.fault("malformed_answer")
				return false, false, fmt.Errorf("reading Discord's answer: %w", err)
			}
		}
		return false, false, nil
	case code == http.StatusTooManyRequests:
		r.meter.RateLimited(r.surface)
		r.limited(resp, c, answer)
		return true, true, errPutOff
	case code >= 500:
		r.fault("status_" + strconv.Itoa(code))
		return true, false, refusal{status: code}
	case code == http.StatusUnauthorized && !c.callback:
		r.spent()
		r.fault("token_revoked")
		r.revoke()
		return false, false, errRevoked
	default:
		if code == http.StatusUnauthorized || code == http.StatusForbidden {
			r.spent()
		}
		var e struct {
			Code int `json:"code"`
		}
		_ = json.Unmarshal(answer, &e) // without a code the status says enough
		r.fault("code_" + strconv.Itoa(e.Code))
		return false, false, refusal{code, e.Code}
	}
}

// limited notes who has to wait after a 429, and until when. One without JSON
// comes from the edge of Discord's network and is meant for all of the address.
func (r *rest) limited(resp *http.Response, c call, answer []byte) {
	var told struct {
		RetryAfter *float64 `json:"retry_after"`
		Global     bool     `json:"global"`
	}
	edge := json.Unmarshal(answer, &told) != nil
	after := putOff
	if s, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64); err == nil {
		after = seconds(s)
	}
	if told.RetryAfter != nil {
		after = seconds(*told.RetryAfter)
	}
	until := time.Now().Add(after)
	scope := resp.Header.Get("X-RateLimit-Scope")
	if scope != "shared" { // others' doing, which doesn't count
		r.spent()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case edge:
		r.all = latest(r.all, until)
	case told.Global || scope == "global" || resp.Header.Get("X-RateLimit-Global") == "true":
		r.global = latest(r.global, until)
		if c.callback {
			r.all = latest(r.all, until) // it shouldn't count, but it does
		}
	default:
		r.routes.Add(c.key(), until)
	}
}

// heed notes that a route has no request left, so as not to be told by a 429.
func (r *rest) heed(resp *http.Response, c call) {
	if resp.Header.Get("X-RateLimit-Remaining") != "0" || c.route == "" {
		return
	}
	if s, err := strconv.ParseFloat(resp.Header.Get("X-RateLimit-Reset-After"), 64); err == nil {
		r.routes.Add(c.route, time.Now().Add(seconds(s)))
	}
}

// spent counts an invalid request.
func (r *rest) spent() {
	slow := r.invalid.Reserve().Delay()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = latest(r.all, time.Now().Add(slow))
}

// wait waits until the call may be made. It doesn't begin to where that is
// after ctx ends.
func (r *rest) wait(ctx context.Context, c call) error {
	r.mu.Lock()
	until := r.all
	if !c.callback {
		until = latest(until, r.global)
	}
	r.mu.Unlock()
	if t, ok := r.routes.Get(c.key()); ok {
		until = latest(until, t)
	}
	if end, ok := ctx.Deadline(); ok && until.After(end) {
		return errPutOff
	}
	if surface.Pause(ctx, time.Until(until)) != nil {
		return errPutOff
	}
	return nil
}

// key names what the call shares a limit with.
func (c call) key() string {
	if c.route == "" {
		return c.path
	}
	return c.route
}

func (r *rest) fault(kind string) { r.meter.Fault(r.surface, kind) }

// hidden is an error of a request without its address, which holds the token
// of the interaction.
func hidden(err error) error {
	var e *url.Error
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

func kindOf(err error) string {
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return "timeout"
	}
	return "network"
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func seconds(s float64) time.Duration {
	return time.Duration(min(max(s, 0), 24*60*60) * float64(time.Second))
}
