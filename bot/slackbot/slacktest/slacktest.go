// Package slacktest is a stand-in for Slack on the loopback interface: the Web
// API, response_urls and Socket Mode over a real WebSocket, with faults on
// demand. It checks tokens as Slack does, remembers what was posted, and
// records every call for a test to look at.
package slacktest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
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

// What the stand-in knows of the app and its workspace.
const (
	BotToken      = "xoxb-stand-in"
	AppToken      = "xapp-stand-in"
	SigningSecret = "stand-in-secret"
	Team          = "T0000001"
	BotUser       = "U0000BOT"
	BotID         = "B0000BOT"
)

// Scopes are those that the stand-in says the token has.
const Scopes = "app_mentions:read,assistant:write,chat:write,commands,im:history"

// A Call is one call that the bot made.
type Call struct {
	Method string // "chat.postMessage"; "response_url"
	Token  string
	Args   json.RawMessage // as JSON, without the token
}

// A Fault is what the stand-in does instead of answering a call.
type Fault struct {
	Code       string        // refuse with this error code
	Status     int           // answer with this HTTP status
	RetryAfter int           // seconds, with status 429
	Hang       time.Duration // wait first
	Cut        bool          // close the connection
}

// A Slack is a stand-in.
type Slack struct {
	// PingInterval is how often Slack pings a socket; 0 is a second. Set it
	// before anything connects.
	PingInterval time.Duration

	server *httptest.Server
	web    websocket.Upgrader

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced whenever anything is recorded
	calls    []Call
	faults   map[string][]Fault
	tokens   map[string]string // token: team
	revoked  map[string]bool
	messages map[string][]map[string]any // by channel, oldest first
	clock    int
	tickets  map[string]bool
	sockets  []*socket
	opened   int
	linked   int
	acks     []Ack
}

// An Ack is what came back over the socket.
type Ack struct {
	EnvelopeID string          `json:"envelope_id"`
	Payload    json.RawMessage `json:"payload,omitempty"`
}

// New starts a stand-in.
func New() *Slack {
	s := &Slack{
		changed: make(chan struct{}), faults: map[string][]Fault{}, tokens: map[string]string{BotToken: Team},
		web:     websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}, // the SDK's is api.slack.com
		revoked: map[string]bool{}, messages: map[string][]map[string]any{}, tickets: map[string]bool{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/{method}", s.api)
	mux.HandleFunc("GET /api/{method}", s.api)
	mux.HandleFunc("POST /response/{id}", s.response)
	mux.HandleFunc("GET /link", s.link)
	s.server = httptest.NewUnstartedServer(mux)
	s.server.Start() // only once it is in its place: handlers look at it
	return s
}

// Close ends the stand-in and its sockets.
func (s *Slack) Close() {
	s.Drop()
	s.server.CloseClientConnections()
	s.server.Close()
}

// APIURL is what SLACK_API_URL should be.
func (s *Slack) APIURL() string { return s.server.URL + "/api/" }

// ResponseURL is a response_url; the id is up to the caller.
func (s *Slack) ResponseURL(id string) string { return s.server.URL + "/response/" + id }

// Install adds a workspace with a token of its own.
func (s *Slack) Install(team, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[token] = team
}

// Revoke makes a token invalid.
func (s *Slack) Revoke(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked[token] = true
}

// Fail has the next calls of a method go wrong, one after the other. The
// method of response_urls is "response_url".
func (s *Slack) Fail(method string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// record notes something, and wakes those who wait. The caller holds the lock.
func (s *Slack) record(note func()) {
	note()
	close(s.changed)
	s.changed = make(chan struct{})
}

// Wait waits until found returns true, which looks at what was recorded so
// far; false if that takes too long.
func (s *Slack) Wait(long time.Duration, found func() bool) bool {
	late := time.After(long)
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if found() {
			return true
		}
		select {
		case <-changed:
		case <-late:
			return found()
		}
	}
}

// Calls returns the calls of some methods, or of all if none is named.
func (s *Slack) Calls(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []Call
	for _, c := range s.calls {
		if len(methods) == 0 || slices.Contains(methods, c.Method) {
			calls = append(calls, c)
		}
	}
	return calls
}

// Forget forgets the calls and acknowledgements so far.
func (s *Slack) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.acks = nil, nil
}

// call records a call and returns what should go wrong with it.
func (s *Slack) call(c Call) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record(func() { s.calls = append(s.calls, c) })
	faults := s.faults[c.Method]
	if len(faults) == 0 {
		return Fault{}, false
	}
	s.faults[c.Method] = faults[1:]
	return faults[0], true
}

// apply does what a fault says, and reports whether that was all.
func (f Fault) apply(w http.ResponseWriter, r *http.Request) bool {
	if f.Hang > 0 {
		select {
		case <-time.After(f.Hang):
		case <-r.Context().Done():
			return true
		}
	}
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		http.Error(w, "<html>fault</html>", f.Status)
	case f.Code != "":
		reply(w, map[string]any{"ok": false, "error": f.Code})
	default:
		return false
	}
	return true
}

func reply(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	json.NewEncoder(w).Encode(body)
}

// api is the Web API. A token comes in the header or in the form.
func (s *Slack) api(w http.ResponseWriter, r *http.Request) {
	args := map[string]any{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		json.NewDecoder(r.Body).Decode(&args)
	} else {
		r.ParseForm()
		for name := range r.Form {
			value := r.Form.Get(name)
			args[name] = value
			if parsed := any(nil); (name == "blocks" || name == "prompts") && json.Unmarshal([]byte(value), &parsed) == nil {
				args[name] = parsed
			}
		}
	}
	token, _ := args["token"].(string)
	delete(args, "token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	method := r.PathValue("method")
	if fault, ok := s.call(Call{method, token, marshal(args)}); ok && fault.apply(w, r) {
		return
	}
	s.mu.Lock()
	team, known := s.tokens[token]
	if method == "apps.connections.open" {
		known = token == AppToken
	}
	revoked := s.revoked[token]
	s.mu.Unlock()
	switch {
	case token == "":
		reply(w, map[string]any{"ok": false, "error": "not_authed"})
	case revoked:
		reply(w, map[string]any{"ok": false, "error": "token_revoked"})
	case !known:
		reply(w, map[string]any{"ok": false, "error": "invalid_auth"})
	default:
		w.Header().Set("X-OAuth-Scopes", Scopes)
		reply(w, s.answer(method, team, args))
	}
}

// marshal writes JSON as it is sent, without escapes for HTML.
func marshal(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(v)
	return bytes.TrimSpace(b.Bytes())
}

func (s *Slack) answer(method, team string, args map[string]any) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	channel, _ := args["channel"].(string)
	switch method {
	case "auth.test":
		return map[string]any{"ok": true, "team_id": team, "user_id": BotUser, "bot_id": BotID}
	case "apps.connections.open":
		s.opened++
		ticket := fmt.Sprint("ticket-", s.opened)
		s.tickets[ticket] = true
		return map[string]any{"ok": true, "url": "ws" + strings.TrimPrefix(s.server.URL, "http") + "/link?ticket=" + ticket}
	case "chat.postMessage":
		if args["text"] == nil && args["blocks"] == nil {
			return map[string]any{"ok": false, "error": "no_text"}
		}
		if strings.HasPrefix(channel, "U") { // to a user is in the direct message with them
			channel = "D" + channel[1:]
		}
		s.clock++
		m := map[string]any{"type": "message", "user": BotUser, "bot_id": BotID, "ts": fmt.Sprintf("1760000000.%06d", s.clock), "text": args["text"], "blocks": args["blocks"], "thread_ts": args["thread_ts"]}
		s.messages[channel] = append(s.messages[channel], m)
		return map[string]any{"ok": true, "channel": channel, "ts": m["ts"], "message": m}
	case "conversations.history":
		messages := slices.Clone(s.messages[channel])
		slices.Reverse(messages)
		return map[string]any{"ok": true, "messages": messages}
	case "conversations.replies":
		var thread []map[string]any
		for _, m := range s.messages[channel] {
			if m["thread_ts"] == args["ts"] || m["ts"] == args["ts"] {
				thread = append(thread, m)
			}
		}
		return map[string]any{"ok": true, "messages": thread}
	case "views.publish":
		return map[string]any{"ok": true, "view": map[string]any{"id": "V1"}}
	case "assistant.threads.setSuggestedPrompts":
		return map[string]any{"ok": true}
	}
	return map[string]any{"ok": false, "error": "unknown_method"}
}

// response takes what is posted to a response_url.
func (s *Slack) response(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if fault, ok := s.call(Call{Method: "response_url", Args: body}); ok && fault.apply(w, r) {
		return
	}
	fmt.Fprint(w, "ok")
}

// Sign signs a request to the bot as Slack does.
func Sign(r *http.Request, body []byte, at time.Time) {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(SigningSecret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}
