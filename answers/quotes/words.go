package quotes

import (
	"strings"
	"unicode"

	"nhslaw/corpus"
)

// A word is a word of a text: folded, and where it stands as typed.
type word struct {
	fold    string
	at, end int
	gap     gap  // what parts it from the word before
	aside   bool // in square brackets, and so perhaps an editor's
}

// A gap is what a reader put between two words, so far as it matters to where
// the second may stand.
type gap int

const (
	none     gap = iota
	ending       // of a sentence or a line: the next paragraph may follow
	ellipsis     // words are left out
)

var bracketed = pattern(`\[[^\[\]]{1,80}\]`)

// split returns the words of a text, folded by [corpus.Words].
func split(text string) []word {
	var words []word
	after := 0 // the end of the last word
	add := func(at, end int) {
		folded := corpus.Words(text[at:end])
		for i, fold := range folded {
			w := word{fold: fold, at: at, end: end}
			if i == 0 && len(words) > 0 {
				w.gap = gapOf(text[after:at])
			}
			words = append(words, w)
			at = end // of "½", which folds to two words, the first has the letters
		}
		if len(folded) > 0 {
			after = end
		}
	}
	start := -1
	for i, r := range text {
		switch joins := joinsWord(r); {
		case joins && start < 0:
			start = i
		case !joins && start >= 0:
			add(start, i)
			start = -1
		}
	}
	if start >= 0 {
		add(start, len(text))
	}
	asides := bracketed().FindAllStringIndex(text, -1)
	for i := range words {
		for len(asides) > 0 && asides[0][1] <= words[i].at {
			asides = asides[1:]
		}
		words[i].aside = len(asides) > 0 && asides[0][0] < words[i].at
	}
	return words
}

// joinsWord reports whether a rune may be part of a word. What it lets through
// wrongly, [corpus.Words] takes out.
func joinsWord(r rune) bool {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		return true
	case strings.ContainsRune(apostrophes, r):
		return true
	}
	return r > unicode.MaxASCII && r != unicode.ReplacementChar && !unicode.IsSpace(r) && !unicode.IsPunct(r)
}

// apostrophes are the marks that stand inside a word as well as around a quotation.
const apostrophes = "'’‘`"

func gapOf(between string) gap {
	switch {
	case strings.Contains(between, "…"), strings.Count(between, ".") > 1:
		return ellipsis
	case strings.ContainsAny(between, ".!?:;•\n"):
		return ending
	}
	return none
}

// withoutAsides leaves out the words in brackets, as an ellipsis would.
func withoutAsides(words []word) []word {
	var plain []word
	skipped := false
	for _, w := range words {
		if w.aside {
			skipped = true
			continue
		}
		if skipped && len(plain) > 0 {
			w.gap = ellipsis
		}
		skipped = false
		plain = append(plain, w)
	}
	return plain
}

// folds returns the words as the fingerprints know them.
func folds(words []word) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.fold
	}
	return list
}
