package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/bot/slackbot/slacktest"
)

// TestServeSlack runs the program as an operator does, with both ways in, and
// drives it as Slack does.
func TestServeSlack(t *testing.T) {
	slack := slacktest.New()
	defer slack.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	env := map[string]string{
		"SLACK_BOT_TOKEN": slacktest.BotToken, "SLACK_APP_TOKEN": slacktest.AppToken, "SLACK_SIGNING_SECRET": slacktest.SigningSecret,
		"SLACK_API_URL": slack.APIURL(), "NHSLAW_LISTEN": address,
	}
	ctx, stop := context.WithCancel(context.Background())
	var log bytes.Buffer
	var served sync.WaitGroup
	served.Go(func() {
		if code := run(ctx, []string{"serve"}, func(name string) string { return env[name] }, strings.NewReader(""), io.Discard, &log); code != exitOK {
			t.Errorf("exit code %d", code)
		}
	})
	defer func() {
		stop()
		served.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	}()
	ready := func() bool {
		resp, err := http.Get("http://" + address + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	}
	for began := time.Now(); !slack.Wait(20*time.Millisecond, ready); {
		if time.Since(began) > 20*time.Second {
			t.Fatal("never ready")
		}
	}

	body := []byte("command=%2Fnhslaw&text=when+could+legislation+start%3F")
	r, err := http.NewRequest("POST", "http://"+address+"/slack/commands", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	slacktest.Sign(r, body, time.Now())
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(got), "before April 2022") {
		t.Errorf("over HTTP: %s, %v", got, err)
	}

	if err := slack.Send(map[string]any{"envelope_id": "e1", "type": "slash_commands", "accepts_response_payload": true, "payload": map[string]any{"command": "/nhslaw", "text": "when could legislation start?"}}); err != nil {
		t.Fatal(err)
	}
	if !slack.Wait(10*time.Second, func() bool { return len(slack.Acks()) == 1 }) || !strings.Contains(string(slack.Acks()[0].Payload), "before April 2022") {
		t.Errorf("over Socket Mode: %s", slack.Acks())
	}
}

func TestSlackSettings(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN"},
		{map[string]string{"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN"},
		{map[string]string{"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_FOLLOW_THREADS": "true"}, "SLACK_FOLLOW_THREADS"},
	} {
		var errs bytes.Buffer
		code := run(context.Background(), []string{"serve"}, func(name string) string { return tt.env[name] }, strings.NewReader(""), io.Discard, &errs)
		if last := errs.String(); code != exitFault || !strings.Contains(last, tt.want) {
			t.Errorf("%v: %d, %s", tt.env, code, last)
		}
	}
}

func TestSlackManifest(t *testing.T) {
	for args, want := range map[string]string{
		"slack manifest":                                `"socket_mode_enabled": true`,
		"slack manifest --socket":                       `"socket_mode_enabled": true`,
		"slack manifest --url https://nhslaw.test":      `"request_url": "https://nhslaw.test/slack/events"`,
		"slack manifest --follow-threads":               `"message.channels"`,
		"slack manifest --url http://nhslaw.test":       "",
		"slack manifest --socket --url https://x.test/": "",
	} {
		var out bytes.Buffer
		code := run(context.Background(), strings.Fields(args), func(string) string { return "" }, strings.NewReader(""), &out, io.Discard)
		if want == "" && code != exitUsage || want != "" && (code != exitOK || !strings.Contains(out.String(), want)) {
			t.Errorf("%s: %d, %s", args, code, out.String())
		}
	}
}
