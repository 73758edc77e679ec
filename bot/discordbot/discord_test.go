package discordbot

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/surface"
	"nhslaw/bot/surface/surfacetest"
)

// noon is when the tests play.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// hurried is a pace that needs no patience.
var hurried = pace{identify: time.Millisecond, invalid: time.Millisecond, first: time.Millisecond, longest: 20 * time.Millisecond, hello: time.Second, write: time.Second}

// patience is how long a test waits for what has to happen.
const patience = 10 * time.Second

// A bench is a bot with all around it that it needs.
type bench struct {
	*Bot
	t       testing.TB
	discord *discordtest.Server
	log     *surfacetest.Log
	mux     *http.ServeMux
	stopped chan error
	stop    context.CancelFunc
}

// newBench makes a bot with both ways in, of a configuration that change may
// change, at a stand-in for Discord.
func newBench(t testing.TB, change func(*Config)) *bench {
	t.Helper()
	d := discordtest.New()
	t.Cleanup(d.Close)
	cfg := Config{Token: discordtest.Token, PublicKey: discordtest.PublicKey(), ApplicationID: discordtest.Application, APIURL: d.URL, Now: func() time.Time { return noon }}
	if change != nil {
		change(&cfg)
	}
	log := &surfacetest.Log{}
	clerk := surface.NewClerk("discord", desk(), surface.NewMeter(), slog.New(slog.NewJSONHandler(log, nil)))
	b, err := New(cfg, clerk)
	if err != nil {
		t.Fatal(err)
	}
	b.pace = hurried
	mux := http.NewServeMux()
	b.Routes(mux)
	return &bench{Bot: b, t: t, discord: d, log: log, mux: mux}
}

func clerkFor(testing.TB) *surface.Clerk {
	return surface.NewClerk("discord", desk(), surface.NewMeter(), slog.New(slog.DiscardHandler))
}

// run runs the bot until the test ends, and waits until it is connected.
func (b *bench) run() {
	b.t.Helper()
	b.start()
	b.joined()
	b.eventually("ready", func() bool { return b.Ready() == nil })
}

// start runs the bot until the test ends.
func (b *bench) start() {
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	b.stop, b.stopped = stop, stopped
	go func() { stopped <- b.Run(ctx) }()
	b.t.Cleanup(func() {
		stop()
		if b.stopped != nil {
			b.ended()
		}
	})
}

// ended waits for Run to return.
func (b *bench) ended() error {
	b.t.Helper()
	stopped := b.stopped
	b.stopped = nil
	select {
	case err := <-stopped:
		return err
	case <-time.After(patience):
		b.t.Fatal("the bot doesn't end")
		return nil
	}
}

func (b *bench) joined() discordtest.Join {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	j, err := b.discord.NextJoin(ctx)
	if err != nil {
		b.t.Fatalf("%v; the log: %s", err, b.log)
	}
	return j
}

// called returns the bot's next call that answers somebody.
func (b *bench) called() discordtest.Call {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		c, err := b.discord.NextCall(ctx)
		if err != nil {
			b.t.Fatalf("%v; the log: %s", err, b.log)
		}
		if c.Method == http.MethodPost {
			return c
		}
	}
}

// silent fails if the bot makes another call, once it has answered what is
// sent after: that came later, so what came before it was seen to.
func (b *bench) silent() {
	b.t.Helper()
	id := b.id()
	b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(id, "u"+id, "c"+id, "topics"))
	c := b.called()
	b.idle()
	if !strings.Contains(c.Path, id) {
		b.t.Errorf("unexpected call: %s %s", c.Path, c.Body)
	}
	for len(b.discord.Calls) > 0 {
		if c := <-b.discord.Calls; c.Method == http.MethodPost { // the commands may still be being registered
			b.t.Errorf("unexpected call: %s %s", c.Path, c.Body)
		}
	}
}

// idle waits until all that came before was seen to.
func (b *bench) idle() {
	b.t.Helper()
	b.work.Idle()
}

var ids struct {
	sync.Mutex
	last int
}

// id returns a new snowflake.
func (b *bench) id() string {
	ids.Lock()
	defer ids.Unlock()
	ids.last++
	return "18000000000000" + strings.Repeat("0", 5-len(itoa(ids.last))) + itoa(ids.last)
}

func itoa(n int) string {
	data, _ := json.Marshal(n)
	return string(data)
}

// works fails unless the bot answers a question over the gateway.
func (b *bench) works() {
	b.t.Helper()
	id := b.id()
	b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(id, "u"+id, "c1", "when could legislation start?"))
	c := b.called()
	if !strings.Contains(c.Path, id) || !strings.Contains(string(c.Body), "April 2022") {
		b.t.Errorf("asked %s, and got %s %s", id, c.Path, c.Body)
	}
}

// eventually waits for what no channel tells.
func (b *bench) eventually(what string, is func() bool) {
	b.t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("not %s in time; the log: %s", what, b.log)
		}
	}
}

// counted reports whether the meter has a line.
func (b *bench) counted(line string) bool {
	w := httptest.NewRecorder()
	b.clerk.Meter.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return strings.Contains(w.Body.String(), line)
}

// post sends a signed interaction over HTTP.
func (b *bench) post(i any) *httptest.ResponseRecorder {
	b.t.Helper()
	body, err := json.Marshal(i)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.postSigned(body, discordtest.Sign(body, noon))
}

func (b *bench) postSigned(body []byte, h http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", InteractionsPath, bytes.NewReader(body))
	r.Header = h
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w
}

// answer reads a response to an interaction.
func answer(t testing.TB, body io.Reader) (a struct {
	Type int
	Data struct {
		Flags   int
		Embeds  []struct{ Title, Description string }
		Choices []struct{ Name, Value string }
	}
}) {
	t.Helper()
	if err := json.NewDecoder(body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}
