// Package terminal shows replies in a terminal or a pipe.
package terminal

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/fatih/color"

	"nhslaw/answers/quotes"
	"nhslaw/bot"
)

// A Screen is where replies are written.
type Screen struct {
	Out   io.Writer
	Width int  // columns; 0 wraps nothing
	Color bool // only ever on a terminal
}

// Render writes a reply. Nothing that a user or a source wrote reaches the
// terminal as a control sequence.
func (s Screen) Render(r bot.Reply) error {
	r = clean(r)
	p := &page{screen: s}
	p.paragraph("", r.Lead)
	if len(r.Diff) > 0 {
		p.line("  ", Diff(r.Diff))
		p.gap()
	}
	for i, c := range r.Claims {
		if i == 1 {
			p.paragraph("", r.Joint)
		}
		if r.Sides {
			p.line("", c.Side())
		}
		s.claim(p, c)
	}
	for _, it := range r.Items {
		s.item(p, it)
	}
	if len(r.Items) > 0 {
		p.gap()
	}
	for l := range strings.Lines(r.Verbatim) {
		p.verbatim("  ", strings.TrimRight(l, "\n"))
	}
	if r.Verbatim != "" {
		p.gap()
	}
	p.paragraph("", s.faint(r.Note))
	if len(r.Next) > 0 {
		if len(r.Claims) > 0 || !strings.HasSuffix(r.Lead, ":") {
			p.paragraph("", s.faint("You could ask:"))
		}
		for _, q := range r.Next {
			p.line("  - ", q)
		}
		p.gap()
	}
	_, err := io.WriteString(s.Out, strings.TrimRight(p.b.String(), "\n")+"\n")
	return err
}

func (s Screen) claim(p *page, c bot.Claim) {
	p.line("", s.bold(c.Text))
	if c.Quote != "" {
		p.line("  ", "“"+c.Quote+"”")
		said := c.Speaker
		if c.Role != "" {
			said += ", " + c.Role
		}
		if c.Reported {
			said += ", reporting " + c.Voice
		}
		p.line("  ", "– "+said+", "+c.When)
	}
	p.line("  ", s.faint(fmt.Sprintf("“%s”, %s, %s, %s", c.Headline, c.Author, c.When, c.Where)))
	p.verbatim("  ", s.faint(c.Link))
	if c.Note != "" {
		p.line("  ", "Note: "+c.Note)
	}
	p.gap()
}

func (s Screen) item(p *page, it bot.Item) {
	text := s.bold(it.Name)
	if it.Text != "" {
		text += "  " + it.Text
	}
	p.line("  ", text)
	if it.Link != "" {
		p.verbatim("    ", s.faint(it.Link))
	}
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

func (s Screen) bold(text string) string  { return s.style(color.Bold, text) }
func (s Screen) faint(text string) string { return s.style(color.Faint, text) }

func (s Screen) style(a color.Attribute, text string) string {
	if !s.Color || text == "" {
		return text
	}
	c := color.New(a)
	c.EnableColor()
	return c.Sprint(text)
}

// A page collects what is written, wrapped and indented.
type page struct {
	screen Screen
	b      strings.Builder
}

// line writes a text, every line of it indented.
func (p *page) line(indent, text string) {
	if w := p.screen.Width - len(indent); p.screen.Width > 0 && w > 0 {
		text = ansi.Wordwrap(text, w, "")
	}
	for l := range strings.SplitSeq(text, "\n") {
		p.b.WriteString(indent + l + "\n")
	}
}

// verbatim writes what must not be broken, like an address.
func (p *page) verbatim(indent, text string) { p.b.WriteString(indent + text + "\n") }

func (p *page) paragraph(indent, text string) {
	if text != "" {
		p.line(indent, text)
		p.gap()
	}
}

func (p *page) gap() { p.b.WriteString("\n") }

// clean returns a reply with every text in it made harmless.
func clean(r bot.Reply) bot.Reply {
	each := func(texts ...*string) {
		for _, t := range texts {
			*t = Plain(*t)
		}
	}
	each(&r.Lead, &r.Joint, &r.Note)
	r.Claims = slices.Clone(r.Claims)
	for i := range r.Claims {
		c := &r.Claims[i]
		each(&c.Text, &c.Quote, &c.Speaker, &c.Role, &c.Voice, &c.When, &c.Stance, &c.Headline, &c.Author, &c.Where, &c.Link, &c.Note)
	}
	r.Items = slices.Clone(r.Items)
	for i := range r.Items {
		each(&r.Items[i].Name, &r.Items[i].Text, &r.Items[i].Link)
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

// Plain makes a text harmless on a terminal: control characters, escape
// sequences and marks that turn the direction of writing are left out.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, isDirectional(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(ansi.Strip(text), "�"))
}

// isDirectional reports whether r is one of the bidirectional controls (UAX #9)
// or another invisible format character.
func isDirectional(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c || r == 0xfeff || r >= 0x200b && r <= 0x200d
}
