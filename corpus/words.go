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
	most += len(words)
	if most < 0 {
		most = math.MaxInt
	}
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
		// The rest of this one, up to a space: nothing composes with that.
		end := strings.IndexByte(s[i:], ' ')
		if end < 0 {
			end = len(s) - i
		}
		field := s[from : i+end]
		i += end
		words = append(words, strings.Fields(fold(field))...)
	}
	return words[:min(len(words), most)]
}

// fold folds a text to its words with separators between them.
func fold(s string) string {
	if isASCII(s) {
		return strings.Map(foldRune, strings.ToLower(s))
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, " "), "´", "'") // of which NFKC makes a space
	return strings.Map(foldRune, strings.ToLower(norm.NFKC.String(s)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
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

// kinds tells of each byte what it is to a word.
var kinds = func() (kinds [256]byteKind) {
	for b := range kinds {
		switch r := rune(b); {
		case b >= utf8.RuneSelf, unicode.IsUpper(r), isApostrophe(r):
			kinds[b] = toFold
		case foldRune(r) == ' ':
			kinds[b] = separator
		}
	}
	return kinds
}()

type byteKind uint8

const (
	asIs byteKind = iota // a letter or digit as it is folded
	separator
	toFold
)
