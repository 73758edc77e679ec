package discordbot

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/bot/discordbot/discordtest"
)

func TestSignatures(t *testing.T) {
	body, _ := json.Marshal(discordtest.Slash("1", "u", "c", "when could legislation start?"))
	signed := func(body []byte, at time.Time) http.Header { return discordtest.Sign(body, at) }
	with := func(name, value string) http.Header {
		h := signed(body, noon)
		h.Set(name, value)
		return h
	}
	for _, tt := range []struct {
		name   string
		body   []byte
		header http.Header
		want   int
	}{
		{"signed", body, signed(body, noon), 200},
		{"signed a little ago", body, signed(body, noon.Add(-4*time.Minute)), 200},
		{"by a clock that is ahead", body, signed(body, noon.Add(4*time.Minute)), 200},
		{"stale", body, signed(body, noon.Add(-6*time.Minute)), 401},
		{"from the future", body, signed(body, noon.Add(6*time.Minute)), 401},
		{"unsigned", body, http.Header{}, 401},
		{"of other words", []byte(strings.Replace(string(body), "legislation", "Legislation", 1)), signed(body, noon), 401},
		{"of another time", body, with("X-Signature-Timestamp", "1772452801"), 401},
		{"of no time", body, with("X-Signature-Timestamp", "soon"), 401},
		{"too short", body, with("X-Signature-Ed25519", "00ff"), 401},
		{"no number", body, with("X-Signature-Ed25519", strings.Repeat("zz", 64)), 401},
		{"forged", body, with("X-Signature-Ed25519", strings.Repeat("00", 64)), 401},
		{"no JSON", []byte("{"), signed([]byte("{"), noon), 400},
		{"nothing", nil, signed(nil, noon), 400},
		{"no interaction", []byte("{}"), signed([]byte("{}"), noon), 400},
		{"too long", bytes.Repeat([]byte(" "), maxBody+1), http.Header{}, 413},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, nil)
			w := b.postSigned(tt.body, tt.header)
			if w.Code != tt.want {
				t.Errorf("got %d %s, want %d", w.Code, w.Body, tt.want)
			}
			if again := b.post(discordtest.Slash("2", "u", "c", "topics")); again.Code != 200 {
				t.Errorf("afterwards it answers %d", again.Code)
			}
		})
	}
}

func TestReplaysAreRefused(t *testing.T) {
	b := newBench(t, nil)
	i := discordtest.Slash("1", "u", "c", "when could legislation start?")
	if w := b.post(i); w.Code != 200 || !strings.Contains(w.Body.String(), "April 2022") {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	if w := b.post(i); w.Code != 409 {
		t.Errorf("the same once more gets %d", w.Code)
	}
	if !b.counted(`nhslaw_declined_total{reason="replayed",surface="discord"} 1`) {
		t.Error("not counted")
	}
}

func TestPing(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Token = "" })
	for range 2 { // Discord sends the same one more than once
		w := b.post(map[string]any{"id": "1", "type": 1})
		if w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"type":1}` || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("got %d %s %v", w.Code, w.Body, w.Header())
		}
	}
	if err := b.Ready(); err != nil {
		t.Errorf("not ready: %v", err)
	}
}

func TestNoRouteWithoutKey(t *testing.T) {
	b := newBench(t, func(c *Config) { c.PublicKey = "" })
	if w := b.post(map[string]any{"id": "1", "type": 1}); w.Code != 404 {
		t.Errorf("got %d", w.Code)
	}
}

// private is an interaction with its option private set.
func private(id string, is bool) map[string]any {
	i := discordtest.Slash(id, "u", "c", "topics")
	data := i["data"].(map[string]any)
	data["options"] = append(data["options"].([]any), map[string]any{"name": "private", "type": 5, "value": is})
	return i
}

func TestPrivate(t *testing.T) {
	dm := discordtest.Slash("9", "u", "c", "topics")
	delete(dm, "guild_id")
	dm["context"] = 1
	dm["user"], dm["member"] = map[string]any{"id": "u"}, nil
	group := discordtest.Slash("8", "u", "c", "topics")
	delete(group, "guild_id")
	group["context"] = 2
	for _, tt := range []struct {
		name        string
		setting     bool
		interaction map[string]any
		want        int
	}{
		{"public by default", false, discordtest.Slash("1", "u", "c", "topics"), 0},
		{"private where asked", false, private("2", true), 64},
		{"private where the operator says so", true, discordtest.Slash("3", "u", "c", "topics"), 64},
		{"public where asked", true, private("4", false), 0},
		{"in a direct message it is private anyway", true, dm, 0},
		{"between others it isn't", true, group, 64},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newBench(t, func(c *Config) { c.Private = tt.setting }).post(tt.interaction)
			if a := answer(t, w.Body); a.Type != 4 || a.Data.Flags != tt.want {
				t.Errorf("got %+v", a)
			}
		})
	}
}

func pressed(id, user, customID string, values ...string) map[string]any {
	i := discordtest.Slash(id, user, "c", "")
	i["type"] = 3
	i["message"] = map[string]any{"id": "5", "type": 0, "components": []any{map[string]any{"type": 99}}}
	i["data"] = map[string]any{"custom_id": customID, "component_type": 2, "values": values}
	return i
}

func TestPressed(t *testing.T) {
	b := newBench(t, nil)
	for _, tt := range []struct {
		name, customID string
		values         []string
		want           string
		counted        string
	}{
		{"a question", "1:ask:When could legislation start?", nil, "April 2022", ""},
		{"a topic", "1:pick:0", []string{"topic patient-choice"}, "standing rules", ""},
		{"helpful", "1:yes:start-april-2022,other", nil, "Thank you", `nhslaw_feedback_total{entry="start-april-2022",surface="discord",verdict="helpful"} 1`},
		{"not helpful", "1:no:start-april-2022", nil, "Thank you", `nhslaw_feedback_total{entry="start-april-2022",surface="discord",verdict="not_helpful"} 1`},
		{"of an entry that is gone", "1:yes:no-such-entry", nil, "Thank you", `nhslaw_declined_total{reason="feedback_on_unknown_entry",surface="discord"} 1`},
		{"of another version", "0:ask:x", nil, "ask again", `nhslaw_declined_total{reason="unknown_component",surface="discord"}`},
		{"of another act", "1:dance:x", nil, "ask again", ""},
		{"a menu without a choice", "1:pick:0", nil, "ask again", ""},
		{"nothing", "", nil, "ask again", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := answer(t, b.post(pressed(b.id(), b.id(), tt.customID, tt.values...)).Body)
			text := ""
			for _, e := range a.Data.Embeds {
				text += e.Description
			}
			if a.Type != 4 || a.Data.Flags != 64 || !strings.Contains(text, tt.want) {
				t.Errorf("got %+v", a)
			}
			if !b.counted(tt.counted) {
				t.Errorf("the meter lacks %s", tt.counted)
			}
		})
	}
}

// onMessage is a message command.
func onMessage(id, command string, m map[string]any) map[string]any {
	i := discordtest.Slash(id, "u"+id, "c", "")
	i["data"] = map[string]any{"id": "7", "name": command, "type": 3, "target_id": "55", "resolved": map[string]any{"messages": map[string]any{"55": m}}}
	return i
}

func TestOnMessage(t *testing.T) {
	b := newBench(t, nil)
	exact := "I read: “too big to challenge and too big to function effectively” <@123>"
	for _, tt := range []struct {
		name, command string
		message       map[string]any
		want          string
	}{
		{"check", cmdCheck, map[string]any{"id": "55", "content": exact}, "Exact"},
		{"check, with components that nobody knows", cmdCheck, map[string]any{"id": "55", "content": exact, "components": []any{map[string]any{"type": 77, "odd": []int{1}}}}, "Exact"},
		{"check, in components alone", cmdCheck, map[string]any{"id": "55", "content": "", "flags": 1 << 15, "components": []any{
			map[string]any{"type": 17, "components": []any{map[string]any{"type": 10, "content": exact}, map[string]any{"type": 18, "component": map[string]any{"type": 21}}}}}}, "Exact"},
		{"check, in an embed", cmdCheck, map[string]any{"id": "55", "content": "", "embeds": []any{map[string]any{"description": exact}}}, "Exact"},
		{"check, in a forwarded message", cmdCheck, map[string]any{"id": "55", "content": "", "message_snapshots": []any{map[string]any{"message": map[string]any{"content": exact}}}}, "Exact"},
		{"say", cmdSay, map[string]any{"id": "55", "content": "Does anybody know when the legislation could start?"}, "April 2022"},
		{"a picture", cmdSay, map[string]any{"id": "55", "content": "", "components": "odd"}, "can't find any text"},
		{"nothing but a mention", cmdCheck, map[string]any{"id": "55", "content": "<@123>"}, "can't find any text"},
		{"a command of an older version", "Explain", map[string]any{"id": "55", "content": "x"}, "don't know this command"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := b.post(onMessage(b.id(), tt.command, tt.message))
			a := answer(t, w.Body)
			if a.Type != 4 || a.Data.Flags != 64 || len(a.Data.Embeds) != 1 || !strings.Contains(a.Data.Embeds[0].Description, tt.want) {
				t.Errorf("got %+v, want %q", a, tt.want)
			}
		})
	}
}

func typing(id, text string) map[string]any {
	i := discordtest.Slash(id, "u", "c", text)
	i["type"] = 4
	return i
}

func TestAutocomplete(t *testing.T) {
	b := newBench(t, nil)
	for _, text := range []string{"", "w", "h", "procu", "compare ", "who dogde", "@everyone", strings.Repeat("long ", 300), "zzzz"} {
		began := time.Now()
		w := b.post(typing(b.id(), text))
		took := time.Since(began)
		a := answer(t, w.Body)
		if a.Type != 8 || len(a.Data.Choices) > 25 || len(a.Data.Choices) == 0 && text != "zzzz" && text != "@everyone" {
			t.Errorf("%.20q gets %+v", text, a)
		}
		for _, c := range a.Data.Choices {
			if c.Name != c.Value || size(c.Name) == 0 || size(c.Name) > 100 {
				t.Errorf("%.20q gets %q", text, c)
			}
		}
		t.Logf("%.20q: %v", text, took)
	}
	for range 100 { // typing is not asking: no cooldown
		b.post(typing(b.id(), "p"))
	}
	if w := b.post(discordtest.Slash(b.id(), "u", "c", "topics")); answer(t, w.Body).Data.Flags != 0 {
		t.Error("typing counted towards the cooldown")
	}
}

func TestOddInteractions(t *testing.T) {
	b := newBench(t, nil)
	for _, i := range []map[string]any{
		{"id": "1", "type": 5, "token": "t", "data": map[string]any{"custom_id": "x", "components": []any{map[string]any{"type": 18}}}},
		{"id": "2", "type": 99, "token": "t"},
		{"id": "3", "type": 2, "token": "t"},
		{"id": "4", "type": 2, "token": "t", "data": map[string]any{"name": "nhslaw", "options": []any{map[string]any{"name": "question", "value": 5}}}},
		{"id": "5", "type": 3, "token": "t"},
	} {
		if a := answer(t, b.post(i).Body); a.Type != 4 || len(a.Data.Embeds) != 1 || a.Data.Embeds[0].Description == "" {
			t.Errorf("%v gets %+v", i, a)
		}
	}
}

func TestCooldown(t *testing.T) {
	b := newBench(t, nil)
	for n := range burst + 2 {
		a := answer(t, b.post(discordtest.Slash(b.id(), "u", "c", "topics")).Body)
		if slowed := strings.Contains(a.Data.Embeds[0].Description, "a few seconds"); slowed != (n >= burst) || slowed && a.Data.Flags != 64 {
			t.Errorf("question %d gets %+v", n+1, a)
		}
	}
	for _, other := range []map[string]any{discordtest.Slash(b.id(), "v", "c", "topics"), discordtest.Slash(b.id(), "u", "d", "topics")} {
		if a := answer(t, b.post(other).Body); a.Data.Flags != 0 {
			t.Errorf("another one, or elsewhere, gets %+v", a)
		}
	}
}

// TestBurst: 200 at once each get their whole answer.
func TestBurst(t *testing.T) {
	b := newBench(t, nil)
	var slowest time.Duration
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 200 {
		id := b.id()
		wg.Go(func() {
			began := time.Now()
			w := b.post(discordtest.Slash(id, id, "c", "when could legislation start?"))
			took := time.Since(began)
			mu.Lock()
			defer mu.Unlock()
			slowest = max(slowest, took)
			if !strings.Contains(w.Body.String(), "April 2022") || !strings.Contains(w.Body.String(), "paragraphs 5 and 25") {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
		})
	}
	wg.Wait()
	prompt(t, slowest)
}

func FuzzInteraction(f *testing.F) {
	for _, i := range []any{discordtest.Slash("1", "u", "c", "when?"), pressed("1", "u", "1:ask:x"), onMessage("1", cmdCheck, map[string]any{"components": []any{1}}), typing("1", "p"), nil, []int{}} {
		data, _ := json.Marshal(i)
		f.Add(data)
	}
	b := newBench(f, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		var i interaction
		if json.Unmarshal(data, &i) != nil {
			return
		}
		r := b.respond(i)
		if p, ok := r.Data.(post); ok {
			check(t, string(data), p)
		}
		if b.counted(`nhslaw_panics_total`) {
			t.Errorf("%s makes it fail: %s", data, b.log)
		}
	})
}

// BenchmarkInteraction is one signed question and its answer.
func BenchmarkInteraction(b *testing.B) {
	bot := newBench(b, nil)
	for b.Loop() {
		b.StopTimer()
		id := bot.id()
		body, _ := json.Marshal(discordtest.Slash(id, id, "c", "when could legislation start?"))
		header := discordtest.Sign(body, noon)
		b.StartTimer()
		if w := bot.postSigned(body, header); w.Code != 200 {
			b.Fatalf("got %d", w.Code)
		}
	}
}
