package main

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"nhslaw/bot/slackbot/slacktest"
)

// TestWrongSettings: each stops the start, with one line that names the setting.
func TestWrongSettings(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer taken.Close()
	broken := t.TempDir()
	check(t, os.WriteFile(filepath.Join(broken, "sources.yaml"), []byte("- {id: x, colour: red}\n"), 0o644))
	slack := []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_SIGNING_SECRET=" + slacktest.SigningSecret, "SLACK_API_URL=http://127.0.0.1:9/api/", "NHSLAW_LISTEN=127.0.0.1:0"}
	for _, tt := range []struct {
		name, says string
		env        []string
	}{
		{"nothing set", "nothing to serve: for slack set SLACK_BOT_TOKEN", nil},
		{"bot token where the app token belongs", "SLACK_APP_TOKEN", []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_APP_TOKEN=" + slacktest.BotToken}},
		{"app token where the bot token belongs", "SLACK_BOT_TOKEN", []string{"SLACK_BOT_TOKEN=" + slacktest.AppToken, "SLACK_APP_TOKEN=" + slacktest.AppToken}},
		{"no way in", "SLACK_SIGNING_SECRET", []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken}},
		{"no token", "SLACK_BOT_TOKEN", []string{"SLACK_SIGNING_SECRET=" + slacktest.SigningSecret}},
		{"unreadable file", "SLACK_BOT_TOKEN_FILE", []string{"SLACK_BOT_TOKEN_FILE=/nonexistent"}},
		{"secret in place of its file", "SLACK_BOT_TOKEN_FILE", []string{"SLACK_BOT_TOKEN_FILE=" + slacktest.BotToken}},
		{"twice", "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE", append([]string{"SLACK_BOT_TOKEN_FILE=/nonexistent"}, slack...)},
		{"no such level", "NHSLAW_LOG", append([]string{"NHSLAW_LOG=loud"}, slack...)},
		{"neither yes nor no", "NHSLAW_LOG_QUESTIONS", append([]string{"NHSLAW_LOG_QUESTIONS=perhaps"}, slack...)},
		{"no address", "NHSLAW_LISTEN", append(slack[:3:3], "NHSLAW_LISTEN=somewhere")},
		{"another machine's address", "NHSLAW_LISTEN", append(slack[:3:3], "NHSLAW_LISTEN=192.0.2.1:80")},
		{"port in use", "NHSLAW_LISTEN: another program has", append(slack[:3:3], "NHSLAW_LISTEN="+taken.Addr().String())},
		{"no corpus", "NHSLAW_CORPUS", append([]string{"NHSLAW_CORPUS=/nonexistent"}, slack...)},
		{"broken corpus", "NHSLAW_CORPUS", append([]string{"NHSLAW_CORPUS=" + broken}, slack...)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd := exec.Command(bin, "serve")
			cmd.Env = tt.env
			out, _ := cmd.CombinedOutput()
			var lines []string // but those of surfaces that are off
			for line := range strings.Lines(string(out)) {
				if !strings.Contains(line, `"msg":"surface off"`) && !strings.HasPrefix(line, "Try: ") {
					lines = append(lines, line)
				}
			}
			if len(lines) != 1 || !strings.Contains(lines[0], tt.says) || cmd.ProcessState.ExitCode() == 0 {
				t.Errorf("ends with %d and says:\n%s", cmd.ProcessState.ExitCode(), out)
			}
			for _, secret := range secrets {
				if strings.Contains(string(out), secret) {
					t.Errorf("tells a secret:\n%s", out)
				}
			}
		})
	}
}

// TestCorpusChanges replaces the corpus under a running server, by a good and
// by a faulty one, while it answers.
func TestCorpusChanges(t *testing.T) {
	t.Parallel()
	own := t.TempDir()
	check(t, os.CopyFS(own, os.DirFS("../../corpus/data")))
	r := serving(t, append(overHTTP(newSlack(t)), "NHSLAW_CORPUS="+own)...)
	finish := meanwhile(t, newTarget(slackHTTP, r.url, questions(), patience), 20)
	topics := filepath.Join(own, "topics.yaml")
	good, err := os.ReadFile(topics)
	check(t, err)

	check(t, os.WriteFile(topics, append(good, "- {id: new, name: A new topic}\n"...), 0o644))
	check(t, r.logs("corpus replaced"))
	check(t, os.WriteFile(topics, append(good, "- {id: new, nome: A faulty topic}\n"...), 0o644))
	check(t, r.logs("corpus faulty, the old one stays"))
	check(t, r.cmd.Process.Signal(syscall.SIGHUP)) // even so
	check(t, r.await("not reported again", func() bool { return metric(r, "nhslaw_corpus_reloads_total", "faulty") == 2 }))
	check(t, os.WriteFile(topics, good, 0o644))
	check(t, r.await("not mended", func() bool { return metric(r, "nhslaw_corpus_reloads_total", "loaded") == 2 }))
	finish()
	if got := status(t, "GET", r.url+"/readyz", nil, nil); got != http.StatusOK {
		t.Errorf("not ready: %d", got)
	}
}
