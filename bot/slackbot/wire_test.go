package slackbot

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nhslaw/bot/slackbot/slacktest"
	"nhslaw/bot/transcript"
)

var update = flag.Bool("update", false, "write the recordings anew")

// recordings are what goes over the wire in Slack, beside the conversation's own transcripts.
func recordings(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../transcript/testdata/slack/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recordings: %v", err)
	}
	return files
}

// TestWire replays every recording against a bot of its own that has both ways
// in. A signed request in a recording has the true signature of its body.
func TestWire(t *testing.T) {
	for _, file := range recordings(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			recorded, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			wire, err := transcript.ParseWire(recorded)
			if err != nil {
				t.Fatal(err)
			}
			b := newBench(t, func(cfg *Config) {
				cfg.AppToken = slacktest.AppToken
				cfg.FollowThreads = strings.Contains(file, "follow-threads")
			}).run()
			b.slack.Forget()
			now, err := wire.Replay(b.replay)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(file, now.Format(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := transcript.Diff(file, recorded, now.Format()); diff != "" {
				t.Errorf("%s\nIf that is as it should be: go test ./bot/slackbot -update", diff)
			}
		})
	}
}

// replay sends a frame as Slack does, and returns the acknowledgement and then
// the calls that the bot made.
func (b *bench) replay(in transcript.Frame) ([]transcript.Frame, error) {
	var out []transcript.Frame
	if in.What == "socket" {
		ack, err := b.envelopeAck(in.Sent())
		if err != nil {
			return nil, err
		}
		out = append(out, transcript.Frame{Out: true, What: "socket", Body: readable(ack)})
	} else {
		w := b.request(in)
		f := transcript.Frame{Out: true, What: fmt.Sprint(w.Code), Body: strings.TrimRight(w.Body.String(), "\n")}
		for _, name := range []string{"Content-Type", "X-Slack-No-Retry"} {
			if v := w.Header().Get(name); v != "" {
				f.Headers = append(f.Headers, name+": "+v)
			}
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			f.Body = readable(w.Body.Bytes())
		}
		out = append(out, f)
	}
	b.idle()
	for _, c := range b.slack.Calls() {
		out = append(out, transcript.Frame{Out: true, What: c.Method, Body: readable(c.Args)})
	}
	b.slack.Forget()
	return out, nil
}

// request sends a frame over HTTP, with the headers that it has.
func (b *bench) request(in transcript.Frame) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(in.What, " ")
	r := httptest.NewRequest(method, path, bytes.NewReader(in.Sent()))
	for _, h := range in.Headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w
}

// envelopeAck sends an envelope over the socket and returns its acknowledgement.
func (b *bench) envelopeAck(envelope []byte) ([]byte, error) {
	var e struct {
		ID string `json:"envelope_id"`
	}
	if err := json.Unmarshal(envelope, &e); err != nil {
		return nil, err
	}
	if err := b.slack.Send(string(envelope)); err != nil {
		return nil, err
	}
	var got []byte
	b.waitFor("acknowledgement of "+e.ID, func() bool {
		for _, a := range b.slack.Acks() {
			if a.EnvelopeID == e.ID {
				got, _ = json.Marshal(a)
			}
		}
		return got != nil
	})
	return got, nil
}

// readable is JSON for people to read.
func readable(b []byte) string {
	return unescapeHTML.Replace(transcript.Body("application/json", b))
}

func TestNoSecretsInRecordings(t *testing.T) {
	for _, file := range recordings(t) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"xoxb", "xapp", "xoxp", "Bearer", "hooks.slack.com", slacktest.SigningSecret, `"token"`, "token="} {
			if strings.Contains(string(b), secret) {
				t.Errorf("%s holds %q", file, secret)
			}
		}
	}
}
