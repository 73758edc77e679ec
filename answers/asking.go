package answers

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"nhslaw/corpus"
)

const (
	// mostSentences is how many sentences of a message are looked at by themselves.
	// Where more are asked at once, a page was pasted.
	mostSentences = 4

	// longSentence is from how many letters a sentence is none: somebody left the
	// marks out, and it stands out from the message no more than all of it.
	longSentence = 300
)

// asking returns the sentences of a message that ask something: first those with
// a question mark, then those with a question word, the last ones first; none
// if there is only one sentence. People wrap what they ask in talk of other
// things, which counts as much as the question where all of it is read as one.
func asking(text string) []string {
	all := clauses(sentences(strings.TrimSpace(text)))
	if len(all) == 1 {
		return nil
	}
	slices.Reverse(all)
	var parts []string
	for _, asks := range []func(string) bool{isMarked, isWorded} {
		for _, s := range all {
			if len(parts) < mostSentences && len(s) < longSentence && asks(s) && !slices.Contains(parts, s) {
				parts = append(parts, s)
			}
		}
	}
	return parts
}

// andWhat is where a sentence goes on to another question.
var andWhat = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[,;:]?\s+(?:and|plus|also|but|or)\s+(?:also\s+)?(?:` + strings.Join(strings.Fields(questions), "|") + `)\b`)
})

// clauses cuts sentences before each further question in them.
func clauses(sentences []string) []string {
	var all []string
	for _, s := range sentences {
		from := 0
		for _, at := range andWhat().FindAllStringIndex(s, -1) {
			if at[0] > from {
				all = append(all, s[from:at[0]])
				from = at[0]
			}
		}
		all = append(all, s[from:])
	}
	return all
}

func isMarked(sentence string) bool { return strings.Contains(sentence, "?") }

func isWorded(sentence string) bool {
	return slices.ContainsFunc(corpus.Words(sentence), func(w string) bool { return questionWords()[w] })
}

// questions are words that make a sentence a question, a reported one as well.
const questions = `what whats which who whos whom whose when where why how whether if`

var questionWords = sync.OnceValue(func() map[string]bool { return set(questions) })

// sentences cuts a text after the marks that end a sentence, before a dash
// between spaces, and between lines. All that is in it is in one of them. A full
// stop after a single letter is that of "i.e." or of an initial.
func sentences(text string) []string {
	var all []string
	from, letters, ended, spaced := 0, 0, false, false
	for i, r := range text {
		space := unicode.IsSpace(r)
		dash := r == '-' || r == '–' || r == '—'
		if ended && space || spaced && dash || r == '\n' {
			all = append(all, text[from:i])
			from = i
		}
		switch r {
		case '.':
			ended = letters != 1
		case '!', '?', '…', ';':
			ended = true
		case '"', '”', '\'', '’', ')', ']': // may stand after the mark
		default:
			ended = false
		}
		if letters++; !unicode.IsLetter(r) {
			letters = 0
		}
		spaced = space
	}
	return append(all, text[from:])
}
