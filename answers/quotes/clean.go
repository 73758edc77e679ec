package quotes

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An editor may put a letter in brackets: "[w]e should".
var bracketedLetter = pattern(`\[(\pL{1,2})\](\pL)`)

// clean makes a text safe to show and to take apart: valid UTF-8, no marks that
// only steer (control characters, directions of writing), no blanks around it.
// It reports whether the text was cut to maxText.
func clean(text string) (string, bool) {
	cut := len(text) > maxText
	text = text[:min(len(text), maxText)]
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	return strings.TrimSpace(bracketedLetter().ReplaceAllString(text, "$1$2")), cut
}

const (
	doubleMarks = "\"“”„‟«»＂"
	singleMarks = "'‘’‚‛`‹›"
	// fence is what quotations are set off by besides their marks: Markdown's
	// quotation, bold and slanted type, and stray commas.
	fence = " \n\t>*_~,"
)

// trimMarks takes off the marks around a quotation.
func trimMarks(text string) string {
	return strings.Trim(text, doubleMarks+singleMarks+fence)
}

// A stretch is a piece of a text, and whether it stands in quotation marks.
type stretch struct {
	text   string
	quoted bool
}

// marked takes a text apart by its quotation marks: double ones, or, if there
// are none, single ones around words. A quotation left open runs to the end; a
// mark that opens another paragraph of one that is open, or that closes none, is
// no mark.
func marked(text string) []stretch {
	marks := doubleMarks
	if !strings.ContainsAny(text, marks) {
		marks = singleMarks
	}
	var list []stretch
	open, from := false, 0
	prev := ' '
	for i, r := range text {
		if size := utf8.RuneLen(r); strings.ContainsRune(marks, r) {
			next, _ := utf8.DecodeRuneInString(text[i+size:])
			opens := inWord(next) && !inWord(prev)
			// An apostrophe closes nothing but at the end of a word.
			closes := !inWord(next) && !unicode.IsSpace(prev)
			if open && closes || !open && opens {
				list = append(list, stretch{text[from:i], open})
				open, from = !open, i+size
			}
		}
		prev = r
	}
	return append(list, stretch{text[from:], open})
}

// inWord reports whether a quotation may begin with the rune.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '[' || r == '…'
}
