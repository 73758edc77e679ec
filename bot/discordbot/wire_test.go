package discordbot

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"nhslaw/bot"
	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/transcript"
	"nhslaw/bot/transcript/transcripttest"
	"nhslaw/corpus"
)

// What the tests of the wire and of rendering go by.
const (
	recordings    = "../transcript/testdata/discord/*.txt"
	conversations = "../transcript/testdata/*.txt"
)

// TestWire replays the recordings of the wire: signed requests over HTTP,
// events over a real WebSocket, and the calls and responses that come of them.
func TestWire(t *testing.T) {
	transcripttest.ReplayWires(t, recordings, func(t *testing.T, _ string, w transcript.Wire) (transcript.Wire, error) {
		t.Parallel()
		b := newBench(t, nil)
		b.clerk.Desk = bot.NewDesk(corpus.Embedded()) // that knows no thread yet
		b.run()
		b.eventually("registered", func() bool { return strings.Contains(b.log.String(), "registered") })
		for len(b.discord.Calls) > 0 { // about the commands
			<-b.discord.Calls
		}
		return w.Replay(b.frame)
	})
}

// frame sends one frame of a recording and returns what comes of it.
func (b *bench) frame(in transcript.Frame) ([]transcript.Frame, error) {
	if in.What == "gateway" {
		var e struct {
			Type string          `json:"t"`
			Data json.RawMessage `json:"d"`
		}
		if err := json.Unmarshal(in.Sent(), &e); err != nil {
			return nil, err
		}
		b.discord.Dispatch(e.Type, e.Data)
		var out []transcript.Frame
		for _, c := range b.settled() {
			f := transcript.Frame{Out: true, What: c.Method + " " + c.Path}
			if c.Authorized {
				f.Headers = append(f.Headers, "Authorization: (the token)")
			}
			if len(c.Body) > 0 {
				f.Headers, f.Body = append(f.Headers, "Content-Type: application/json"), transcript.Body("application/json", c.Body)
			}
			out = append(out, f)
		}
		return out, nil
	}
	header := http.Header{}
	for _, h := range in.Headers {
		name, value, _ := strings.Cut(h, ": ")
		header.Set(name, value)
	}
	if header.Get("X-Signature-Ed25519") == "(signed)" {
		seconds, err := strconv.ParseInt(header.Get("X-Signature-Timestamp"), 10, 64)
		if err != nil {
			return nil, err
		}
		header = discordtest.Sign(in.Sent(), time.Unix(seconds, 0))
	}
	w := b.postSigned(in.Sent(), header)
	f := transcript.Frame{Out: true, What: strconv.Itoa(w.Code), Headers: []string{"Content-Type: " + w.Header().Get("Content-Type")}}
	f.Body = transcript.Body(w.Header().Get("Content-Type"), []byte(strings.TrimSpace(w.Body.String())))
	return []transcript.Frame{f}, nil
}

// settled returns the calls that came of what was dispatched. A question sent
// after it tells when it has been seen to.
func (b *bench) settled() (calls []discordtest.Call) {
	b.t.Helper()
	marker := b.id()
	b.discord.Dispatch("INTERACTION_CREATE", discordtest.Slash(marker, marker, marker, "topics"))
	for marked := false; !marked || len(b.discord.Calls) > 0; {
		c := <-b.discord.Calls
		if strings.Contains(c.Path, marker) {
			marked = true
			b.idle()
			continue
		}
		calls = append(calls, c)
	}
	return calls
}

// TestNoSecretsOnTheWire looks for what must never stand in a recording.
func TestNoSecretsOnTheWire(t *testing.T) {
	transcripttest.HoldNo(t, recordings, discordtest.Token, "Bot ", "Bearer ")
}
