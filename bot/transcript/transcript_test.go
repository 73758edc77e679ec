package transcript_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"nhslaw/bot"
	"nhslaw/bot/terminal"
	"nhslaw/bot/transcript"
	"nhslaw/bot/transcript/transcripttest"
	"nhslaw/corpus"
)

var desk = sync.OnceValue(func() *bot.Desk { return bot.NewDesk(corpus.Embedded()) })

// library are the recorded conversations.
const library = "testdata/*.txt"

// TestLibrary replays every recorded conversation.
func TestLibrary(t *testing.T) {
	transcripttest.Replay(t, library, func(t *testing.T, file string, recorded []byte) ([]byte, error) {
		script, err := transcript.Parse(recorded)
		if err != nil {
			return nil, err
		}
		now, err := script.Replay(map[string]transcript.Session{"terminal": terminal.Session{Desk: desk(), Thread: file}})
		return now.Format(), err
	})
}

// TestNoSecrets looks for what must never stand in a recording.
func TestNoSecrets(t *testing.T) {
	transcripttest.HoldNo(t, library, "xoxb-", "xapp-", "xoxp-", "Bot ", "Bearer ", "hooks.slack.com")
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ name, text, fault string }{
		{"shown before anything is said", "-- terminal --\nhello\n", "stands before anything is said"},
		{"shown twice", "-- say --\nhi\n-- slack --\na\n-- slack --\nb\n", "shown twice in turn 1"},
		{"in order", "About.\n-- say --\nhi\n-- slack --\na\n-- terminal --\nb\n-- say --\nbye\n", ""},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := transcript.Parse([]byte(tt.text))
			if tt.fault != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fault) {
					t.Errorf("got %v, want %q", err, tt.fault)
				}
				return
			}
			if err != nil || string(got.Format()) != tt.text {
				t.Errorf("written back as %q, %v", got.Format(), err)
			}
		})
	}
}

type echo string

func (e echo) Say(text string) (string, error) { return string(e) + text, nil }

func TestReplay(t *testing.T) {
	script := transcript.Transcript{Turns: []transcript.Turn{{Say: "hi", Shown: []transcript.Shown{{"slack", "kept"}, {"terminal", "old"}}}, {Say: "bye"}}}
	got, err := script.Replay(map[string]transcript.Session{"terminal": echo("you said "), "discord": echo("?")})
	want := []transcript.Turn{
		{Say: "hi", Shown: []transcript.Shown{{"slack", "kept"}, {"terminal", "you said hi"}}},
		{Say: "bye", Shown: []transcript.Shown{{"terminal", "you said bye"}}},
	}
	if err != nil || !reflect.DeepEqual(got.Turns, want) {
		t.Errorf("got %v, %v; want %v", got.Turns, err, want)
	}
}

// FuzzFormat proves that whatever is said and shown can be written and read back.
func FuzzFormat(f *testing.F) {
	f.Add("hi", "hello")
	f.Add("-- say --\n-- x --", "\\-- y --\n\\\\-- z --")
	f.Fuzz(func(t *testing.T, say, shown string) {
		// Line ends belong to the file, not to what is said.
		say, shown = strings.Trim(strings.ReplaceAll(say, "\r", ""), "\n"), strings.Trim(strings.ReplaceAll(shown, "\r", ""), "\n")
		want := transcript.Transcript{Turns: []transcript.Turn{{Say: say, Shown: []transcript.Shown{{"terminal", shown}}}}}
		got, err := transcript.Parse(want.Format())
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q and %q come back as %v, %v", say, shown, got, err)
		}
	})
}
