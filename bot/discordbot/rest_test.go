package discordbot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"nhslaw/bot/discordbot/discordtest"
)

// failFirst lets requests whose path has a part fail n times.
func failFirst(n int32, part string, fail http.HandlerFunc) func(http.ResponseWriter, *http.Request) bool {
	var failed atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, part) || failed.Add(1) > n {
			return false
		}
		fail(w, r)
		return true
	}
}

func status(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, `{"message":"no","code":0}`)
	}
}

func limited(body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, body)
	}
}

func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// hang says nothing for as long as the bot waits.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

// cutOff takes the call and cuts its answer off.
func cutOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	fmt.Fprint(w, `{"id`)
}

// TestFaultsOfREST: what fails for the moment is tried again, and each question
// is answered once.
func TestFaultsOfREST(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int32
		fail http.HandlerFunc
	}{
		{"503", 2, status(503)},
		{"500", 3, status(500)},
		{"502 in HTML", 1, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502); fmt.Fprint(w, "<html>") }},
		{"hung up", 2, hangUp},
		{"hanging", 1, hang},
		{"cut off", 1, cutOff},
		{"429", 2, limited(`{"message":"slow","retry_after":0.05,"global":false}`, "Retry-After", "1", "X-RateLimit-Scope", "user")},
		{"429, shared", 2, limited(`{"message":"slow","retry_after":0.05,"global":false}`, "Retry-After", "1", "X-RateLimit-Scope", "shared")},
		{"429, global", 1, limited(`{"message":"slow","retry_after":0.05,"global":true}`, "X-RateLimit-Global", "true", "X-RateLimit-Scope", "global")},
		{"429 in HTML", 1, limited(`<html>error code: 1015</html>`, "Retry-After", "1")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, nil)
			b.run()
			b.discord.Fail(failFirst(tt.n, "/interactions/", tt.fail))
			b.works()
			if tt.name != "hanging" { // that takes as long as a message may wait
				b.discord.Fail(failFirst(tt.n, "/channels/", tt.fail))
				b.expect(b.ask(mention(b.id(), "when could legislation start?")), "April 2022")
			}
			b.discord.Fail(nil)
			b.works()
			b.silent()
		})
	}
}

// TestDoneButSaidToHaveFailed: a call that came through though its answer
// didn't is not made twice.
func TestDoneButSaidToHaveFailed(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	answered := func(w http.ResponseWriter, r *http.Request) {
		b.discord.Fail(nil) // from here on all is well, but for this answer
		inner, err := http.NewRequest(r.Method, b.discord.URL+strings.TrimPrefix(r.URL.Path, "/api/v10/"), r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		inner.Header = r.Header
		resp, err := http.DefaultClient.Do(inner)
		if err != nil {
			t.Error(err)
			return
		}
		resp.Body.Close()
		w.WriteHeader(http.StatusBadGateway)
	}
	b.discord.Fail(failFirst(1, "/interactions/", answered))
	b.works()
	b.silent()
	b.discord.Fail(failFirst(1, "/channels/", answered))
	b.expect(b.ask(mention(b.id(), "when could legislation start?")), "April 2022")
	b.silent()
	if strings.Contains(b.log.String(), "WARN") {
		t.Errorf("logged: %s", b.log)
	}
}

// TestLateCallbacks: a callback that can't be in time is given up, and nothing waits for it.
func TestLateCallbacks(t *testing.T) {
	for name, fail := range map[string]http.HandlerFunc{
		"put off for longer": limited(`{"retry_after":30,"global":false}`, "Retry-After", "30"),
		"unknown by now":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404); fmt.Fprint(w, `{"code":10062}`) },
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.run()
			b.discord.Fail(failFirst(1, "/interactions/", fail))
			b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(b.id(), "u", "c", "topics"))
			b.eventually("given up", func() bool { return strings.Contains(b.log.String(), "an interaction got no response") })
			b.works()
			if strings.Contains(b.log.String(), "token-of") {
				t.Errorf("a token is logged: %s", b.log)
			}
		})
	}
}

func TestMissingPermissions(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	refuse := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403); fmt.Fprintf(w, `{"code":%d}`, code) }
	}
	b.discord.Fail(failFirst(1, "/channels/", refuse(50013)))
	b.expect(b.ask(mention(b.id(), "topics")), "Embed Links")
	b.discord.Fail(failFirst(1, "/channels/", refuse(160002)))
	got := b.ask(mention(b.id(), "topics"))
	b.expect(got, "I can answer")
	if strings.Contains(got, "message_reference") {
		t.Errorf("it refers to a message that it may not: %s", got)
	}
	b.discord.Fail(failFirst(9, "/channels/", refuse(50001)))
	b.discord.Dispatch("MESSAGE_CREATE", mention(b.id(), "topics"))
	b.eventually("logged", func() bool { return strings.Contains(b.log.String(), "a reply could not be sent") })
	b.discord.Fail(nil)
	b.works()
}

func TestRouteLimitIsHeeded(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	var first atomic.Bool
	b.discord.Fail(func(w http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "/channels/") && !first.Swap(true) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset-After", "0.3")
		}
		return false
	})
	b.ask(mention(b.id(), "topics"))
	b.eventually("heeded", func() bool { return b.rest.routes.Contains("messages c1") })
	began := time.Now()
	b.ask(mention(b.id(), "topics"))
	if took := time.Since(began); took < 200*time.Millisecond {
		t.Errorf("the next came after %v", took)
	}
}

// TestInvalidRequestsSlowDown: long before 10,000 in ten minutes.
func TestInvalidRequestsSlowDown(t *testing.T) {
	b := newBench(t, nil)
	b.rest.invalid.SetBurst(3)
	b.discord.Fail(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(403); return true })
	began := time.Now()
	for range 5 {
		err := b.rest.do(context.Background(), call{method: "GET", path: "gateway", callback: true}, nil)
		var refused refusal
		if !errors.As(err, &refused) {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took < invalidEvery {
		t.Errorf("5 took %v", took)
	}
}

// TestNothingGrows: what is kept of interactions is bounded.
func TestNothingGrows(t *testing.T) {
	b := newBench(t, nil)
	b.discord.Fail(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(204); return true })
	for n := range 300 {
		err := b.rest.do(context.Background(), call{method: "POST", callback: true, path: fmt.Sprintf("interactions/%d/t/callback", n)}, nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := b.rest.routes.Len(); n != 0 {
		t.Errorf("%d routes are kept", n)
	}
}

func TestRegister(t *testing.T) {
	d := discordtest.New()
	defer d.Close()
	ctx := context.Background()
	cfg := Config{Token: discordtest.Token, APIURL: strings.TrimSuffix(d.URL, "/")}
	for _, step := range []struct {
		guild  string
		dry    bool
		differ bool
		calls  int
	}{
		{"", true, true, 0}, {"", false, true, 1}, {"", false, false, 0}, {"", true, false, 0}, {"42", false, true, 1}, {"42", false, false, 0},
	} {
		differ, err := Register(ctx, cfg, step.guild, step.dry)
		if err != nil || differ != step.differ || len(d.Calls) != step.calls {
			t.Errorf("%+v: differ %v, %d calls, %v", step, differ, len(d.Calls), err)
		}
		for len(d.Calls) > 0 {
			c := <-d.Calls
			if want := "/commands"; !strings.HasSuffix(c.Path, want) || (step.guild != "") != strings.Contains(c.Path, "/guilds/42/") {
				t.Errorf("registered at %s", c.Path)
			}
		}
	}
	if _, err := Register(ctx, Config{Token: "wrong", APIURL: d.URL}, "", true); !errors.Is(err, errRevoked) {
		t.Errorf("a wrong token: %v", err)
	}
	if _, err := Register(ctx, Config{}, "", true); err == nil || !strings.Contains(err.Error(), "DISCORD_BOT_TOKEN") {
		t.Errorf("no token: %v", err)
	}
}

func TestSettings(t *testing.T) {
	good := Config{Token: discordtest.Token, PublicKey: discordtest.PublicKey()}
	for _, tt := range []struct {
		name   string
		change func(*Config)
		want   string // "" if it is right
	}{
		{"both", func(*Config) {}, ""},
		{"neither", func(c *Config) { c.Token, c.PublicKey = "", "" }, "DISCORD_BOT_TOKEN"},
		{"the gateway alone", func(c *Config) { c.PublicKey = "" }, ""},
		{"HTTP alone", func(c *Config) { c.Token = "" }, ""},
		{"the key is short", func(c *Config) { c.PublicKey = c.PublicKey[2:] }, "DISCORD_PUBLIC_KEY"},
		{"the key is long", func(c *Config) { c.PublicKey += "00" }, "DISCORD_PUBLIC_KEY"},
		{"the key is none", func(c *Config) { c.PublicKey = strings.Repeat("x", 64) }, "DISCORD_PUBLIC_KEY"},
		{"Slack's token", func(c *Config) { c.Token = "xo" + "xb-1-2" }, "DISCORD_BOT_TOKEN"},
		{"the key for the token", func(c *Config) { c.Token = c.PublicKey }, "DISCORD_BOT_TOKEN"},
		{"two tokens", func(c *Config) { c.Token = "a.b.c d.e.f" }, "DISCORD_BOT_TOKEN"},
		{"an id that is none", func(c *Config) { c.ApplicationID = "nhslaw" }, "DISCORD_APPLICATION_ID"},
		{"no address", func(c *Config) { c.APIURL = "localhost:8080" }, "DISCORD_API_URL"},
		{"shards", func(c *Config) { c.Shards = "many" }, "DISCORD_SHARDS"},
		{"shards over HTTP", func(c *Config) { c.Shards, c.Token = "2", "" }, "DISCORD_SHARDS"},
	} {
		cfg := good
		tt.change(&cfg)
		_, err := New(cfg, clerkFor(t))
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%s: got %v, want something on %s", tt.name, err, tt.want)
		}
	}
}

// TestLocalised: a translation goes where its English stands, and is noticed
// as a change.
func TestLocalised(t *testing.T) {
	english := Commands()
	translations[discordgo.German] = map[string]string{cmdCheck: "Zitat prüfen", english[0].Description: "Fragen zur Reform"}
	defer delete(translations, discordgo.German)
	german := Commands()
	if d := german[0].DescriptionLocalizations; d == nil || (*d)[discordgo.German] != "Fragen zur Reform" || german[0].NameLocalizations != nil {
		t.Errorf("got %+v", german[0])
	}
	if n := german[1].NameLocalizations; n == nil || (*n)[discordgo.German] != "Zitat prüfen" || german[1].DescriptionLocalizations != nil {
		t.Errorf("got %+v", german[1])
	}
	if same(english, german) || !same(german, Commands()) {
		t.Error("the comparison doesn't see translations")
	}
}
