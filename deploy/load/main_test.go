package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/slackbot/slacktest"
)

// long says whether the tests take their time; CI takes the short form.
var long = os.Getenv(longEnv) != ""

// either returns the one in the short form and the other in the long.
func either[T any](short, longer T) T {
	if long {
		return longer
	}
	return short
}

// patience of the tests is more than the platforms': they prove that nothing is
// lost, on a machine that has other things to do. The command measures time.
const patience = 20 * time.Second

var (
	bin string // the program under test
	dir string // its logs
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	if os.Getenv(bareEnv) != "" {
		fmt.Fprintln(os.Stderr, bare(os.Getenv("NHSLAW_LISTEN")))
		return 1
	}
	flag.Parse()
	flag.Set("test.parallel", "8") // they wait more than they work
	var err error
	if dir, err = os.MkdirTemp("", "load"); err == nil {
		defer os.RemoveAll(dir)
		bin, err = build(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if leaked := leaks(); leaked != nil {
		fmt.Fprintln(os.Stderr, leaked)
		return 1
	}
	return code
}

// leaks looks in the logs of everything that ran for the secrets and questions
// that went in.
func leaks() error {
	logs, err := filepath.Glob(filepath.Join(dir, "log*"))
	if err != nil {
		return err
	}
	private := append(questions(), secrets...)
	for _, file := range logs {
		log, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, text := range private {
			for _, form := range []string{text, url.QueryEscape(text)} {
				if bytes.Contains(log, []byte(form)) {
					return fmt.Errorf("%q stands in a log", text)
				}
			}
		}
		if bytes.Contains(log, []byte("DATA RACE")) {
			return fmt.Errorf("a data race:\n%s", log)
		}
	}
	return nil
}

// secrets are those that any test uses.
var secrets = []string{slacktest.BotToken, slacktest.AppToken, slacktest.SigningSecret, discordtest.Token}

// serve starts the program; it is gone at the end of the test, at the latest.
func serve(t *testing.T, env ...string) *replica {
	t.Helper()
	r, err := start(dir, bin, []string{"serve"}, env...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r.end(syscall.SIGKILL)
		if t.Failed() {
			t.Logf("its log:\n%s", tail(r.logged()))
		}
	})
	return r
}

// serving is serve, and ready.
func serving(t *testing.T, env ...string) *replica {
	t.Helper()
	r := serve(t, env...)
	check(t, r.answers("/readyz", http.StatusOK))
	return r
}

func newSlack(t *testing.T) *slacktest.Slack {
	s := slacktest.New()
	t.Cleanup(s.Close)
	return s
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// meanwhile sends steadily until the test calls what it returns, which fails
// the test if anything got no full answer.
func meanwhile(t *testing.T, x target, rate int) (finish func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan *outcome)
	go func() { done <- x.steady(ctx, rate, time.Hour) }()
	return func() {
		t.Helper()
		cancel()
		o := <-done
		t.Log(o)
		if o.failures() > 0 || len(o.took) == 0 {
			t.Errorf("under load: %v", o)
		}
	}
}

// status sends a request and returns the status of the response.
func status(t *testing.T, method, url string, body []byte, header http.Header) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	check(t, err)
	for k, v := range header {
		req.Header[k] = v
	}
	resp, err := newClient(patience).Do(req)
	check(t, err)
	resp.Body.Close()
	return resp.StatusCode
}

// without skips a test where a program is missing, but not in CI.
func without(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, errNoNginx) && os.Getenv("CI") == "" {
		t.Skip(err, "(apt-get install nginx)")
	}
	check(t, err)
}
