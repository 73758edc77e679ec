package slackbot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/bot/slackbot/slacktest"
	"nhslaw/corpus"
)

// directMessage is an event as the Events API delivers it.
func directMessage(id, text string) []byte {
	return []byte(fmt.Sprintf(`{"type":"event_callback","team_id":%q,"event_id":%q,"event":{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1760000000.%s","text":%q}}`, slacktest.Team, id, id, text))
}

func envelope(id, kind string, payload []byte) map[string]any {
	return map[string]any{"envelope_id": id, "type": kind, "accepts_response_payload": kind == "slash_commands", "payload": json.RawMessage(payload)}
}

const question1 = "when could legislation start?"

// answers has a direct message answered, and fails if it isn't, once.
func (b *bench) answers(id string) {
	b.t.Helper()
	b.slack.Forget()
	if b.cfg.AppToken == "" {
		if w := b.serve("/slack/events", "application/json", directMessage(id, question1)); w.Code != 200 {
			b.t.Fatalf("event: %d", w.Code)
		}
	} else {
		b.waitFor("socket", func() bool { return b.slack.Connected() > 0 })
		if err := b.slack.Send(envelope(id, "events_api", directMessage(id, question1))); err != nil {
			b.t.Fatal(err)
		}
	}
	b.waitFor("answer", func() bool { return len(b.slack.Calls("chat.postMessage")) > 0 })
	b.idle()
	if n := len(b.slack.Calls("chat.postMessage")); n != 1 {
		b.t.Errorf("answered %d times", n)
	}
	if got := string(b.slack.Calls("chat.postMessage")[0].Args); !strings.Contains(got, "April 2022") {
		b.t.Errorf("answered %s", got)
	}
}

func TestSocketFaults(t *testing.T) {
	for _, tt := range []struct {
		name       string
		reconnects bool
		fault      func(b *bench)
	}{
		{"dropped", true, func(b *bench) { b.slack.Drop() }},
		{"warned", true, func(b *bench) { b.slack.Disconnect("warning") }},
		{"refreshed", true, func(b *bench) { b.slack.Disconnect("refresh_requested") }},
		{"link disabled for a moment", true, func(b *bench) { b.slack.Disconnect("link_disabled") }},
		{"refused at reconnecting", true, func(b *bench) {
			b.slack.Fail("apps.connections.open", slacktest.Fault{Status: 503}, slacktest.Fault{Cut: true}, slacktest.Fault{Code: "internal_error"}, slacktest.Fault{Status: 429, RetryAfter: 1})
			b.slack.Drop()
		}},
		{"not JSON", false, func(b *bench) { b.slack.Send("{") }},
		{"an empty object", false, func(b *bench) { b.slack.Send("{}") }},
		{"an unknown envelope", false, func(b *bench) { b.slack.Send(envelope("x", "news", []byte(`{}`))) }},
		{"malformed payloads", false, func(b *bench) {
			for i, kind := range []string{"slash_commands", "events_api", "interactive"} {
				b.slack.Send(envelope(fmt.Sprint("bad", i), kind, []byte(`"?"`)))
			}
		}},
		{"a message with a block that the SDK can't read", false, func(b *bench) {
			b.slack.Send(envelope("odd", "events_api", []byte(`{"type":"event_callback","event_id":"odd","event":{"type":"message","channel_type":"im","channel":"D2","user":"U1","ts":"1.2","text":"topics","blocks":[{"type":"section","text":7}]}}`)))
			b.waitFor("answer", func() bool { return len(b.slack.Calls("chat.postMessage")) > 0 })
			b.idle()
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, socketOnly).run()
			opened, linked := b.slack.Opened(), b.slack.Linked()
			tt.fault(b)
			if tt.reconnects {
				b.waitFor("new connection", func() bool { return b.slack.Linked() > linked })
			}
			b.waitFor("one socket", func() bool { return b.Ready() == nil && b.slack.Connected() == 1 })
			if b.slack.Opened() > opened+1 {
				t.Errorf("connected %d times", b.slack.Opened()-opened)
			}
			b.answers("000001")
		})
	}
}

func TestDeadSocketIsFound(t *testing.T) {
	b := newBench(t, socketOnly)
	b.slack.PingInterval = time.Hour // silent
	b.pingTime = 100 * time.Millisecond
	b.run()
	b.waitFor("new connection", func() bool { return b.slack.Opened() > 1 })
}

func TestDuplicatesAreAnsweredOnce(t *testing.T) {
	b := newBench(t, socketOnly).run()
	for i := range 5 { // Slack redelivers in envelopes of their own
		if err := b.slack.Send(envelope(fmt.Sprint("e", i), "events_api", directMessage("000002", question1))); err != nil {
			t.Fatal(err)
		}
	}
	b.waitFor("acknowledgements", func() bool { return len(b.slack.Acks()) == 5 })
	b.idle()
	if n := len(b.slack.Calls("chat.postMessage")); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// TestWebAPIFaults shows what is tried again, and what isn't because a message
// might stand there twice.
func TestWebAPIFaults(t *testing.T) {
	for _, tt := range []struct {
		name   string
		faults []slacktest.Fault
		calls  int
	}{
		{"rate limit", []slacktest.Fault{{Status: 429, RetryAfter: 1}}, 2},
		{"5xx", []slacktest.Fault{{Status: 502}}, 1},
		{"cut off", []slacktest.Fault{{Cut: true}}, 1},
		{"refused", []slacktest.Fault{{Code: "not_in_channel"}}, 2}, // and told in a direct message
		{"blocks refused", []slacktest.Fault{{Code: "invalid_blocks"}}, 2},
		{"internal error", []slacktest.Fault{{Code: "internal_error"}}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t).run()
			b.slack.Forget()
			b.slack.Fail("chat.postMessage", tt.faults...)
			began := time.Now()
			if w := b.serve("/slack/events", "application/json", directMessage("000003", question1)); w.Code != 200 {
				t.Fatalf("event: %d", w.Code)
			}
			if took := time.Since(began); took > time.Second {
				t.Errorf("the acknowledgement waited %v", took)
			}
			b.idle()
			calls := b.slack.Calls("chat.postMessage")
			if len(calls) != tt.calls {
				t.Fatalf("%d calls, want %d", len(calls), tt.calls)
			}
			if tt.name == "refused" && (!strings.Contains(string(calls[1].Args), `"channel":"U1"`) || !strings.Contains(string(calls[1].Args), "/invite")) {
				t.Errorf("told %s", calls[1].Args)
			}
			b.answers("000004")
		})
	}
}

func TestSafeCallsAreTriedAgain(t *testing.T) {
	b := newBench(t)
	b.slack.Fail("auth.test", slacktest.Fault{Status: 503}, slacktest.Fault{Cut: true})
	b.run()
	if n := len(b.slack.Calls("auth.test")); n != 3 {
		t.Errorf("%d calls of auth.test", n)
	}
}

func TestRevokedTokens(t *testing.T) {
	two := func(cfg *Config) {
		cfg.BotToken, cfg.Installations = "", "T0000001="+slacktest.BotToken+"\nT2=xoxb-two\n"
	}
	t.Run("the only one ends the bot", func(t *testing.T) {
		b := newBench(t)
		b.slack.Revoke(slacktest.BotToken)
		err := b.Run(context.Background())
		if err == nil || !strings.Contains(err.Error(), "SLACK_BOT_TOKEN") || !strings.Contains(err.Error(), "token_revoked") {
			t.Errorf("got %v", err)
		}
		if w := b.serve("/slack/commands", formType, []byte("command=%2Fnhslaw&text=topics")); w.Code != 200 {
			t.Errorf("a command needs no token, but got %d", w.Code)
		}
	})
	t.Run("one of two leaves the other", func(t *testing.T) {
		b := newBench(t, two)
		b.slack.Install("T2", "xoxb-two")
		b.run()
		b.waitFor("both", func() bool { return b.workspaces.all[0].self.Load() != nil && b.workspaces.all[1].self.Load() != nil })
		if w := b.serve("/slack/events", "application/json", []byte(`{"type":"event_callback","team_id":"T2","event_id":"r","event":{"type":"tokens_revoked","tokens":{"bot":["B"]}}}`)); w.Code != 200 {
			t.Fatal(w.Code)
		}
		b.idle()
		b.serve("/slack/events", "application/json", bytes.Replace(directMessage("000005", question1), []byte(slacktest.Team), []byte("T2"), 1))
		b.idle()
		if n := len(b.slack.Calls("chat.postMessage")); n != 0 || !b.declined("unknown_workspace") {
			t.Errorf("%d replies with a revoked token", n)
		}
		b.answers("000006")
	})
	t.Run("each workspace has its own", func(t *testing.T) {
		b := newBench(t, two)
		b.slack.Install("T2", "xoxb-two")
		b.run()
		b.serve("/slack/events", "application/json", bytes.Replace(directMessage("000007", question1), []byte(slacktest.Team), []byte("T2"), 1))
		b.idle()
		if calls := b.slack.Calls("chat.postMessage"); len(calls) != 1 || calls[0].Token != "xoxb-two" {
			t.Errorf("got %v", calls)
		}
	})
	t.Run("an app token that is refused", func(t *testing.T) {
		b := newBench(t, socketOnly, func(cfg *Config) { cfg.AppToken = "xapp-wrong" })
		if err := b.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "SLACK_APP_TOKEN") {
			t.Errorf("got %v", err)
		}
	})
}

func TestBusyIsDeliveredAgain(t *testing.T) {
	b := newBench(t).run()
	release := make(chan struct{})
	for range maxWork {
		if err := b.start("waiting", func(context.Context) { <-release }); err != nil {
			t.Fatal(err)
		}
	}
	w := b.serve("/slack/events", "application/json", directMessage("000008", question1))
	if w.Code != 503 || w.Header().Get("X-Slack-No-Retry") != "" {
		t.Errorf("got %d", w.Code)
	}
	close(release)
	b.idle()
	b.answers("000008") // the same, delivered again
}

func TestRequestsThatAreRefused(t *testing.T) {
	b := newBench(t)
	for _, tt := range []struct {
		name, body string
		change     func(*http.Request)
		status     int
	}{
		{"too large", strings.Repeat("x", maxBody+1), func(*http.Request) {}, 413},
		{"no signature", "command=x", func(r *http.Request) { r.Header.Del(signatureHeader) }, 401},
		{"no time", "command=x", func(r *http.Request) { r.Header.Del(timestampHeader) }, 401},
		{"not a time", "command=x", func(r *http.Request) { r.Header.Set(timestampHeader, "now") }, 401},
		{"another's signature", "command=x", func(r *http.Request) { r.Header.Set(signatureHeader, sign("other", "1760000000", []byte("command=x"))) }, 401},
		{"another body", "command=x", func(r *http.Request) {
			r.Header.Set(signatureHeader, sign(slacktest.SigningSecret, "1760000000", []byte("command=y")))
		}, 401},
		{"signed", "command=x", func(*http.Request) {}, 200},
	} {
		r := httptest.NewRequest("POST", "/slack/commands", strings.NewReader(tt.body))
		slacktest.Sign(r, []byte(tt.body), then)
		tt.change(r)
		w := httptest.NewRecorder()
		b.mux.ServeHTTP(w, r)
		if w.Code != tt.status {
			t.Errorf("%s: got %d, want %d", tt.name, w.Code, tt.status)
		}
	}
}

// TestFollowUpAfterRestart goes on with what another replica began.
func TestFollowUpAfterRestart(t *testing.T) {
	b := newBench(t).run()
	b.answers("000009")
	again, err := New(b.cfg, newBench(t).clerk)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	again.Routes(mux)
	b.slack.Forget()
	other := &bench{Bot: again, t: t, slack: b.slack, mux: mux}
	other.serve("/slack/events", "application/json", directMessage("000010", "who said that?"))
	other.idle()
	calls := b.slack.Calls("chat.postMessage")
	if len(calls) != 1 || !strings.Contains(string(calls[0].Args), "claim.1.start-april-2022") {
		t.Errorf("got %s", calls)
	}
}

// burstEnv asks TestBurst to hold the machine to the time that Slack's users see.
const burstEnv = "NHSLAW_TEST_BURST"

// TestBurst sends 200 slash commands at once, over HTTP and over the socket:
// each gets a full answer.
func TestBurst(t *testing.T) {
	const commands, limit = 200, 100 * time.Millisecond
	b := newBench(t, func(cfg *Config) { cfg.AppToken = slacktest.AppToken; cfg.Now = nil }).run()
	server := httptest.NewServer(b.mux)
	defer server.Close()
	body := []byte(url.Values{"command": {"/nhslaw"}, "text": {question1}}.Encode())
	client := &http.Client{Transport: &http.Transport{MaxConnsPerHost: 0, MaxIdleConnsPerHost: commands}}
	defer client.CloseIdleConnections()
	send := func() (string, error) {
		r, err := http.NewRequest("POST", server.URL+"/slack/commands", bytes.NewReader(body))
		if err != nil {
			return "", err
		}
		r.Header.Set("Content-Type", formType)
		slacktest.Sign(r, body, time.Now())
		resp, err := client.Do(r)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		var got bytes.Buffer
		_, err = got.ReadFrom(resp.Body)
		return got.String(), err
	}
	var slowest time.Duration
	for range 2 { // the first round opens the connections
		slowest = 0
		var mu sync.Mutex
		var sent sync.WaitGroup
		for range commands {
			sent.Go(func() {
				began := time.Now()
				got, err := send()
				took := time.Since(began)
				if err != nil || !strings.Contains(got, "April 2022") || !strings.Contains(got, "paragraphs 5 and 25") {
					t.Errorf("got %q, %v", got, err)
				}
				mu.Lock()
				defer mu.Unlock()
				slowest = max(slowest, took)
			})
		}
		sent.Wait()
	}
	t.Logf("HTTP: the slowest of %d took %v", commands, slowest)
	if os.Getenv(burstEnv) != "" && slowest > limit {
		t.Errorf("HTTP: %v is over %v", slowest, limit)
	}

	began := time.Now()
	for i := range commands {
		if err := b.slack.Send(envelope(fmt.Sprint("burst", i), "slash_commands", []byte(`{"command":"/nhslaw","text":"`+question1+`"}`))); err != nil {
			t.Fatal(err)
		}
	}
	b.waitFor("acknowledgements", func() bool { return len(b.slack.Acks()) == commands })
	took := time.Since(began)
	for _, a := range b.slack.Acks() {
		if !strings.Contains(string(a.Payload), "April 2022") {
			t.Errorf("%s has no answer", a.EnvelopeID)
		}
	}
	t.Logf("Socket Mode: %d in %v", commands, took)
	if os.Getenv(burstEnv) != "" && took > limit {
		t.Errorf("Socket Mode: %v is over %v", took, limit)
	}
}

func TestConfig(t *testing.T) {
	clerk := newBench(t).clerk
	for _, tt := range []struct {
		cfg  Config
		want string // setting that is named
	}{
		{Config{SigningSecret: "s"}, "SLACK_BOT_TOKEN"},
		{Config{AppToken: "xapp-1"}, "SLACK_BOT_TOKEN"},
		{Config{BotToken: "xoxb-1"}, "SLACK_APP_TOKEN"},
		{Config{BotToken: "xapp-1", AppToken: "xapp-1"}, "SLACK_BOT_TOKEN"},
		{Config{BotToken: "xoxb-1", AppToken: "xoxb-1"}, "SLACK_APP_TOKEN"},
		{Config{BotToken: "xoxb-1 ", AppToken: "xapp-1"}, "SLACK_BOT_TOKEN"},
		{Config{BotToken: "xoxb-1", SigningSecret: "xoxb-1"}, "SLACK_SIGNING_SECRET"},
		{Config{BotToken: "xoxb-1", Installations: "T1=xoxb-1", AppToken: "xapp-1"}, "SLACK_INSTALLATIONS"},
		{Config{Installations: "xoxb-1", AppToken: "xapp-1"}, "SLACK_INSTALLATIONS, line 1"},
		{Config{Installations: "# none\n", AppToken: "xapp-1"}, "SLACK_INSTALLATIONS"},
		{Config{Installations: "T1=xoxb-1\nT1=xoxb-2", AppToken: "xapp-1"}, "line 2"},
		{Config{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: "slack"}, "SLACK_API_URL"},
		{Config{BotToken: "xoxb-1", AppToken: "xapp-1", APIURL: "http://127.0.0.1:1/api"}, ""},
		{Config{Installations: "# two\nT1=xoxb-1\n\nT2 = xoxb-2\n", SigningSecret: "s"}, ""},
	} {
		_, err := New(tt.cfg, clerk)
		switch {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%+v: got %v, want %q", tt.cfg, err, tt.want)
		case err != nil && (strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "xoxb-1")):
			t.Errorf("%+v: %v is not one line without secrets", tt.cfg, err)
		}
	}
}

func TestNothingPrivateIsLogged(t *testing.T) {
	b := newBench(t, func(cfg *Config) { cfg.AppToken = slacktest.AppToken }).run()
	b.slack.Fail("chat.postMessage", slacktest.Fault{Code: "not_in_channel"}, slacktest.Fault{Cut: true})
	b.serve("/slack/events", "application/json", directMessage("000011", "a secret question of U1"))
	b.idle()
	b.serve("/slack/commands", formType, []byte("command=%2Fnhslaw&text=a+secret+question&user_id=U1"))
	b.slack.Drop()
	b.waitFor("socket", func() bool { return b.Ready() == nil })
	b.end()
	for _, private := range []string{"secret", slacktest.BotToken, slacktest.AppToken, "U1", "D1", "ticket"} {
		if strings.Contains(b.log.String(), private) {
			t.Errorf("%q is in the log:\n%s", private, b.log)
		}
	}
}

func TestManifest(t *testing.T) {
	for _, m := range []Manifest{{Desk: desk()}, {URL: "https://nhslaw.example.org/"}, {FollowThreads: true}} {
		b, err := m.JSON()
		if err != nil || !json.Valid(b) {
			t.Fatalf("%+v: %v", m, err)
		}
		got := string(b)
		if strings.Contains(got, `"socket_mode_enabled": true`) != (m.URL == "") || strings.Contains(got, `https://nhslaw.example.org/slack/events`) != (m.URL != "") ||
			strings.Contains(got, "channels:history") != m.FollowThreads || !strings.Contains(got, `"messages_tab_read_only_enabled": false`) {
			t.Errorf("%+v: %s", m, got)
		}
	}
	for _, u := range []string{"http://nhslaw.example.org", "nhslaw.example.org", "https://"} {
		if _, err := (Manifest{URL: u}).JSON(); err == nil {
			t.Errorf("%s is taken", u)
		}
	}
}

// FuzzRequests proves that no request, signed or not, brings the bot down.
func FuzzRequests(f *testing.F) {
	for _, s := range []string{"command=%2Fnhslaw&text=when", "payload=%7B%22type%22%3A%22block_actions%22%7D", `{"type":"event_callback","event":{"type":"message"}}`, `{"type":"event_callback","event":7}`, "%zz", "", "ssl_check=1"} {
		f.Add(s)
	}
	b := newBench(&testing.T{})
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"/slack/commands", "/slack/events", "/slack/interactions"} {
			if w := b.serve(path, formType, []byte(body)); w.Code != 200 && w.Code != 400 && w.Code != 503 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		if strings.Contains(b.counts(), "nhslaw_panics_total{") {
			t.Errorf("%q panics", body)
		}
	})
}

// BenchmarkCommand answers a question on each entry in turn, from the request to the
// acknowledgement.
func BenchmarkCommand(b *testing.B) {
	bench := newBench(&testing.T{})
	var bodies [][]byte
	for _, e := range corpus.Embedded().Entries {
		bodies = append(bodies, []byte(url.Values{"command": {"/nhslaw"}, "text": {e.Asks.First()}}.Encode()))
	}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if w := bench.serve("/slack/commands", formType, bodies[n%len(bodies)]); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

func TestCheck(t *testing.T) {
	both := func(cfg *Config) { cfg.AppToken = slacktest.AppToken }
	for _, tt := range []struct {
		name  string
		fault func(*slacktest.Slack)
		want  []string // of each finding's fault
	}{
		{"all well", func(*slacktest.Slack) {}, []string{"", ""}},
		{"revoked", func(s *slacktest.Slack) { s.Revoke(slacktest.BotToken) }, []string{"token_revoked", ""}},
		{"no Socket Mode", func(s *slacktest.Slack) { s.Fail("apps.connections.open", slacktest.Fault{Code: "missing_scope"}) }, []string{"", "missing_scope"}},
		{"down", func(s *slacktest.Slack) { s.Close() }, []string{"network", "network"}},
	} {
		b := newBench(t, both)
		tt.fault(b.slack)
		findings := b.Check(context.Background())
		if len(findings) != len(tt.want) {
			t.Fatalf("%s: %v", tt.name, findings)
		}
		for i, f := range findings {
			if (f.Fault == "") != (tt.want[i] == "") || !strings.Contains(f.Fault, tt.want[i]) || f.Fault != "" && f.Remedy == "" {
				t.Errorf("%s: %+v, want %q", tt.name, f, tt.want[i])
			}
		}
	}
}
