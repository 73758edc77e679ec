package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/slackbot/slacktest"
)

// mention sends an event: somebody asks the bot in a channel, and waits for a
// message there.
func mention(t *testing.T, r *replica, n int) {
	t.Helper()
	ts := fmt.Sprintf("1700000000.%06d", n)
	body, err := json.Marshal(map[string]any{
		"type": "event_callback", "team_id": slacktest.Team, "event_id": fmt.Sprint("Ev", n),
		"event": map[string]any{"type": "app_mention", "user": "U1", "channel": "C1", "ts": ts, "text": "<@" + slacktest.BotUser + "> when could legislation start?"},
	})
	check(t, err)
	header := slackHTTP.sign(body, time.Now())
	header.Set("Content-Type", "application/json")
	if got := status(t, "POST", r.url+"/slack/events", body, header); got != http.StatusOK {
		t.Errorf("a mention: %d", got)
	}
}

// TestPlatformFails has Slack's API fail in every way while commands go on
// being answered, for those need no call; then mentions are answered again.
func TestPlatformFails(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]slacktest.Fault{
		"429":            {Status: 429, RetryAfter: 1},
		"500":            {Status: 500},
		"hangs":          {Hang: 2 * time.Second, Status: 504},
		"cut off":        {Cut: true},
		"internal error": {Code: "internal_error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSlack(t)
			r := serving(t, overHTTP(s)...)
			finish := meanwhile(t, newTarget(slackHTTP, r.url, questions(), patience), 20)
			s.Fail("chat.postMessage", fault, fault)
			mention(t, r, 1)
			mention(t, r, 2)
			if !s.Wait(startTime, func() bool { return len(s.Calls("chat.postMessage")) >= 2 }) {
				t.Fatal("nothing was posted")
			}
			s.Forget()
			mention(t, r, 3)
			if !s.Wait(startTime, func() bool { return strings.Contains(posted(s), "1700000000.000003") }) {
				t.Error("no reply once Slack is well again")
			}
			finish()
		})
	}
}

// posted is all that was posted.
func posted(s *slacktest.Slack) string {
	var all strings.Builder
	for _, c := range s.Calls("chat.postMessage") {
		all.Write(c.Args)
	}
	return all.String()
}

func overSocket(s *slacktest.Slack) []string {
	return []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_APP_TOKEN=" + slacktest.AppToken, "SLACK_API_URL=" + s.APIURL()}
}

// TestSlackSocketsDrop cuts every socket off each second; after that it is as
// if nothing had been.
func TestSlackSocketsDrop(t *testing.T) {
	t.Parallel()
	s := newSlack(t)
	r := serving(t, overSocket(s)...)
	for range either(4, 20) {
		sleepUntil(t.Context(), time.Now().Add(time.Second))
		s.Drop()
	}
	if !s.Wait(startTime, func() bool { return s.Connected() > 0 }) {
		t.Fatal("not connected again")
	}
	check(t, r.answers("/readyz", http.StatusOK))
	s.Forget()
	check(t, s.Send(map[string]any{
		"type": "slash_commands", "envelope_id": "E1", "accepts_response_payload": true,
		"payload": map[string]any{"command": "/nhslaw", "text": "when could legislation start?", "team_id": slacktest.Team, "response_url": s.ResponseURL("1")},
	}))
	if !s.Wait(startTime, func() bool { return len(s.Acks()) == 1 }) {
		t.Fatal("no acknowledgement")
	}
	check(t, full(http.StatusOK, s.Acks()[0].Payload))
	calm(t, r)
}

// calm fails the test if a process works, or logs, much more than its task needs.
func calm(t *testing.T, r *replica) {
	t.Helper()
	used, err := r.cpu()
	check(t, err)
	if used > 3*time.Second && !raced {
		t.Errorf("a busy loop? %v of processor time", used)
	}
	if lines := strings.Count(string(r.logged()), "\n"); lines > 200 {
		t.Errorf("%d lines of log", lines)
	}
}

// TestNoNames starts where the platform's name isn't known, and goes on
// trying, quietly, while commands over HTTP are answered.
func TestNoNames(t *testing.T) {
	t.Parallel()
	r := serve(t, "SLACK_BOT_TOKEN="+slacktest.BotToken, "SLACK_SIGNING_SECRET="+slacktest.SigningSecret, "SLACK_API_URL=http://slack.invalid/api/")
	check(t, r.answers("/healthz", http.StatusOK))
	finish := meanwhile(t, newTarget(slackHTTP, r.url, questions(), patience), 10)
	sleepUntil(t.Context(), time.Now().Add(3*time.Second))
	finish()
	if got := status(t, "GET", r.url+"/readyz", nil, nil); got != http.StatusServiceUnavailable {
		t.Errorf("ready: %d", got)
	}
	calm(t, r)
}

// TestPlatformComesUpLate starts before the platform answers.
func TestPlatformComesUpLate(t *testing.T) {
	t.Parallel()
	s := newSlack(t)
	fault := slacktest.Fault{Status: 503}
	s.Fail("auth.test", fault, fault)
	s.Fail("apps.connections.open", fault, fault)
	r := serving(t, overSocket(s)...)
	calm(t, r)
}

// TestDiscordGatewayDrops does so with Discord's gateway.
func TestDiscordGatewayDrops(t *testing.T) {
	t.Parallel()
	d := discordtest.New()
	defer d.Close()
	r := serving(t, "DISCORD_BOT_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL)
	for range either(4, 20) {
		sleepUntil(t.Context(), time.Now().Add(time.Second))
		d.Drop()
	}
	ctx, cancel := context.WithTimeout(t.Context(), startTime)
	defer cancel()
	for join := (discordtest.Join{}); !join.Resumed; {
		var err error
		join, err = d.NextJoin(ctx)
		check(t, err)
	}
	check(t, r.answers("/readyz", http.StatusOK))
	d.Dispatch("INTERACTION_CREATE", discordtest.Slash("7", "8", "9", "when could legislation start?"))
	for call := (discordtest.Call{}); !strings.HasSuffix(call.Path, "/callback"); {
		var err error
		call, err = d.NextCall(ctx)
		check(t, err)
		if strings.HasSuffix(call.Path, "/callback") {
			check(t, full(http.StatusOK, call.Body))
		}
	}
	calm(t, r)
}

// TestRevoked has a token revoked: its surface stops, with a clear line, and the
// others go on; where there is no other, the process ends with a fault.
func TestRevoked(t *testing.T) {
	t.Parallel()
	const line = `"msg":"surface stopped","surface":"slack"`
	s := newSlack(t)
	r := serving(t, overHTTP(s)...)
	finish := meanwhile(t, newTarget(discordHTTP, r.url, questions(), patience), 20)
	s.Revoke(slacktest.BotToken)
	mention(t, r, 1)
	check(t, r.logs(line))
	check(t, r.answers("/readyz", http.StatusServiceUnavailable))
	finish()

	r = serve(t, slackOverHTTP(s)...)
	check(t, r.logs(line))
	<-r.ended
	if code := r.cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("ends with %d", code)
	}
}

// TestDoctor finds what is wrong: the clock, the token, the address in use.
func TestDoctor(t *testing.T) {
	t.Parallel()
	s := newSlack(t)
	var off atomic.Int64 // of the platform's clock, a time.Duration
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(time.Duration(off.Load())).UTC().Format(http.TimeFormat))
		http.Redirect(w, r, s.APIURL()+strings.TrimPrefix(r.URL.Path, "/"), http.StatusTemporaryRedirect)
	}))
	defer late.Close()
	d := discordtest.New()
	defer d.Close()
	env := append(slackOverHTTP(s), "SLACK_API_URL="+late.URL+"/", "DISCORD_BOT_TOKEN="+discordtest.Token, "DISCORD_API_URL="+d.URL)
	for _, tt := range []struct {
		name  string
		first []string // a command
		off   time.Duration
		env   []string
		says  string
		code  int
	}{
		{"the commands aren't registered", nil, 0, nil, "FAULT  discord, commands", 1},
		{"all is well", []string{"discord", "register"}, 0, nil, "ok     slack, clock", 0},
		{"the clock is late", nil, 10 * time.Minute, nil, "FAULT  slack, clock: this machine's is off by -", 1},
		{"the clock is early", nil, -10 * time.Minute, nil, "FAULT  slack, clock: this machine's is off by 10m", 1},
		{"no such address", nil, 0, []string{"NHSLAW_LISTEN=nowhere"}, "FAULT  address: NHSLAW_LISTEN is no address", 1},
	} {
		off.Store(int64(tt.off))
		if tt.first != nil {
			cmd := exec.Command(bin, tt.first...)
			cmd.Env = env
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v: %v:\n%s", tt.first, err, out)
			}
		}
		cmd := exec.Command(bin, "doctor")
		cmd.Env = append(append([]string{"NHSLAW_LISTEN=127.0.0.1:0"}, env...), tt.env...)
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != tt.code || !strings.Contains(string(out), tt.says) {
			t.Errorf("%s: exit code %d:\n%s", tt.name, code, out)
		}
		for _, secret := range secrets {
			if strings.Contains(string(out), secret) {
				t.Errorf("%s: it tells a secret:\n%s", tt.name, out)
			}
		}
	}
}
