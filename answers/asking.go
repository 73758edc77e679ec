package answers

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"nhslaw/corpus"
)

// mostSentences is how many sentences of a message are looked at by themselves,
// the last ones. More questions at once are a page that was pasted.
const mostSentences = 6

// asking returns the sentences of a message that ask something: those with a
// question mark or, if there are none, those with a question word. People wrap
// what they ask in talk of other things, which counts as much as the question
// where all of it is read as one.
func asking(text string) []string {
	var marked, worded []string
	text = strings.TrimSpace(text)
	for _, s := range sentences(text) {
		switch {
		case len(s) == len(text): // there is no other
		case strings.Contains(s, "?"):
			marked = append(marked, s)
		case slices.ContainsFunc(corpus.Words(s), func(w string) bool { return asks()[w] }):
			worded = append(worded, s)
		}
	}
	if len(marked) > 0 {
		worded = marked
	}
	return worded[max(0, len(worded)-mostSentences):]
}

// asks are the words that make a sentence a question, a reported one as well.
var asks = sync.OnceValue(func() map[string]bool {
	return set(`what whats which who whos whom whose when where why how whether if`)
})

// sentences cuts a text after the marks that end a sentence, before a dash
// between spaces, and between lines. All that is in it is in one of them.
func sentences(text string) []string {
	var all []string
	from, ended, spaced := 0, false, false
	for i, r := range text {
		space := unicode.IsSpace(r)
		if ended && space || r == '\n' || spaced && strings.ContainsRune("-–—", r) {
			all = append(all, text[from:i])
			from = i
		}
		switch {
		case strings.ContainsRune(".!?…;", r):
			ended = true
		case !strings.ContainsRune(`"”’')]`, r):
			ended = false
		}
		spaced = space
	}
	return append(all, text[from:])
}
