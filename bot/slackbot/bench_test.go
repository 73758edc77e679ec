package slackbot

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/bot"
	"nhslaw/bot/slackbot/slacktest"
	"nhslaw/bot/surface"
	"nhslaw/bot/surface/surfacetest"
	"nhslaw/corpus"
)

var desk = sync.OnceValue(func() *bot.Desk { return bot.NewDesk(corpus.Embedded()) })

// then is when all requests of these tests are made.
var then = time.Unix(1760000000, 0)

// A bench is a bot on its stand-in.
type bench struct {
	*Bot
	t     *testing.T
	slack *slacktest.Slack
	mux   *http.ServeMux
	log   *surfacetest.Log
	end   func() // ends Run, and fails the test if that took an error
}

// newBench builds a bot; changes are made to its settings first. It is not run.
func newBench(t *testing.T, changes ...func(*Config)) *bench {
	t.Helper()
	s := slacktest.New()
	t.Cleanup(s.Close)
	cfg := Config{
		BotToken: slacktest.BotToken, SigningSecret: slacktest.SigningSecret, APIURL: s.APIURL(), Now: func() time.Time { return then },
	}
	for _, change := range changes {
		change(&cfg)
	}
	var log surfacetest.Log
	clerk := surface.NewClerk("slack", bot.NewDesk(corpus.Embedded()), surface.NewMeter(), slog.New(slog.NewJSONHandler(&log, nil)))
	b, err := New(cfg, clerk)
	if err != nil {
		t.Fatal(err)
	}
	// response_urls in these tests are at http://slack.test.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	standIn := strings.TrimSuffix(strings.TrimPrefix(s.APIURL(), "http://"), "/api/")
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "slack.test") {
			address = standIn
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	b.http.Transport = transport
	mux := http.NewServeMux()
	b.Routes(mux)
	return &bench{Bot: b, t: t, slack: s, mux: mux, log: &log}
}

func socketOnly(cfg *Config) { cfg.AppToken, cfg.SigningSecret = slacktest.AppToken, "" }

// run has the bot run until the test ends, and waits until it is ready.
func (b *bench) run() *bench {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- b.Run(ctx) }()
	b.end = sync.OnceFunc(func() {
		cancel()
		if err := <-ran; err != nil {
			b.t.Errorf("Run: %v", err)
		}
	})
	b.t.Cleanup(b.end)
	b.waitFor("readiness", func() bool { return b.Ready() == nil })
	return b
}

// waitFor waits until something is so, looking at what the stand-in recorded
// and, for what only the bot knows, every few milliseconds.
func (b *bench) waitFor(what string, so func() bool) {
	b.t.Helper()
	for began := time.Now(); !b.slack.Wait(5*time.Millisecond, so); {
		if time.Since(began) > 5*time.Second {
			b.t.Fatalf("no %s; logged:\n%s", what, b.log)
		}
	}
}

// idle waits until all work begun is done.
func (b *bench) idle() { b.work.Idle() }

// serve sends a request as Slack does, signed, and returns the response.
func (b *bench) serve(path, contentType string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, bytes.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	slacktest.Sign(r, body, then)
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w
}

const formType = "application/x-www-form-urlencoded"

// counts is what the meter has counted.
func (b *bench) counts() string {
	w := httptest.NewRecorder()
	b.clerk.Meter.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func (b *bench) declined(reason string) bool {
	return strings.Contains(b.counts(), `nhslaw_declined_total{reason="`+reason+`",surface="slack"}`)
}

// asJSON is a value as JSON for people to read.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return unescapeHTML.Replace(string(b))
}

// unescapeHTML undoes what encoding/json, and with it the SDK, does to these.
var unescapeHTML = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")
