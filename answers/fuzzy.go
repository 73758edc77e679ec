package answers

import (
	"unicode/utf8"

	"github.com/sahilm/fuzzy"
)

// maxFuzzy caps the patterns given to sahilm/fuzzy, whose score overflows from
// about 40 letters.
const maxFuzzy = 32

// inOrder returns which of the folded texts have the letters of a folded
// pattern in order, best first.
func inOrder(pattern string, texts []string) []int {
	var likely []string
	var places []int
	for i, text := range texts {
		if mayHave(pattern, text) {
			likely = append(likely, text)
			places = append(places, i)
		}
	}
	matches := fuzzy.Find(pattern, likely)
	out := make([]int, len(matches))
	for i, m := range matches {
		out[i] = places[m.Index]
	}
	return out
}

// mayHave is false of a text that lacks the letters of the pattern in order: a
// quick look before the thorough one. What is not ASCII is left to that.
func mayHave(pattern, text string) bool {
	if !isASCII(pattern) {
		return true
	}
	k := 0
	for i := 0; i < len(text) && k < len(pattern); i++ {
		if text[i] == pattern[k] {
			k++
		}
	}
	return k == len(pattern)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
