// Package terminal shows replies in a terminal or a pipe.
package terminal

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/fatih/color"

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
	r = r.Map(bot.Plain)
	p := &page{screen: s}
	p.paragraph("", r.Lead)
	if len(r.Diff) > 0 {
		p.line("  ", bot.Diff(r.Diff))
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
		p.line("  ", "– "+c.Said())
	}
	p.line("  ", s.faint(c.Citation()))
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
