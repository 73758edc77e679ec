package answers

import (
	_ "embed"
	"strings"
)

// englishText is the commonest English words, one a line, in order.
//
//go:embed english.txt
var englishText string

// isEnglish reports whether a word is one of the commonest English words, which
// are not misspellings of the corpus's however near they come. It searches the
// text itself: a set of all of them would cost every start of the program more
// than the few words that are ever looked up.
func isEnglish(word string) bool {
	for text := englishText; text != ""; {
		from := strings.LastIndexByte(text[:len(text)/2], '\n') + 1
		middle, after, _ := strings.Cut(text[from:], "\n")
		switch {
		case word == middle:
			return true
		case word < middle:
			text = text[:from]
		default:
			text = after
		}
	}
	return false
}
