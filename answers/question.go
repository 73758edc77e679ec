package answers

import (
	"slices"

	"nhslaw/corpus"
)

// maxWords bounds the work on one question. What people ask fits several times
// over; the rest of a pasted page says nothing more about what is asked.
const maxWords = 80

// A question is a message, understood as far as the words go.
type question struct {
	words   []string
	terms   []term  // what it is matched by
	unknown []term  // words with a subject of their own that the corpus never uses
	doubt   float64 // how many words' worth is unknown, or only perhaps a known word misspelt
	wants   wants
	voices  []symbol // those named

	// The words, repaired, each at one place in all of these.
	fixed []string
	ids   []wordID
	stems []symbol
	sure  []float64 // less than 1 if it was repaired

	repairs []spelling // of the word in hand
	read    []term     // all terms, before they are sorted out
	strange []string   // stems that the index has not seen; they go by numbers past its own
}

// shortDoubt is what an unknown word too short to be repaired counts: it may be
// an abbreviation with a subject of its own, or a slip in a plain word.
const shortDoubt = 0.5

// understand folds, repairs and reads a question.
func (x *Index) understand(q *question, text string) {
	q.words = corpus.AppendWords(q.words[:0], text, maxWords)
	x.repair(q)
	x.read(q)
	q.wants = x.cues.wantsOf(q.ids)
	q.terms = x.cues.terms(q.terms, q.wants)
}

// repair repairs the words of a question and numbers them.
func (x *Index) repair(q *question) {
	q.fixed, q.ids, q.stems, q.sure, q.strange = q.fixed[:0], q.ids[:0], q.stems[:0], q.sure[:0], q.strange[:0]
	for _, w := range q.words {
		q.repairs = x.speller.repair(q.repairs[:0], w)
		for _, r := range q.repairs {
			id := x.words.find(r.word)
			q.fixed = append(q.fixed, r.word)
			q.ids = append(q.ids, id)
			q.stems = append(q.stems, x.stemOf(q, r.word, id))
			q.sure = append(q.sure, r.weight)
		}
	}
	// A word counts alike wherever it stands: as its last repair does.
	for i, c := range slices.Backward(q.sure) {
		for k := range q.fixed {
			if c < 1 && q.fixed[k] == q.fixed[i] {
				q.sure[k] = c
			}
		}
	}
}

// stemOf returns the stem of a word of a question.
func (x *Index) stemOf(q *question, w string, id wordID) symbol {
	if id != noWord {
		return x.words.words[id].stem
	}
	s := stem(w)
	if known := x.words.names.find(s); known >= 0 {
		return symbol(known)
	}
	for i, o := range q.strange {
		if o == s {
			return symbol(x.words.symbols() + i)
		}
	}
	q.strange = append(q.strange, s)
	return symbol(x.words.symbols() + len(q.strange) - 1)
}

// read turns the words of a question into terms.
func (x *Index) read(q *question) {
	q.terms, q.unknown, q.voices, q.doubt = q.terms[:0], q.unknown[:0], q.voices[:0], 0
	q.read = x.lexicon.terms(q.read[:0], q.ids, q.stems)
	for _, t := range q.read {
		for _, c := range q.sure[t.from:t.to] {
			if c < 1 {
				t.weight *= c
				t.how = repaired
				if c == realWordWeight {
					q.doubt += 1 - c
				}
			}
		}
		if x.words.isVoice(t.symbol) {
			q.voices = append(q.voices, t.symbol)
		}
		if len(x.postings.of(int(t.symbol))) > 0 {
			q.terms = append(q.terms, t)
		} else if t.how != asPart {
			q.unknown = append(q.unknown, t)
			if len(q.text(t)) < minOneEdit {
				q.doubt += shortDoubt
			} else {
				q.doubt++
			}
		}
	}
}
