package terminal

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/bot"
)

func reply(text string) bot.Reply {
	return bot.Reply{
		Status: answers.Answered, Lead: text, Joint: text, Note: text, Next: []string{text}, Verbatim: text, Sides: true,
		Claims: []bot.Claim{{Text: text, Quote: text, Speaker: text, Role: text, Voice: text, When: text, Headline: text, Author: text, Where: text, Link: text, Note: text, Stance: text, Reported: true}, {Text: text}},
		Items:  []bot.Item{{Name: text, Text: text, Link: text}},
		Diff:   []quotes.Edit{{Op: quotes.Delete, Text: text}, {Op: quotes.Insert, Text: text}, {Op: quotes.Equal, Text: text}},
	}
}

func render(t *testing.T, s Screen, r bot.Reply) string {
	t.Helper()
	var b strings.Builder
	s.Out = &b
	if err := s.Render(r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestColourOnlyWhereAsked(t *testing.T) {
	if got := render(t, Screen{}, reply("hello")); strings.Contains(got, "\x1b") {
		t.Errorf("colour in a pipe: %q", got)
	}
	if got := render(t, Screen{Color: true}, reply("hello")); !strings.Contains(got, "\x1b[1mhello\x1b") {
		t.Errorf("no colour on a terminal: %q", got)
	}
}

func TestWrapping(t *testing.T) {
	long := strings.Repeat("legislation ", 30)
	r := reply(long)
	r.Verbatim, r.Claims[0].Link, r.Items[0].Link = "", "", "" // never broken
	for _, line := range strings.Split(render(t, Screen{Width: 60, Color: true}, r), "\n") {
		if n := ansi.StringWidth(line); n > 60 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

// FuzzRender proves that no text reaches the terminal as a control sequence.
func FuzzRender(f *testing.F) {
	for _, s := range []string{"plain", "\x1b[31mred", "\x1b]0;title\x07", "\u202eesrever", "\x9b31m", "a\rb", "\xff", "\x1b\x1b[", "\u200bhidden", "tab\tnew\nline"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := render(t, Screen{}, reply(text))
		for _, r := range got {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
				t.Errorf("%q lets %U through", text, r)
			}
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q is not valid UTF-8", text)
		}
	})
}
