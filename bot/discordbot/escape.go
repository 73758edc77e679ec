package discordbot

import (
	"regexp"
	"strings"
	"sync"

	"nhslaw/bot"
)

// marks are what Discord's Markdown gives a meaning to; a backslash takes it
// away. "@" and "<" begin mentions, "://" an address that would be a link.
var marks = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, "<", `\<`, ">", `\>`,
	"[", `\[`, "]", `\]`, "@", `\@`, "://", `\://`)

// opening is what makes a heading, a list or small print at the start of a line.
var opening = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\s*)([#+-]|\d+([.)]))`) })

// escape makes a text show as it was written: no mention, no link and no
// formatting, on one line. It is for embeds and content; labels of components,
// footers and choices know no Markdown and take [bot.Plain].
func escape(text string) string {
	text = marks.Replace(bot.Plain(text))
	m := opening().FindStringSubmatchIndex(text)
	switch {
	case m == nil:
	case m[6] >= 0: // "2017. " is a list; digits can't be escaped, the stop after them can
		text = text[:m[6]] + `\` + text[m[6]:]
	default:
		text = text[:m[4]] + `\` + text[m[4]:]
	}
	return text
}

// size counts as Discord does at its strictest: in UTF-16 units.
func size(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// fit escapes a text and keeps it to so many characters, ending at a sentence
// where it can.
func fit(text string, most int) string { return within(bot.Plain(text), most, escape) }

// label keeps a text that knows no Markdown to so many characters.
func label(text string, most int) string {
	return within(strings.TrimSpace(bot.Plain(text)), most, func(s string) string { return s })
}

// within shortens a text until what is made of it fits.
func within(text string, most int, make func(string) string) string {
	for room := most; room > 0; {
		made := make(bot.Shorten(text, room))
		over := size(made) - most
		if over <= 0 {
			return made
		}
		room -= max(1, over/2) // what was escaped counts twice
	}
	return ""
}

// link is a masked link; without an address that Discord takes it is the text alone.
func link(text, address string) string {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return text
	}
	return "[" + text + "](" + addresses.Replace(bot.Plain(address)) + ")"
}

// addresses escapes what would end the address of a masked link.
var addresses = strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", "[", "%5B", "]", "%5D", `\`, "%5C", "`", "%60", "|", "%7C", "*", "%2A", `"`, "%22")
