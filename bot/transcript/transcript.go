// Package transcript holds recorded conversations: text files that people
// write and review by hand, and that are replayed to see whether a bot still
// says the same.
//
// A transcript is a txtar archive. The comment at its top tells what it shows.
// Then each turn is a section "say", what somebody says, followed by a section
// for each surface that is recorded, with what it shows then:
//
//	A follow-up names the speaker.
//	-- say --
//	when could legislation start?
//	-- terminal --
//	Ian Dodge of NHS England said …
//	-- say --
//	who said that?
//	-- terminal --
//	…
//
// Lines that txtar would take for the head of a section, or that begin with a
// backslash before one, stand behind a backslash.
package transcript

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/tools/txtar"
)

// say is the name of the sections with what somebody says.
const say = "say"

// A Transcript is a conversation, turn by turn.
type Transcript struct {
	About string // what it shows, for the reader
	Turns []Turn
}

// A Turn is what is said, and what each surface shows in reply.
type Turn struct {
	Say   string
	Shown []Shown
}

// Shown is what one surface shows.
type Shown struct{ Surface, Text string }

// A Session is one conversation on one surface: what is said goes in, what the
// surface shows comes out. Each transcript is replayed in a session of its own.
type Session interface {
	Say(text string) (shown string, err error)
}

// Parse reads a transcript; an error says which section is out of place.
func Parse(data []byte) (Transcript, error) {
	a := txtar.Parse(data)
	t := Transcript{About: strings.TrimSpace(string(a.Comment))}
	for i, f := range a.Files {
		text := unescape(strings.TrimSuffix(string(f.Data), "\n"))
		switch {
		case f.Name == say:
			t.Turns = append(t.Turns, Turn{Say: text})
		case len(t.Turns) == 0:
			return t, fmt.Errorf("section %d, %q, stands before anything is said", i+1, f.Name)
		default:
			turn := &t.Turns[len(t.Turns)-1]
			if slices.ContainsFunc(turn.Shown, func(s Shown) bool { return s.Surface == f.Name }) {
				return t, fmt.Errorf("section %d: %q is shown twice in turn %d", i+1, f.Name, len(t.Turns))
			}
			turn.Shown = append(turn.Shown, Shown{f.Name, text})
		}
	}
	return t, nil
}

// Format writes what Parse reads.
func (t Transcript) Format() []byte {
	var a txtar.Archive
	if t.About != "" {
		a.Comment = []byte(t.About + "\n")
	}
	section := func(name, text string) {
		a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(escape(text) + "\n")})
	}
	for _, turn := range t.Turns {
		section(say, turn.Say)
		for _, s := range turn.Shown {
			section(s.Surface, s.Text)
		}
	}
	return txtar.Format(&a)
}

// heads are lines that txtar takes for heads of sections, and those that the
// escape makes of them.
var heads = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^(\\*-- )`) })

func escape(text string) string { return heads().ReplaceAllString(text, `\$1`) }

var escaped = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?m)^\\(\\*-- )`) })

func unescape(text string) string { return escaped().ReplaceAllString(text, "$1") }

// Replay says everything anew, to each surface for which there is a session,
// and returns the transcript as it is then. A turn without any surface gets
// all of them: that is how a transcript is written by hand.
func (t Transcript) Replay(sessions map[string]Session) (Transcript, error) {
	now := Transcript{About: t.About}
	surfaces := t.surfaces(sessions)
	for n, turn := range t.Turns {
		next := Turn{Say: turn.Say}
		for _, s := range turn.Shown {
			if sessions[s.Surface] == nil { // another program's to replay
				next.Shown = append(next.Shown, s)
			}
		}
		for _, surface := range surfaces {
			shown, err := sessions[surface].Say(turn.Say)
			if err != nil {
				return now, fmt.Errorf("turn %d on %s: %w", n+1, surface, err)
			}
			next.Shown = append(next.Shown, Shown{surface, strings.TrimRight(shown, "\n")})
		}
		slices.SortStableFunc(next.Shown, func(a, b Shown) int { return strings.Compare(a.Surface, b.Surface) })
		now.Turns = append(now.Turns, next)
	}
	return now, nil
}

// surfaces returns, in order, those to replay: the recorded ones that there is
// a session for, or all if none is recorded at all.
func (t Transcript) surfaces(sessions map[string]Session) []string {
	var recorded, all []string
	for s := range sessions {
		all = append(all, s)
		if slices.ContainsFunc(t.Turns, func(turn Turn) bool {
			return slices.ContainsFunc(turn.Shown, func(shown Shown) bool { return shown.Surface == s })
		}) {
			recorded = append(recorded, s)
		}
	}
	if len(recorded) == 0 && !slices.ContainsFunc(t.Turns, func(turn Turn) bool { return len(turn.Shown) > 0 }) {
		recorded = all
	}
	slices.Sort(recorded)
	return recorded
}

// Diff compares a recorded file with what is said now; "" if they are the same.
func Diff(name string, recorded, now []byte) string {
	if bytes.Equal(recorded, now) {
		return ""
	}
	return string(diff.Diff(name+" as recorded", recorded, name+" now", now))
}
