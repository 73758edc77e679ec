package transcript_test

import (
	"reflect"
	"strings"
	"testing"

	"nhslaw/bot/transcript"
)

const recording = `A command gets its answer.
-- in POST /slack/commands --
Content-Type: application/x-www-form-urlencoded

command=%2Fnhslaw
text=when%3F
-- out 200 --
{
  "text": "spring 2019"
}
-- in socket --
{
  "type": "hello"
}
-- out POST /api/auth.test --
Authorization: (the token)
`

func TestWire(t *testing.T) {
	w, err := transcript.ParseWire([]byte(recording))
	if err != nil || string(w.Format()) != recording {
		t.Fatalf("written back as %s, %v", w.Format(), err)
	}
	if got := string(w.Frames[0].Sent()); got != "command=%2Fnhslaw&text=when%3F" {
		t.Errorf("form sent as %q", got)
	}
	if got := string(w.Frames[1].Sent()); got != `{"text":"spring 2019"}` {
		t.Errorf("JSON sent as %q", got)
	}
	var sent []string
	now, err := w.Replay(func(in transcript.Frame) ([]transcript.Frame, error) {
		sent = append(sent, in.What)
		return []transcript.Frame{{Out: true, What: "200", Body: transcript.Body("application/json", []byte(`{"ok":true}`))}}, nil
	})
	if want := []string{"POST /slack/commands", "socket"}; err != nil || !reflect.DeepEqual(sent, want) {
		t.Errorf("sent %q, %v; want %q", sent, err, want)
	}
	if got := now.Frames[1].Body; len(now.Frames) != 4 || got != "{\n  \"ok\": true\n}" {
		t.Errorf("came out as %v", now.Frames)
	}
	if _, err := transcript.ParseWire([]byte("-- in --\nx\n")); err == nil || !strings.Contains(err.Error(), "section 1") {
		t.Errorf("got %v for a section that is none", err)
	}
}
