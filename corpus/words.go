package corpus

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words folds a text to its words: compatibility forms composed, letters in
// lower case, apostrophes dropped ("don't" is "dont"), everything else that is
// neither letter nor digit a separator. Two texts with equal words differ at
// most in case, spacing, quote marks and punctuation.
func Words(s string) []string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, " "), "´", "'") // of which NFKC makes a space
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case isApostrophe(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return ' '
	}, s)
	return strings.Fields(s)
}

// isApostrophe reports whether r is one of the marks that people type inside a word.
func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '`' || r == 'ʼ'
}
