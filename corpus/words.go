package corpus

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words folds a text to its words: compatibility forms composed, letters in
// lower case, apostrophes dropped ("don't" is "dont"), everything else that is
// neither letter nor digit a separator. Two texts with equal words differ at
// most in case, spacing, quote marks and punctuation.
func Words(s string) []string { return AppendWords(nil, s, math.MaxInt) }

// AppendWords appends the words of a text as [Words] gives them, at most so
// many. It does no work on the text after these.
func AppendWords(words []string, s string, most int) []string {
	most = min(most, math.MaxInt-len(words)) + len(words)
	for i := 0; i < len(s) && len(words) < most; {
		// Most words stand as they are folded.
		from := i
		for i < len(s) && kinds[s[i]] == asIs {
			i++
		}
		if i == len(s) || kinds[s[i]] == separator {
			if i > from {
				words = append(words, s[from:i])
			}
			i++
			continue
		}
		// Most others are ASCII.
		for i < len(s) && (kinds[s[i]] == asIs || kinds[s[i]] == capital || kinds[s[i]] == apostrophe) {
			i++
		}
		if i == len(s) || kinds[s[i]] == separator {
			if w := foldASCII(s[from:i]); w != "" {
				words = append(words, w)
			}
			i++
			continue
		}
		// The rest is folded up to a space: nothing composes with that.
		for i < len(s) && s[i] != ' ' {
			i++
		}
		words = append(words, strings.Fields(fold(s[from:i]))...)
	}
	return words[:min(len(words), most)]
}

// foldASCII folds a word of letters, digits and apostrophes.
func foldASCII(w string) string {
	var room [32]byte
	folded := room[:0]
	for i := range len(w) {
		switch kinds[w[i]] {
		case asIs:
			folded = append(folded, w[i])
		case capital:
			folded = append(folded, w[i]+'a'-'A')
		}
	}
	return string(folded)
}

// fold folds a text to its words with separators between them.
func fold(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, " "), "´", "'") // of which NFKC makes a space
	return strings.Map(foldRune, strings.ToLower(norm.NFKC.String(s)))
}

func foldRune(r rune) rune {
	switch {
	case isApostrophe(r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return -1
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return r
	}
	return ' '
}

// isApostrophe reports whether r is one of the marks that people type inside a word.
func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == '`' || r == 'ʼ'
}

// A byteKind tells what a byte is to a word.
type byteKind uint8

const (
	asIs byteKind = iota // a letter or digit as it is folded
	capital
	apostrophe
	separator
	notASCII
)

var kinds = func() (kinds [256]byteKind) {
	for b := range kinds {
		switch r := rune(b); {
		case r >= utf8.RuneSelf:
			kinds[b] = notASCII
		case unicode.IsUpper(r):
			kinds[b] = capital
		case isApostrophe(r):
			kinds[b] = apostrophe
		case foldRune(r) == ' ':
			kinds[b] = separator
		}
	}
	return kinds
}()
