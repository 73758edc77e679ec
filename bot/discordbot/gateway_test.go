package discordbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"nhslaw/bot/discordbot/discordtest"
)

func TestIdentifiesWithTheLeast(t *testing.T) {
	b := newBench(t, nil)
	b.start()
	j := b.joined()
	if j.Resumed || j.Shard != [2]int{0, 1} || j.Intents != 1<<9|1<<12 || !strings.Contains(j.Presence, "/nhslaw") {
		t.Errorf("got %+v", j)
	}
	b.works()
}

// TestFaultsOfTheGateway: whatever happens to the connection, the session is
// resumed or begun anew as Discord says, and the bot answers again.
func TestFaultsOfTheGateway(t *testing.T) {
	for _, tt := range []struct {
		name    string
		fault   func(*discordtest.Server)
		resumes bool
	}{
		{"cut off", (*discordtest.Server).Drop, true},
		{"closed for going away", func(d *discordtest.Server) { d.CloseWith(1001) }, true},
		{"unknown error", func(d *discordtest.Server) { d.CloseWith(4000) }, true},
		{"rate limited", func(d *discordtest.Server) { d.CloseWith(4008) }, true},
		{"invalid sequence", func(d *discordtest.Server) { d.CloseWith(4007) }, false},
		{"session timed out", func(d *discordtest.Server) { d.CloseWith(4009) }, false},
		{"not authenticated", func(d *discordtest.Server) { d.CloseWith(4003) }, false},
		{"reconnect", func(d *discordtest.Server) { d.Send(`{"op":7,"d":null}`) }, true},
		{"invalid session, to be resumed", func(d *discordtest.Server) { d.Send(`{"op":9,"d":true}`) }, true},
		{"invalid session", func(d *discordtest.Server) { d.Send(`{"op":9,"d":false}`) }, false},
		{"forgotten while away", func(d *discordtest.Server) { d.Forget(); d.Drop() }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t, nil)
			b.run()
			b.works()
			tt.fault(b.discord)
			j := b.joined()
			if j.Resumed != tt.resumes {
				t.Errorf("got %+v", j)
			}
			b.works()
			b.silent()
			if b.Ready() != nil {
				t.Errorf("not ready: %v", b.Ready())
			}
		})
	}
}

// TestOddFrames: what can't be understood is left alone, on the same connection.
func TestOddFrames(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	for _, frame := range []string{
		"{", "", "null", `[]`, `{"op":"x"}`, `{"op":99,"d":{}}`, `{"op":0,"t":"SOMETHING_NEW","s":2,"d":{"a":1}}`,
		`{"op":0,"t":"INTERACTION_CREATE","s":3,"d":{}}`, `{"op":0,"t":"INTERACTION_CREATE","s":4,"d":"x"}`, `{"op":0,"t":"INTERACTION_CREATE","s":4,"d":null}`,
		`{"op":0,"t":"MESSAGE_CREATE","s":5,"d":null}`, `{"op":0,"t":"MESSAGE_CREATE","s":6,"d":{"id":"1"}}`, `{"op":0,"t":"MESSAGE_CREATE","s":6,"d":{"id":"1","author":7}}`,
		`{"op":11}`, `{"op":0,"t":"READY","s":7,"d":7}`,
	} {
		b.discord.Send(frame)
		b.works()
	}
	if len(b.discord.Joins) > 0 {
		t.Error("it connected again")
	}
}

func TestHeartbeatOnRequest(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	b.works()
	b.discord.Send(`{"op":1,"d":null}`)
	select {
	case n := <-b.discord.Beats:
		if n != 2 { // READY and the question
			t.Errorf("the heartbeat says %d", n)
		}
	case <-time.After(patience):
		t.Error("no heartbeat")
	}
}

// TestDeadConnection: heartbeats without acknowledgement end the connection
// within two, and the session goes on.
func TestDeadConnection(t *testing.T) {
	b := newBench(t, nil)
	const interval = 100 * time.Millisecond
	b.discord.Heartbeats(interval, true)
	b.run()
	began := time.Now()
	if j := b.joined(); !j.Resumed {
		t.Errorf("got %+v", j)
	}
	if took := time.Since(began); took > 2*interval+time.Second { // a second for a machine that does other things
		t.Errorf("noticed after %v", took)
	}
	if code := <-b.discord.Ended; code == 1000 || code == 1001 {
		t.Errorf("closed with %d, which ends the session", code)
	}
	b.discord.Heartbeats(time.Minute, false)
	b.works()
}

func TestNoHello(t *testing.T) {
	b := newBench(t, nil)
	b.pace.hello = 50 * time.Millisecond
	var times atomic.Int32
	b.discord.Greet(func(c *websocket.Conn) bool {
		if times.Add(1) > 2 {
			return true
		}
		_, _, _ = c.ReadMessage() // says nothing until the bot gives up
		return false
	})
	b.start()
	b.joined()
	b.works()
}

func TestFatalCloses(t *testing.T) {
	for code, want := range map[int]string{
		4004: "DISCORD_BOT_TOKEN", 4010: "DISCORD_SHARDS", 4012: "install a newer", 4013: "install a newer", 4014: "install a newer",
	} {
		b := newBench(t, nil)
		b.run()
		b.discord.CloseWith(code)
		if err := b.ended(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%d ends with %v", code, err)
		}
		if b.Ready() == nil {
			t.Errorf("%d: still ready", code)
		}
	}
}

func TestMoreShardsAreStarted(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	b.discord.CloseWith(closeMoreShards)
	if j := b.joined(); j.Resumed {
		t.Errorf("got %+v", j)
	}
	b.works()
	b = newBench(t, func(c *Config) { c.Shards = "1" })
	b.run()
	b.discord.CloseWith(closeMoreShards)
	if err := b.ended(); !errors.Is(err, errMoreShards) {
		t.Errorf("ends with %v", err)
	}
}

func TestRevokedToken(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Token = "another.one" })
	b.start()
	if err := b.ended(); !errors.Is(err, errRevoked) {
		t.Errorf("ends with %v", err)
	}
	if w := b.post(discordtest.Slash(b.id(), "u", "c", "topics")); w.Code != 200 {
		t.Errorf("over HTTP it answers %d", w.Code)
	}
	// Revoked while it runs: the next call shows it.
	b = newBench(t, nil)
	b.run()
	b.discord.Fail(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("Authorization") == "" {
			return false
		}
		http.Error(w, `{"message":"401: Unauthorized","code":0}`, http.StatusUnauthorized)
		return true
	})
	b.discord.Dispatch("MESSAGE_CREATE", mention(b.id(), "when could legislation start?"))
	if err := b.ended(); !errors.Is(err, errRevoked) {
		t.Errorf("ends with %v", err)
	}
}

func TestShards(t *testing.T) {
	b := newBench(t, func(c *Config) { c.Shards = "3" })
	b.start()
	var got []int
	for range 3 {
		j := b.joined()
		if j.Shard[1] != 3 {
			t.Errorf("got %+v", j)
		}
		got = append(got, j.Shard[0])
	}
	if slices.Sort(got); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("shards %v", got)
	}
	b = newBench(t, func(c *Config) { c.Shards = "nhslaw-1/4" })
	b.start()
	if j := b.joined(); j.Shard != [2]int{1, 4} {
		t.Errorf("got %+v", j)
	}
}

func TestReadShards(t *testing.T) {
	for text, want := range map[string]string{
		"": "[0 1 2] 3", "auto": "[0 1 2] 3", "2": "[0 1] 2", "0/2": "[0] 2", "1/2": "[1] 2", "nhslaw-discord-12/16": "[12] 16",
		"2/2": "", "0": "", "-1": "", "x": "", "1/": "", "/2": "", "pod/2": "", "1/2/3": "", "99999999": "",
	} {
		s, err := readShards(text)
		got := ""
		if err == nil {
			ids, count := s.of(3)
			got = fmt.Sprint(ids, " ", count)
		}
		if got != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
}

// TestNoStartsLeft: a session isn't begun before Discord allows it.
func TestNoStartsLeft(t *testing.T) {
	b := newBench(t, nil)
	b.discord.Starts(0)
	b.start()
	b.eventually("greeted", func() bool { return strings.Contains(b.log.String(), "registered") })
	select {
	case j := <-b.discord.Joins:
		t.Errorf("it started a session: %+v", j)
	case <-time.After(100 * time.Millisecond): // nothing tells of what doesn't happen
	}
	b.stop()
	if err := b.ended(); err != nil {
		t.Errorf("ends with %v", err)
	}
}

func TestEndsWithACloseThatEndsTheSession(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	b.stop()
	if err := b.ended(); err != nil {
		t.Errorf("ends with %v", err)
	}
	if code := <-b.discord.Ended; code != websocket.CloseNormalClosure {
		t.Errorf("closed with %d", code)
	}
}

// TestDrains: what came before the end is answered.
func TestDrains(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	asked, goOn := make(chan struct{}), make(chan struct{})
	b.discord.Fail(func(http.ResponseWriter, *http.Request) bool {
		close(asked)
		<-goOn
		return false
	})
	b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(b.id(), "u", "c", "when could legislation start?"))
	<-asked
	b.discord.Fail(nil)
	b.stop()
	close(goOn)
	if c := b.called(); !strings.Contains(string(c.Body), "April 2022") {
		t.Errorf("got %s", c.Body)
	}
	if err := b.ended(); err != nil {
		t.Errorf("ends with %v", err)
	}
}

// TestBurstOverTheGateway: 200 at once each get their whole answer, once.
func TestBurstOverTheGateway(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	want := map[string]bool{}
	began := time.Now()
	for range 200 {
		id := b.id()
		want["/interactions/"+id+"/token-of-"+id+"/callback"] = true
		b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(id, id, "c", "when could legislation start?"))
	}
	for range 200 {
		c := b.called()
		if !want[c.Path] || c.Authorized || !strings.Contains(string(c.Body), "paragraphs 5 and 25") {
			t.Errorf("got %s %s", c.Path, c.Body)
		}
		delete(want, c.Path)
	}
	t.Logf("all 200 took %v", time.Since(began))
	b.silent()
}

// TestDroppedAllTheTime: questions during a series of drops are each answered once.
func TestDroppedAllTheTime(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	answered := map[string]int{}
	for range 20 {
		id := b.id()
		b.discord.Drop()
		b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(id, id, "c", "when could legislation start?"))
		answered[b.called().Path]++
	}
	if len(answered) != 20 {
		t.Errorf("answered: %v", answered)
	}
	b.silent()
}

func mention(id, text string) map[string]any {
	return map[string]any{
		"id": id, "channel_id": "c1", "guild_id": "g1", "type": 0, "content": "<@" + discordtest.BotUser + "> " + text,
		"author": map[string]any{"id": "u" + id}, "mentions": []any{map[string]any{"id": discordtest.BotUser, "bot": true}},
	}
}

func direct(id, text string) map[string]any {
	return map[string]any{"id": id, "channel_id": "d1", "type": 0, "content": text, "author": map[string]any{"id": "u1"}, "mentions": []any{}}
}

func change(m map[string]any, key string, value any) map[string]any {
	m[key] = value
	return m
}

func TestWhatIsAnswered(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	question := "when could legislation start?"
	for _, tt := range []struct {
		name    string
		message map[string]any
		want    bool
	}{
		{"a mention", mention(b.id(), question), true},
		{"a direct message", direct(b.id(), question), true},
		{"a reply that mentions", change(mention(b.id(), question), "type", 19), true},
		{"a mention alone", mention(b.id(), ""), true},
		{"talk", change(mention(b.id(), question), "mentions", []any{}), false},
		{"to everyone", change(change(mention(b.id(), question), "mentions", []any{}), "mention_everyone", true), false},
		{"of somebody else", change(mention(b.id(), question), "mentions", []any{map[string]any{"id": "77"}}), false},
		{"by a bot", change(mention(b.id(), question), "author", map[string]any{"id": "8", "bot": true}), false},
		{"by a webhook", change(mention(b.id(), question), "webhook_id", "9"), false},
		{"its own", change(mention(b.id(), question), "author", map[string]any{"id": discordtest.BotUser, "bot": true}), false},
		{"its own, directly", change(direct(b.id(), question), "author", map[string]any{"id": discordtest.BotUser, "bot": true}), false},
		{"pinning a message", change(mention(b.id(), question), "type", 6), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			b.discord.Dispatch("MESSAGE_CREATE", tt.message)
			if !tt.want {
				b.silent()
				return
			}
			c := b.called()
			var p struct {
				Reference *struct {
					ID string `json:"message_id"`
				} `json:"message_reference"`
			}
			if err := json.Unmarshal(c.Body, &p); err != nil || !c.Authorized || c.Path != "/channels/"+tt.message["channel_id"].(string)+"/messages" {
				t.Errorf("got %s %s %v", c.Path, c.Body, err)
			}
			if direct := tt.message["guild_id"] == nil; direct != (p.Reference == nil) || !direct && p.Reference.ID != tt.message["id"] {
				t.Errorf("replies to %v", p.Reference)
			}
			b.discord.Dispatch("MESSAGE_CREATE", tt.message) // once more, as after a resumption
			b.silent()
		})
	}
	b.t = t
}

// ask says something and returns the text of the reply.
func (b *bench) ask(m map[string]any) string {
	b.t.Helper()
	b.discord.Dispatch("MESSAGE_CREATE", m)
	return string(b.called().Body)
}

// latest is the bot's last message in a channel, as others see it.
func (b *bench) latest(channel string) map[string]any {
	b.t.Helper()
	var list []map[string]any
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := b.rest.do(ctx, call{method: "GET", path: "channels/" + channel + "/messages?limit=1"}, &list); err != nil || len(list) != 1 {
		b.t.Fatalf("%v, %v", list, err)
	}
	return list[0]
}

func (b *bench) expect(got, want string) {
	b.t.Helper()
	if !strings.Contains(got, want) {
		b.t.Errorf("got %s, want %q", got, want)
	}
}

func TestFollowUps(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	b.expect(b.ask(direct(b.id(), "when could legislation start?")), "April 2022")
	b.expect(b.ask(direct(b.id(), "who said that?")), `"Ian Dodge (`)
	b.expect(b.ask(direct(b.id(), "what about Dickson?")), "fairest wind")

	b.expect(b.ask(mention(b.id(), "when could legislation start?")), "April 2022")
	first := b.latest("c1")
	b.expect(b.ask(mention(b.id(), "what is the triple aim?")), "triple aim")
	// A reply goes on from what it replies to, a mention from what was said last.
	b.expect(b.ask(change(mention(b.id(), "who said that?"), "referenced_message", first)), `"Ian Dodge (`)
	b.expect(b.ask(change(mention(b.id(), "when was this?"), "referenced_message", first)), "28 February 2019")
	second := b.latest("c1")
	b.expect(b.ask(mention(b.id(), "who said that?")), `"Ian Dodge (`)
	b.expect(b.ask(change(mention(b.id(), "more"), "referenced_message", second)), "More on")
	// To somebody else's message it is a question like any other.
	b.expect(b.ask(change(mention(b.id(), "what is the triple aim?"), "referenced_message", map[string]any{"id": "1", "author": map[string]any{"id": "u"}})), "triple aim")

	// Another process knows nothing but the messages.
	other := newBench(t, nil)
	other.discord = b.discord
	other.rest.base = b.rest.base
	b.stop()
	if err := b.ended(); err != nil {
		t.Fatal(err)
	}
	other.run()
	other.expect(other.ask(change(mention(b.id(), "who said that?"), "referenced_message", first)), `"Ian Dodge (`)
	other.expect(other.ask(direct(b.id(), "when was this?")), "spring 2019")
	other.expect(other.ask(change(direct(b.id(), "why?"), "channel_id", "d9")), "nothing before it")
}

// TestFollowUpOnACommand: the reply to a command can be followed up as well.
func TestFollowUpOnACommand(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	data, err := json.Marshal(render("", desk().Say("", "when could legislation start?")))
	if err != nil {
		t.Fatal(err)
	}
	var shown map[string]any
	if err := json.Unmarshal(data, &shown); err != nil {
		t.Fatal(err)
	}
	own := map[string]any{"id": "77", "channel_id": "c1", "guild_id": "g1", "type": 20, "author": map[string]any{"id": discordtest.BotUser, "bot": true}, "components": shown["components"]}
	b.discord.Dispatch("MESSAGE_CREATE", own)
	b.silent()
	b.expect(b.ask(mention(b.id(), "who said that?")), `"Ian Dodge (`)
}

func TestCooldownOnMessages(t *testing.T) {
	b := newBench(t, nil)
	b.run()
	for range burst {
		b.expect(b.ask(direct(b.id(), "topics")), "I can answer")
	}
	b.expect(b.ask(direct(b.id(), "topics")), "a few seconds")
	b.discord.Dispatch("MESSAGE_CREATE", direct(b.id(), "topics"))
	b.silent() // told once
}
