package bot

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"nhslaw/answers/quotes"
)

// Map returns the reply with every text in it replaced by what f makes of it.
func (r Reply) Map(f func(string) string) Reply {
	each := func(texts ...*string) {
		for _, t := range texts {
			*t = f(*t)
		}
	}
	each(&r.Lead, &r.Joint, &r.Note)
	r.Claims = slices.Clone(r.Claims)
	for i := range r.Claims {
		r.Claims[i] = r.Claims[i].Map(f)
	}
	r.Items = slices.Clone(r.Items)
	for i := range r.Items {
		each(&r.Items[i].Name, &r.Items[i].Text, &r.Items[i].Link, &r.Items[i].Ask)
	}
	r.Diff = slices.Clone(r.Diff)
	for i := range r.Diff {
		each(&r.Diff[i].Text)
	}
	r.Next = slices.Clone(r.Next)
	for i := range r.Next {
		each(&r.Next[i])
	}
	lines := strings.Split(r.Verbatim, "\n")
	for i := range lines {
		each(&lines[i])
	}
	r.Verbatim = strings.Join(lines, "\n")
	return r
}

// Map returns the claim with every text in it replaced by what f makes of it.
func (c Claim) Map(f func(string) string) Claim {
	for _, t := range []*string{&c.Title, &c.Text, &c.Quote, &c.Speaker, &c.Role, &c.Voice, &c.When, &c.Stance, &c.Headline, &c.Author, &c.Where, &c.Link, &c.Note} {
		*t = f(*t)
	}
	return c
}

// Plain makes a text harmless wherever it is shown: control characters, escape
// sequences, line ends and marks that turn the direction of writing are left out.
func Plain(text string) string {
	if isPlain(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case isControl(r), isDirectional(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(ansi.Strip(text), "�"))
}

// isPlain reports whether nothing has to be left out of a text, as is so for
// nearly all; every text of a reply is looked at, on every surface.
func isPlain(text string) bool {
	for i, r := range text {
		if r >= ' ' && r < 0x7f {
			continue
		}
		if isControl(r) || isDirectional(r) || r == utf8.RuneError && !strings.HasPrefix(text[i:], "�") {
			return false
		}
	}
	return true
}

// isControl reports whether r is a control character; every escape sequence
// begins with one.
func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }

// isDirectional reports whether r is one of the bidirectional controls (UAX #9)
// or another invisible format character.
func isDirectional(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c || r == 0xfeff || r >= 0x200b && r <= 0x200d
}

// Diff shows edits in plain text, so that no meaning hangs on colour: what was
// not said [-in brackets-], what was {+in braces+}.
func Diff(edits []quotes.Edit) string {
	var out []string
	for _, e := range edits {
		switch text := e.Text; e.Op {
		case quotes.Delete:
			out = append(out, "[-"+text+"-]")
		case quotes.Insert:
			out = append(out, "{+"+text+"+}")
		default:
			out = append(out, text)
		}
	}
	return strings.Join(out, " ")
}

// Shorten returns a text of at most so many characters: the text itself, or as
// many of its sentences as fit, or else as many words, with an ellipsis.
func Shorten(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	if most <= 1 {
		return "…"[:len("…")*max(0, most)]
	}
	cut := string([]rune(text)[:most-1]) // room for the ellipsis
	for _, end := range []string{". ", " "} {
		if i := strings.LastIndex(cut, end); i > len(cut)/2 {
			return strings.TrimRight(cut[:i+len(end)-1], " ,;:–-") + "…"
		}
	}
	return cut + "…"
}
