package discordbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"nhslaw/bot/surface"
)

// Operations of the gateway (discord-api-docs, topics/opcodes-and-status-codes).
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// Close codes. Those that a reconnection can't mend are fatal.
const (
	closeResumable       = 4000 // ours: any but 1000 and 1001 leaves the session to be resumed
	closeNotIdentified   = 4003
	closeRefusedToken    = 4004
	closeInvalidSequence = 4007
	closeTimedOut        = 4009
	closeInvalidShard    = 4010
	closeMoreShards      = 4011
	closeInvalidVersion  = 4012
	closeInvalidIntents  = 4013
	closeDisallowed      = 4014
)

var errMoreShards = errors.New("DISCORD_SHARDS says fewer shards than Discord wants: raise it, or leave it out")

// fatal says what to do about a close code that ends it all; nil for others.
func fatal(code int) error {
	switch code {
	case closeRefusedToken:
		return errRevoked
	case closeInvalidShard:
		return fmt.Errorf("refused by Discord: %w", errShards)
	case closeMoreShards:
		return errMoreShards
	case closeInvalidVersion, closeInvalidIntents, closeDisallowed:
		return fmt.Errorf("this version of nhslaw is refused by Discord (close code %d): install a newer one", code)
	}
	return nil
}

// intents are the least that work: messages in servers, of which Discord shows
// the content of those that mention the bot, and direct messages. Interactions
// need none. None of them is privileged.
const intents = discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

// maxFrame is far more than the events of these intents have.
const maxFrame = 8 << 20

// A pace is how fast the gateway is approached. Tests are in a hurry.
type pace struct {
	identify       time.Duration // between two in one bucket (topics/gateway, "Rate Limiting")
	invalid        time.Duration // at least after an invalid session; at most five times that
	first, longest time.Duration // of the waits between attempts to connect
	hello, write   time.Duration // how long these may take
}

var discordsPace = pace{identify: 5 * time.Second, invalid: time.Second, first: 500 * time.Millisecond, longest: time.Minute, hello: 20 * time.Second, write: 10 * time.Second}

// gatewayInfo is Discord's answer to where and how to connect.
type gatewayInfo struct {
	URL    string `json:"url"`
	Shards int    `json:"shards"`
	Limit  struct {
		Total          int `json:"total"`
		Remaining      int `json:"remaining"`
		ResetAfter     int `json:"reset_after"` // ms
		MaxConcurrency int `json:"max_concurrency"`
	} `json:"session_start_limit"`
}

// gateway keeps the shards connected until ctx ends; then it returns nil. An
// error says why it can't go on.
func (b *Bot) gateway(ctx context.Context) error {
	for {
		info, err := b.gatewayInfo(ctx)
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return nil
		}
		err = b.runShards(ctx, info)
		if errors.Is(err, errMoreShards) && b.shards.auto {
			b.clerk.Log.Info("Discord wants more shards: starting anew")
			continue
		}
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
}

// gatewayInfo asks where to connect, until there is an answer or ctx ends.
func (b *Bot) gatewayInfo(ctx context.Context) (info gatewayInfo, err error) {
	for wait := b.pace.first; ctx.Err() == nil; wait = min(2*wait, b.pace.longest) {
		err = b.rest.do(ctx, call{method: http.MethodGet, path: "gateway/bot", route: "gateway"}, &info)
		var refused refusal
		if errors.As(err, &refused) && refused.status == http.StatusNotFound {
			err = b.rest.do(ctx, call{method: http.MethodGet, path: "gateway", route: "gateway"}, &info)
		}
		if err == nil && info.URL == "" {
			err = errors.New("an answer without an address")
		}
		if err == nil || errors.Is(err, errRevoked) {
			return info, err
		}
		b.clerk.Log.Warn("Discord's gateway can't be looked up; trying again", "error", err)
		_ = surface.Pause(ctx, surface.Jitter(wait))
	}
	return info, nil
}

func (b *Bot) runShards(ctx context.Context, info gatewayInfo) error {
	starts := &starts{limit: info, pace: b.pace, buckets: map[int]*rate.Limiter{}, reset: b.now().Add(time.Duration(info.Limit.ResetAfter) * time.Millisecond), now: b.now}
	ids, count := b.shards.of(info.Shards)
	b.connected.Store(0)
	b.wanted.Store(int32(len(ids)))
	group, ctx := errgroup.WithContext(ctx)
	for _, id := range ids {
		s := &shard{bot: b, id: id, count: count, base: info.URL, starts: starts}
		group.Go(func() error { return s.run(ctx) })
	}
	return group.Wait()
}

// starts keep to the limits on new sessions, which all shards share.
type starts struct {
	limit   gatewayInfo
	pace    pace
	now     func() time.Time
	mu      sync.Mutex
	buckets map[int]*rate.Limiter
	reset   time.Time // when all starts are there again
	used    int
}

// wait waits until a shard may identify.
func (s *starts) wait(ctx context.Context, shard int) error {
	s.mu.Lock()
	bucket := shard % max(1, s.limit.Limit.MaxConcurrency)
	if s.buckets[bucket] == nil {
		s.buckets[bucket] = rate.NewLimiter(rate.Every(s.pace.identify), 1)
	}
	limiter := s.buckets[bucket]
	var until time.Time
	if s.limit.Limit.Total > 0 {
		if now := s.now(); now.After(s.reset) {
			s.used, s.reset = 0, now.Add(24*time.Hour)
			s.limit.Limit.Remaining = s.limit.Limit.Total
		}
		if s.used >= s.limit.Limit.Remaining {
			until = s.reset
		}
	}
	s.used++
	s.mu.Unlock()
	if !until.IsZero() {
		if err := surface.Pause(ctx, until.Sub(s.now())); err != nil {
			return err
		}
	}
	return limiter.Wait(ctx)
}

// A shard is one connection to the gateway, with the session that outlives it.
type shard struct {
	bot       *Bot
	id, count int
	base      string // the gateway's address
	starts    *starts

	session  string // "" without one to resume
	resumeAt string
	sequence atomic.Int64 // of the last event; 0 for none
	ready    bool         // since the connection was made
}

// run keeps the shard connected until ctx ends, or until a fatal close.
func (s *shard) run(ctx context.Context) error {
	log := s.bot.clerk.Log.With("shard", s.id)
	for failed := 0; ; failed++ {
		err := s.connect(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if s.ready {
			failed = 0
		} else {
			s.bot.clerk.Meter.Fault(s.bot.clerk.Surface, "gateway")
		}
		wait := surface.Jitter(min(s.bot.pace.first<<min(failed, maxDoublings), s.bot.pace.longest))
		var closed *websocket.CloseError
		switch {
		case errors.As(err, &closed):
			if err := fatal(closed.Code); err != nil {
				return err
			}
			if closed.Code == closeNotIdentified || closed.Code == closeInvalidSequence || closed.Code == closeTimedOut {
				s.forget()
			}
		case errors.Is(err, errInvalidSession):
			wait += s.bot.pace.invalid + rand.N(4*s.bot.pace.invalid)
		case errors.Is(err, errAsked):
			wait = 0
		}
		log.Info("the connection to Discord ended; connecting again", "why", reason(err), "resuming", s.session != "")
		_ = surface.Pause(ctx, wait)
	}
}

// maxDoublings of any wait are longer than the longest.
const maxDoublings = 10

// reason words why a connection ended, without what the other side wrote.
func reason(err error) string {
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		return "closed with code " + strconv.Itoa(closed.Code)
	}
	return err.Error()
}

func (s *shard) forget() {
	s.session, s.resumeAt = "", ""
	s.sequence.Store(0)
}

var (
	errInvalidSession = errors.New("the session is invalid")
	errAsked          = errors.New("asked to reconnect")
	errNoHello        = errors.New("no hello came")
	errZombie         = errors.New("heartbeats are not acknowledged")
)

// connect makes a connection, resumes the session or starts one, and receives
// events until the connection ends. It returns why it ended.
func (s *shard) connect(ctx context.Context) error {
	s.ready = false
	address, err := s.address()
	if err != nil {
		return err
	}
	dialer := websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: s.bot.pace.hello}
	ws, resp, err := dialer.DialContext(ctx, address, http.Header{"User-Agent": {userAgent}})
	if err != nil {
		s.resumeAt = "" // perhaps that host is gone; the common one knows the session too
		if resp != nil {
			return fmt.Errorf("connecting: status %d", resp.StatusCode)
		}
		return fmt.Errorf("connecting: %w", err)
	}
	ws.SetReadLimit(maxFrame)
	c := &connection{ws: ws, write: s.bot.pace.write}
	// When the bot ends, so does the session: 1000 says so.
	defer context.AfterFunc(ctx, func() { c.end(websocket.CloseNormalClosure, context.Canceled) })()
	beats, stop := context.WithCancel(ctx)
	var beating sync.WaitGroup
	defer func() {
		stop()
		c.end(closeResumable, nil)
		beating.Wait()
		s.down()
	}()

	_ = ws.SetReadDeadline(time.Now().Add(s.bot.pace.hello))
	greeted := false
	for {
		_, frame, err := ws.ReadMessage()
		if err != nil {
			return c.why(err)
		}
		var e discordgo.Event
		if err := json.Unmarshal(frame, &e); err != nil {
			s.bot.clerk.Meter.Fault(s.bot.clerk.Surface, "malformed_frame")
			continue
		}
		switch e.Operation {
		case opHello:
			var hello struct {
				Interval int `json:"heartbeat_interval"` // ms
			}
			if json.Unmarshal(e.RawData, &hello) != nil || hello.Interval <= 0 || greeted {
				return errNoHello
			}
			greeted = true
			_ = ws.SetReadDeadline(time.Time{}) // from here on heartbeats tell whether it lives
			c.acknowledged.Store(true)
			beating.Go(func() { s.beat(beats, c, time.Duration(hello.Interval)*time.Millisecond) })
			if err := s.introduce(ctx, c); err != nil {
				return err
			}
		case opDispatch:
			if e.Sequence > 0 {
				s.sequence.Store(e.Sequence)
			}
			s.dispatch(e)
		case opHeartbeat:
			if err := c.send(opHeartbeat, s.last()); err != nil {
				return c.why(err)
			}
		case opHeartbeatAck:
			c.acknowledged.Store(true)
		case opReconnect:
			return errAsked
		case opInvalidSession:
			if resumable := false; json.Unmarshal(e.RawData, &resumable) != nil || !resumable {
				s.forget()
			}
			return errInvalidSession
		}
	}
}

// address is where to connect: for a session to resume, where Discord said.
func (s *shard) address() (string, error) {
	address := s.base
	if s.session != "" && s.resumeAt != "" {
		address = s.resumeAt
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("the gateway has no address: %w", err)
	}
	query := u.Query()
	query.Set("v", "10")
	query.Set("encoding", "json")
	u.RawQuery = query.Encode()
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

type (
	identify struct {
		Token      string            `json:"token"`
		Intents    discordgo.Intent  `json:"intents"`
		Properties map[string]string `json:"properties"`
		Shard      [2]int            `json:"shard"`
		Presence   presence          `json:"presence"`
	}
	presence struct {
		Since      *int       `json:"since"`
		Activities []activity `json:"activities"`
		Status     string     `json:"status"`
		AFK        bool       `json:"afk"`
	}
	activity struct {
		Name  string                 `json:"name"`
		Type  discordgo.ActivityType `json:"type"`
		State string                 `json:"state"`
	}
	resume struct {
		Token    string `json:"token"`
		Session  string `json:"session_id"`
		Sequence int64  `json:"seq"`
	}
)

// whatToType stands below the bot's name.
const whatToType = "Type /nhslaw and your question"

// introduce resumes the session, or starts one when there may be one.
func (s *shard) introduce(ctx context.Context, c *connection) error {
	if s.session != "" {
		return c.send(opResume, resume{s.bot.rest.token, s.session, s.sequence.Load()})
	}
	if err := s.starts.wait(ctx, s.id); err != nil {
		return err
	}
	return c.send(opIdentify, identify{
		Token: s.bot.rest.token, Intents: intents, Shard: [2]int{s.id, s.count},
		Properties: map[string]string{"os": runtime.GOOS, "browser": "nhslaw", "device": "nhslaw"},
		Presence: presence{
			Activities: []activity{{Name: "Custom Status", Type: discordgo.ActivityTypeCustom, State: whatToType}},
			Status:     string(discordgo.StatusOnline),
		},
	})
}

// beat sends heartbeats, the first after a random part of the interval. It ends
// a connection on which one was not acknowledged by the time of the next.
func (s *shard) beat(ctx context.Context, c *connection, every time.Duration) {
	for wait := rand.N(every); surface.Pause(ctx, wait) == nil; wait = every {
		if !c.acknowledged.Swap(false) {
			c.end(closeResumable, errZombie)
			return
		}
		if err := c.send(opHeartbeat, s.last()); err != nil {
			c.end(closeResumable, err)
			return
		}
	}
}

// last is the number of the last event, nil if there was none.
func (s *shard) last() *int64 {
	if n := s.sequence.Load(); n > 0 {
		return &n
	}
	return nil
}

// dispatch sees to an event. Those that answer somebody do so by themselves,
// so that the next event doesn't wait.
func (s *shard) dispatch(e discordgo.Event) {
	b := s.bot
	switch e.Type {
	case "READY":
		var ready struct {
			Session string `json:"session_id"`
			Resume  string `json:"resume_gateway_url"`
			User    user   `json:"user"`
		}
		if json.Unmarshal(e.RawData, &ready) != nil {
			b.clerk.Meter.Fault(b.clerk.Surface, "malformed_frame")
			return
		}
		s.session, s.resumeAt = ready.Session, ready.Resume
		b.me.Store(&ready.User.ID)
		s.up()
	case "RESUMED":
		s.up()
	case "INTERACTION_CREATE":
		began := b.now()
		var i interaction
		if json.Unmarshal(e.RawData, &i) != nil || i.ID == "" || i.Token == "" {
			b.clerk.Decline("malformed_interaction")
			return
		}
		b.work.Start("answering an event", func(ctx context.Context) { b.callBack(ctx, i, began) })
	case "MESSAGE_CREATE":
		var m message
		if json.Unmarshal(e.RawData, &m) != nil || m.ID == "" {
			b.clerk.Decline("malformed_message")
			return
		}
		b.work.Start("answering an event", func(ctx context.Context) { b.messageCame(ctx, m) })
	}
}

// callBack responds to an interaction that came over the gateway.
func (b *Bot) callBack(ctx context.Context, i interaction, began time.Time) {
	if !b.once.First("interaction:" + i.ID) {
		b.clerk.Decline("twin")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, discordgo.InteractionDeadline)
	defer cancel()
	err := b.rest.do(ctx, call{
		method: http.MethodPost, callback: true,
		path: "interactions/" + url.PathEscape(i.ID) + "/" + url.PathEscape(i.Token) + "/callback", body: b.respond(i),
	}, nil)
	if err != nil && !refusedWith(err, discordgo.ErrCodeInteractionHasAlreadyBeenAcknowledged) { // then an earlier attempt did come through
		b.clerk.Log.Warn("an interaction got no response", "error", err)
		return
	}
	b.clerk.Meter.Ack(b.clerk.Surface, b.now().Sub(began))
}

func (s *shard) up() {
	if s.ready {
		return
	}
	s.ready = true
	s.bot.clerk.Meter.Connected(s.bot.clerk.Surface)
	s.bot.connected.Add(1)
	s.bot.clerk.Log.Info("connected to Discord", "shard", s.id, "of", s.count)
}

func (s *shard) down() {
	if s.ready {
		s.bot.connected.Add(-1)
		s.bot.clerk.Meter.Disconnected(s.bot.clerk.Surface)
	}
}

// A connection is a WebSocket that several may write to and end.
type connection struct {
	ws           *websocket.Conn
	write        time.Duration
	mu           sync.Mutex
	acknowledged atomic.Bool
	ended        atomic.Pointer[error] // why we ended it
}

func (c *connection) send(op int, data any) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(c.write))
	return c.ws.WriteJSON(struct {
		Op   int `json:"op"`
		Data any `json:"d"`
	}{op, data})
}

// end closes the connection; the first to do so gives the reason.
func (c *connection) end(code int, reason error) {
	if !c.ended.CompareAndSwap(nil, &reason) {
		return
	}
	// A dead connection takes no farewell; it is closed all the same.
	_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(farewell))
	_ = c.ws.Close()
}

// farewell is how long saying goodbye may take.
const farewell = time.Second

// why returns the reason why we ended the connection, or else what went wrong.
func (c *connection) why(err error) error {
	if reason := c.ended.Load(); reason != nil && *reason != nil {
		return *reason
	}
	return err
}
