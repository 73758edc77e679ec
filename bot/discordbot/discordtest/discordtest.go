// Package discordtest is a stand-in for Discord: as much of its REST API and of
// its gateway as an answering bot meets, with faults on demand. It keeps to what
// Discord documents: tokens are checked, an interaction takes one callback, a
// message with a nonce is made once, and a session can be resumed with what it
// missed.
package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// What the stand-in's one application is called.
const (
	Application = "1100000000000000001"
	BotUser     = "1100000000000000001"
	Token       = "stand-in.bot.token"
)

// key signs interactions; it is the same in every run.
var key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

// PublicKey is the application's, as DISCORD_PUBLIC_KEY has it.
func PublicKey() string { return hex.EncodeToString(key.Public().(ed25519.PublicKey)) }

// Sign returns the headers of a signed interaction.
func Sign(body []byte, at time.Time) http.Header {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	return http.Header{
		"X-Signature-Timestamp": {timestamp},
		"X-Signature-Ed25519":   {hex.EncodeToString(ed25519.Sign(key, append([]byte(timestamp), body...)))},
		"Content-Type":          {"application/json"},
	}
}

// Slash returns the interaction of somebody who uses /nhslaw in a channel of a server.
func Slash(id, userID, channel, question string) map[string]any {
	return map[string]any{
		"id": id, "application_id": Application, "type": 2, "token": "token-of-" + id, "version": 1,
		"guild_id": "1200000000000000001", "channel_id": channel, "context": 0, "locale": "en-GB",
		"member": map[string]any{"user": map[string]any{"id": userID, "username": "reader"}, "roles": []string{}},
		"data": map[string]any{
			"id": "1300000000000000001", "name": "nhslaw", "type": 1,
			"options": []any{map[string]any{"name": "question", "type": 3, "value": question}},
		},
	}
}

// A Call is a request of the bot's that is about people or commands: a callback,
// a message, a look at a channel's last messages, a list of commands.
type Call struct {
	Method, Path string // the path without /api/v10
	Authorized   bool   // with the bot's token
	Body         []byte
}

// A Join is a shard's way into a session.
type Join struct {
	Resumed  bool
	Session  string
	Sequence int64 // the last event seen, where resumed
	Shard    [2]int
	Intents  int
	Presence string // what it says
}

// A Server is the stand-in.
type Server struct {
	URL   string     // for DISCORD_API_URL
	Calls chan Call  // in the order in which they were answered
	Joins chan Join  // sessions begun or resumed
	Ended chan int   // close codes that the bot sent, -1 without one
	Beats chan int64 // the sequence number of each heartbeat, 0 for none

	http *httptest.Server

	mu        sync.Mutex
	fail      func(http.ResponseWriter, *http.Request) bool
	greet     func(*websocket.Conn) bool
	interval  time.Duration
	mute      bool
	starts    int // sessions left to start
	sessions  []*session
	connected map[*session]*websocket.Conn
	commands  map[string]json.RawMessage
	messages  map[string][]map[string]any // by channel, the latest first
	nonces    map[string]map[string]any
	answered  map[string]bool // interactions
	next      int
}

// A session is one that can be resumed.
type session struct {
	id     string
	shard  [2]int
	events [][]byte
	valid  bool
}

// New starts a stand-in; the caller closes it.
func New() *Server {
	s := &Server{
		Calls: make(chan Call, 1<<17), Joins: make(chan Join, 1<<10), Ended: make(chan int, 1<<10), Beats: make(chan int64, 1<<14),
		interval: 41250 * time.Millisecond, starts: 1000,
		connected: map[*session]*websocket.Conn{}, commands: map[string]json.RawMessage{}, messages: map[string][]map[string]any{},
		nonces: map[string]map[string]any{}, answered: map[string]bool{}, next: 1,
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v10/gateway", s.gateway)
	mux.HandleFunc("GET /api/v10/gateway/bot", s.authorized(s.gateway))
	mux.HandleFunc("GET /api/v10/applications/@me", s.authorized(func(w http.ResponseWriter, _ *http.Request) {
		respond(w, http.StatusOK, map[string]any{"id": Application, "name": "nhslaw", "verify_key": PublicKey()})
	}))
	for _, path := range []string{"/api/v10/applications/{app}/commands", "/api/v10/applications/{app}/guilds/{guild}/commands"} {
		mux.HandleFunc("GET "+path, s.authorized(s.getCommands))
		mux.HandleFunc("PUT "+path, s.authorized(s.putCommands))
	}
	mux.HandleFunc("POST /api/v10/interactions/{id}/{token}/callback", s.callback)
	mux.HandleFunc("GET /api/v10/channels/{channel}/messages", s.authorized(s.getMessages))
	mux.HandleFunc("POST /api/v10/channels/{channel}/messages", s.authorized(s.postMessage))
	mux.HandleFunc("GET /socket/", s.socket)
	// Started only once it is in its place: handlers look at it.
	s.http = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		fail := s.fail
		s.mu.Unlock()
		if fail != nil && strings.HasPrefix(r.URL.Path, "/api/") && fail(w, r) {
			return
		}
		mux.ServeHTTP(w, r)
	}))
	s.http.Start()
	s.URL = s.http.URL + "/api/v10/"
	return s
}

// Close ends the stand-in and every connection to it.
func (s *Server) Close() {
	s.Drop()
	s.http.CloseClientConnections()
	s.http.Close()
}

// Fail has REST requests shown to f first; what it answers itself, and says so
// by true, goes no further. f nil ends that.
func (s *Server) Fail(f func(w http.ResponseWriter, r *http.Request) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = f
}

// Greet has new connections to the gateway shown to f before the hello; if it
// returns false, nothing more is done with them.
func (s *Server) Greet(f func(*websocket.Conn) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.greet = f
}

// Heartbeats sets the interval for new connections, and whether heartbeats are
// left without acknowledgement.
func (s *Server) Heartbeats(interval time.Duration, mute bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.interval, s.mute = interval, mute
}

// Starts sets how many sessions may still be started.
func (s *Server) Starts(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.starts = n
}

// Dispatch sends an event to every session; one that isn't connected gets it
// when it is resumed.
func (s *Server) Dispatch(event string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(event, data)
}

func (s *Server) dispatch(event string, data any) {
	for _, one := range s.sessions {
		if one.valid {
			s.event(one, event, data)
		}
	}
}

func (s *Server) event(to *session, event string, data any) {
	frame, err := json.Marshal(map[string]any{"op": 0, "s": len(to.events) + 1, "t": event, "d": data})
	if err != nil {
		panic(fmt.Sprintf("discordtest: an event that is no JSON: %v", err))
	}
	to.events = append(to.events, frame)
	if c := s.connected[to]; c != nil {
		_ = c.WriteMessage(websocket.TextMessage, frame) // if it fails, the session is resumed
	}
}

// Send sends a frame as it is to every connection.
func (s *Server) Send(frame string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.connected {
		_ = c.WriteMessage(websocket.TextMessage, []byte(frame))
	}
}

// Drop cuts every connection without a word. The sessions can be resumed.
func (s *Server) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for one, c := range s.connected {
		_ = c.UnderlyingConn().Close()
		delete(s.connected, one)
	}
}

// CloseWith closes every connection with a code.
func (s *Server) CloseWith(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for one, c := range s.connected {
		_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
		_ = c.Close()
		delete(s.connected, one)
	}
}

// Forget makes every session one that can't be resumed.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.sessions {
		one.valid = false
	}
}

// NextCall returns the next call; an error if there is none in time.
func (s *Server) NextCall(ctx context.Context) (Call, error) { return receive(ctx, s.Calls, "call") }

// NextJoin returns the next start of a session, or the next resumption.
func (s *Server) NextJoin(ctx context.Context) (Join, error) { return receive(ctx, s.Joins, "session") }

func receive[T any](ctx context.Context, c <-chan T, what string) (v T, err error) {
	select {
	case v = <-c:
		return v, nil
	case <-ctx.Done():
		return v, fmt.Errorf("no %s came: %w", what, ctx.Err())
	}
}

func (s *Server) authorized(then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bot "+Token {
			refuse(w, http.StatusUnauthorized, 0)
			return
		}
		then(w, r)
	}
}

// refuse answers as Discord does to what it won't do.
func refuse(w http.ResponseWriter, status, code int) {
	respond(w, status, map[string]any{"message": http.StatusText(status), "code": code})
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if body != nil {
		_ = json.NewEncoder(w).Encode(body)
	}
}

// take reads a call and records it.
func (s *Server) take(r *http.Request) (Call, error) {
	body, err := io.ReadAll(r.Body)
	c := Call{Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/api/v10"), Authorized: r.Header.Get("Authorization") == "Bot "+Token, Body: body}
	return c, err
}

func (s *Server) gateway(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	respond(w, http.StatusOK, map[string]any{
		"url": s.socketURL(""), "shards": 1,
		"session_start_limit": map[string]any{"total": 1000, "remaining": s.starts, "reset_after": 14400000, "max_concurrency": 1},
	})
}

func (s *Server) socketURL(session string) string {
	return "ws" + strings.TrimPrefix(s.http.URL, "http") + "/socket/" + session
}

func (s *Server) getCommands(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.commands[r.URL.Path]
	if list == nil {
		list = json.RawMessage("[]")
	}
	respond(w, http.StatusOK, list)
}

func (s *Server) putCommands(w http.ResponseWriter, r *http.Request) {
	c, err := s.take(r)
	var commands []map[string]any
	if err != nil || json.Unmarshal(c.Body, &commands) != nil {
		refuse(w, http.StatusBadRequest, 50109)
		return
	}
	for i, command := range commands { // Discord adds these
		command["id"], command["application_id"], command["version"] = strconv.Itoa(1300000000000000001+i), Application, "1"
		command["default_member_permissions"], command["nsfw"] = nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands[r.URL.Path], _ = json.Marshal(commands)
	s.Calls <- c
	respond(w, http.StatusOK, commands)
}

func (s *Server) callback(w http.ResponseWriter, r *http.Request) {
	c, err := s.take(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil || !json.Valid(c.Body):
		refuse(w, http.StatusBadRequest, 50109)
	case s.answered[r.PathValue("id")]:
		refuse(w, http.StatusBadRequest, 40060)
	default:
		s.answered[r.PathValue("id")] = true
		s.Calls <- c
		respond(w, http.StatusNoContent, nil)
	}
}

func (s *Server) getMessages(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Calls <- Call{Method: r.Method, Path: strings.TrimPrefix(r.URL.RequestURI(), "/api/v10"), Authorized: true}
	list := s.messages[r.PathValue("channel")]
	if n, err := strconv.Atoi(r.URL.Query().Get("limit")); err == nil {
		list = list[:min(n, len(list))]
	}
	respond(w, http.StatusOK, append([]map[string]any{}, list...))
}

func (s *Server) postMessage(w http.ResponseWriter, r *http.Request) {
	c, err := s.take(r)
	var m map[string]any
	if err != nil || json.Unmarshal(c.Body, &m) != nil {
		refuse(w, http.StatusBadRequest, 50109)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	nonce, _ := m["nonce"].(string)
	if made := s.nonces[nonce]; nonce != "" && made != nil && m["enforce_nonce"] == true {
		respond(w, http.StatusOK, made)
		return
	}
	m = s.keep(r.PathValue("channel"), m)
	if nonce != "" {
		s.nonces[nonce] = m
	}
	s.Calls <- c
	s.dispatch("MESSAGE_CREATE", m)
	respond(w, http.StatusOK, m)
}

// keep makes a message of the bot's of what it sent.
func (s *Server) keep(channel string, sent map[string]any) map[string]any {
	m := map[string]any{
		"id": strconv.Itoa(1400000000000000000 + s.next), "channel_id": channel, "type": 0, "content": sent["content"],
		"author": map[string]any{"id": BotUser, "username": "nhslaw", "bot": true}, "mentions": []any{},
		"embeds": sent["embeds"], "components": sent["components"],
	}
	if m["content"] == nil {
		m["content"] = ""
	}
	s.next++
	s.messages[channel] = slices.Insert(s.messages[channel], 0, m)
	return m
}

// socket is the gateway.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	up := websocket.Upgrader{}
	c, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer c.Close()
	s.mu.Lock()
	greet, interval := s.greet, s.interval
	s.mu.Unlock()
	if greet != nil && !greet(c) {
		return
	}
	_ = c.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"op":10,"d":{"heartbeat_interval":%d}}`, interval.Milliseconds()))
	var mine *session
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if mine != nil && s.connected[mine] == c {
			delete(s.connected, mine)
		}
	}()
	for {
		var f struct {
			Op   int             `json:"op"`
			Data json.RawMessage `json:"d"`
		}
		if err := c.ReadJSON(&f); err != nil {
			code := -1
			if closed, ok := err.(*websocket.CloseError); ok {
				code = closed.Code
			}
			s.mu.Lock()
			// An echo of the server's own close ends no session.
			if mine != nil && s.connected[mine] == c && (code == 1000 || code == 1001) {
				mine.valid = false
			}
			s.mu.Unlock()
			s.Ended <- code
			return
		}
		s.mu.Lock()
		switch f.Op {
		case 1:
			var n int64
			_ = json.Unmarshal(f.Data, &n) // null is 0
			s.Beats <- n
			if !s.mute {
				_ = c.WriteMessage(websocket.TextMessage, []byte(`{"op":11}`))
			}
		case 2, 6:
			mine = s.join(c, f.Op == 6, f.Data)
		}
		s.mu.Unlock()
	}
}

// join starts or resumes a session; nil if it may not be.
func (s *Server) join(c *websocket.Conn, resumed bool, data []byte) *session {
	var d struct {
		Token    string `json:"token"`
		Session  string `json:"session_id"`
		Seq      int64  `json:"seq"`
		Intents  int    `json:"intents"`
		Shard    [2]int `json:"shard"`
		Presence struct {
			Activities []struct {
				State string `json:"state"`
			} `json:"activities"`
		} `json:"presence"`
	}
	if json.Unmarshal(data, &d) != nil || d.Token != Token {
		_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4004, "Authentication failed."), time.Now().Add(time.Second))
		return nil
	}
	j := Join{Resumed: resumed, Session: d.Session, Sequence: d.Seq, Shard: d.Shard, Intents: d.Intents}
	if len(d.Presence.Activities) > 0 {
		j.Presence = d.Presence.Activities[0].State
	}
	if !resumed {
		s.starts--
		mine := &session{id: "session-" + strconv.Itoa(len(s.sessions)+1), shard: d.Shard, valid: true}
		s.sessions = append(s.sessions, mine)
		s.connected[mine] = c
		s.event(mine, "READY", map[string]any{
			"v": 10, "session_id": mine.id, "resume_gateway_url": s.socketURL("resume-" + mine.id), "shard": d.Shard, "guilds": []any{},
			"user":        map[string]any{"id": BotUser, "username": "nhslaw", "bot": true},
			"application": map[string]any{"id": Application, "flags": 0},
		})
		j.Session = mine.id
		s.Joins <- j
		return mine
	}
	i := slices.IndexFunc(s.sessions, func(one *session) bool { return one.id == d.Session && one.valid })
	if i < 0 || d.Seq > int64(len(s.sessions[i].events)) {
		_ = c.WriteMessage(websocket.TextMessage, []byte(`{"op":9,"d":false}`))
		return nil
	}
	mine := s.sessions[i]
	for _, frame := range mine.events[d.Seq:] {
		_ = c.WriteMessage(websocket.TextMessage, frame)
	}
	s.connected[mine] = c
	s.event(mine, "RESUMED", map[string]any{})
	s.Joins <- j
	return mine
}
