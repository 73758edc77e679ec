package answers

import (
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

	// longMessage is from how many bytes a message is only read as one: the time for
	// it must not grow with what is pasted.
	longMessage = 4000

	// longSentence is from how many bytes a sentence is none: somebody left the
	// marks out, and it stands out from the message no more than all of it.
	longSentence = 300
)

// asking returns the sentences of a message that ask something, and the parts of
// sentences that ask twice: first those with a question mark, then those with a
// question word, the last ones first; none if all of it is one question. It
// reports as well whether the message has several sentences. People wrap what
// they ask in talk of other things, which counts as much as the question where
// all of it is read as one.
func asking(text string) (parts []string, wrapped bool) {
	if len(text) >= longMessage {
		return nil, false
	}
	whole := sentences(strings.TrimSpace(text))
	all := clauses(whole)
	if len(all) == 1 {
		return nil, false
	}
	slices.Reverse(all)
	for _, asks := range []func(string) bool{isMarked, isWorded} {
		for _, s := range all {
			if len(parts) < mostSentences && len(s) < longSentence && asks(s) && !slices.Contains(parts, s) {
				parts = append(parts, s)
			}
		}
	}
	return parts, len(whole) > 1
}

// clauses cuts sentences before each "and what", "or when" in them.
func clauses(sentences []string) []string {
	var all []string
	for _, s := range sentences {
		from, at, joint := 0, 0, 0 // joint is where words that join stand, if the last ones do
		for w := range strings.FieldsSeq(s) {
			at += strings.Index(s[at:], w)
			switch {
			case len(w) <= len("plus") && joining()[strings.ToLower(w)]:
				if joint == 0 {
					joint = at
				}
			case joint > 0 && questionWords()[strings.ToLower(strings.Trim(w, "'’?,:"))]:
				all = append(all, s[from:joint])
				from, joint = joint, 0
			default:
				joint = 0
			}
			at += len(w)
		}
		all = append(all, s[from:])
	}
	return all
}

// joining are words by which one question joins another.
var joining = sync.OnceValue(func() map[string]bool { return set(`and or but plus also`) })

func isMarked(sentence string) bool { return strings.Contains(sentence, "?") }

func isWorded(sentence string) bool {
	return slices.ContainsFunc(corpus.Words(sentence), func(w string) bool { return questionWords()[w] })
}

// questionWords make a sentence a question, a reported one as well.
var questionWords = sync.OnceValue(func() map[string]bool {
	return set(`what whats which who whos whom whose when where why how whether if`)
})

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
