package slackbot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"nhslaw/bot/slackbot/slacktest"
	"nhslaw/bot/transcript"
	"nhslaw/bot/transcript/transcripttest"
)

// What goes over the wire in Slack, and the conversation's own transcripts.
const (
	recordings    = "../transcript/testdata/slack/*.txt"
	conversations = "../transcript/testdata/*.txt"
)

// TestWire replays every recording against a bot of its own that has both ways
// in. A signed request in a recording has the true signature of its body.
func TestWire(t *testing.T) {
	transcripttest.ReplayWires(t, recordings, func(t *testing.T, file string, w transcript.Wire) (transcript.Wire, error) {
		t.Parallel()
		b := newBench(t, func(cfg *Config) {
			cfg.AppToken = slacktest.AppToken
			cfg.FollowThreads = strings.Contains(file, "follow-threads")
		}).run()
		b.slack.Forget()
		return w.Replay(b.replay)
	})
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
	transcripttest.HoldNo(t, recordings, "xoxb", "xapp", "xoxp", "Bearer", "hooks.slack.com", slacktest.SigningSecret, `"token"`, "token=")
}
