package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/surface/surfacetest"
)

// logged waits for a log line with a message and returns it.
func logged(t *testing.T, l *surfacetest.Log, message string) map[string]any {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		for line := range strings.Lines(l.String()) {
			var fields map[string]any
			if json.Unmarshal([]byte(line), &fields) == nil && fields["msg"] == message {
				return fields
			}
		}
	}
	t.Fatalf("%q was not logged: %s", message, l)
	return nil
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// TestServeDiscord runs the whole program at a stand-in for Discord, with both
// ways in.
func TestServeDiscord(t *testing.T) {
	d := discordtest.New()
	defer d.Close()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var log surfacetest.Log
	env := environment("DISCORD_BOT_TOKEN", discordtest.Token, "DISCORD_PUBLIC_KEY", discordtest.PublicKey(), "DISCORD_API_URL", d.URL, "NHSLAW_LISTEN", "127.0.0.1:0")
	code := make(chan int, 1)
	go func() { code <- run(ctx, []string{"serve"}, env, strings.NewReader(""), io.Discard, &log) }()
	logged(t, &log, "connected to Discord")
	logged(t, &log, "the commands are registered anew")
	const question = "when could legislation start?"
	next := func() discordtest.Call {
		t.Helper()
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		c, err := d.NextCall(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := next(); c.Method != http.MethodPut || c.Path != "/applications/"+discordtest.Application+"/commands" {
		t.Errorf("got %s %s", c.Method, c.Path)
	}
	d.Dispatch("INTERACTION_CREATE", discordtest.Slash("1", "u", "c", question))
	if c := next(); c.Path != "/interactions/1/token-of-1/callback" || !strings.Contains(string(c.Body), "April 2022") {
		t.Errorf("got %s %s", c.Path, c.Body)
	}
	base := "http://" + logged(t, &log, "listening")["address"].(string)
	body, err := json.Marshal(discordtest.Slash("2", "u", "c", question))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequest("POST", base+"/discord/interactions", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = discordtest.Sign(body, time.Now())
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if answer, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(answer), "April 2022") {
		t.Errorf("got %d %s, %v", resp.StatusCode, answer, err)
	}
	ready, err := http.Get(base + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	ready.Body.Close()
	if ready.StatusCode != 200 {
		t.Errorf("not ready: %d", ready.StatusCode)
	}
	stop()
	if got := <-code; got != exitOK {
		t.Errorf("exit code %d: %s", got, &log)
	}
	for _, secret := range []string{question, discordtest.Token, "token-of-"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, &log)
		}
	}
}

func TestDiscordSettings(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  []string
		want string // of the error; "" leaves Discord off
	}{
		{"none", nil, ""},
		{"the address alone", []string{"DISCORD_API_URL", "http://localhost/"}, ""},
		{"an id alone", []string{"DISCORD_APPLICATION_ID", "1"}, "DISCORD_BOT_TOKEN"},
		{"private, perhaps", []string{"DISCORD_BOT_TOKEN", "a.b.c", "DISCORD_PRIVATE", "perhaps"}, "DISCORD_PRIVATE"},
	} {
		s, err := discordSurface(environment(tt.env...), nil)
		if s != nil || (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, %v", tt.name, s, err)
		}
	}
}

func TestDiscordRegister(t *testing.T) {
	d := discordtest.New()
	defer d.Close()
	env := environment("DISCORD_BOT_TOKEN", discordtest.Token, "DISCORD_API_URL", d.URL)
	for _, step := range []struct {
		args []string
		want string
	}{
		{[]string{"--dry-run"}, "would be registered"}, {nil, "are registered."}, {nil, "registered already"}, {[]string{"--guild", "42"}, "are registered."},
	} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), append([]string{"discord", "register"}, step.args...), env, nil, &out, &errs); code != exitOK || !strings.Contains(out.String(), step.want) {
			t.Errorf("%q: %d %s %s", step.args, code, &out, &errs)
		}
	}
	var errs bytes.Buffer
	if code := run(t.Context(), []string{"discord", "register", "--guild", "my server"}, env, nil, io.Discard, &errs); code != exitFault || !strings.Contains(errs.String(), "--guild") {
		t.Errorf("%d %s", code, &errs)
	}
}

func TestDoctorAtDiscord(t *testing.T) {
	d := discordtest.New()
	defer d.Close()
	examine := func(pairs ...string) string {
		var out bytes.Buffer
		env := append([]string{"DISCORD_BOT_TOKEN", discordtest.Token, "DISCORD_API_URL", d.URL, "NHSLAW_LISTEN", "127.0.0.1:0"}, pairs...)
		run(t.Context(), []string{"doctor"}, environment(env...), nil, &out, io.Discard)
		return out.String()
	}
	for _, tt := range []struct {
		env  []string
		want string
	}{
		{nil, "FAULT  discord, commands: they are not registered"},
		{nil, "ok     discord, bot token: application nhslaw"},
		{[]string{"DISCORD_PUBLIC_KEY", discordtest.PublicKey()}, "ok     discord, public key"},
		{[]string{"DISCORD_PUBLIC_KEY", strings.Repeat("00", 32)}, "FAULT  discord, public key"},
		{[]string{"DISCORD_APPLICATION_ID", "7"}, "FAULT  discord, application"},
	} {
		if got := examine(tt.env...); !strings.Contains(got, tt.want) {
			t.Errorf("%q: got\n%s, want %q", tt.env, got, tt.want)
		}
	}
	if got := examine("NHSLAW_X", ""); !strings.Contains(got, "sessions left") {
		t.Errorf("nothing on the gateway:\n%s", got)
	}
}
