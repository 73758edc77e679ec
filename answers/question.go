package answers

import (
	"strings"

	"nhslaw/corpus"
)

// maxWords bounds the work on one question. What people ask fits several times
// over; the rest of a pasted page says nothing more about what is asked.
const maxWords = 80

// A question is a message, understood as far as the words go.
type question struct {
	words   []string
	fixed   []string // the words, repaired
	left    int32    // leave-one-out: the candidate that the question is a wording of, or none
	terms   []term
	unknown []string // words with a subject of their own that the corpus never uses
	doubt   float64  // how many words' worth is unknown, or only perhaps a known word misspelt
	wants   wants
	voices  []string // ids of those named
	compare bool     // asks for the sides, or for several sources
}

// terms turns folded words into terms: phrases first, longest first, then
// single words. Plain words and chat carry none.
func (l *lexicon) terms(words []string) []term {
	stems := l.stemAll(words)
	terms := make([]term, 0, len(words))
	for i := 0; i < len(words); {
		concept, n := l.longest(stems[i:])
		if n > 0 && !modalMay(words, i, n) {
			phrase := strings.Join(words[i:i+n], " ")
			terms = append(terms, term{key: concept, weight: 1, word: phrase, how: asPhrase})
			for k := i; n > 1 && k < i+n; k++ {
				if !plainWords[words[k]] {
					terms = append(terms, term{key: stems[k], weight: partWeight, word: words[k], how: asPart})
				}
			}
			i += n
			continue
		}
		if w := words[i]; !plainWords[w] && !chatWords[w] && w != "may" {
			terms = append(terms, term{key: stems[i], weight: 1, word: w})
		}
		i++
	}
	return terms
}

// modalMay reports whether the one word at i is the verb "may" rather than the
// prime minister: after a pronoun or a determiner's noun it takes a verb.
func modalMay(words []string, i, n int) bool {
	if n != 1 || words[i] != "may" {
		return false
	}
	if i == 0 && i+1 < len(words) && (words[i+1] == "i" || words[i+1] == "we") {
		return true
	}
	if i > 0 && pronouns[words[i-1]] {
		return true
	}
	return i+1 < len(words) && afterModal[words[i+1]]
}

var (
	pronouns   = set(`i you he she it we they this that there these those who which what`)
	afterModal = set(`be have not also well need become include never even still only`)
)

// understand folds, repairs and reads a question.
func (x *Index) understand(text string) question {
	q := question{left: none}
	words := corpus.Words(text)
	q.words = words[:min(len(words), maxWords)]
	x.read(&q)
	q.wants = wantsOf(q.fixed)
	q.compare = asksToCompare(q.fixed)
	for _, w := range q.wants.keys() {
		q.terms = append(q.terms, term{key: w, weight: 1, word: w[1:], how: intended})
	}
	return q
}

// read repairs the words of a question and turns them into terms.
func (x *Index) read(q *question) {
	sure := map[string]float64{}
	for _, w := range q.words {
		for _, r := range x.speller.repair(w) {
			q.fixed = append(q.fixed, r.word)
			if r.weight < 1 {
				sure[r.word] = r.weight
			}
		}
	}
	for _, t := range x.lexicon.terms(q.fixed) {
		for w := range strings.FieldsSeq(t.word) {
			if c, ok := sure[w]; ok {
				t.weight *= c
				t.how = repaired
				if t.how != asPart && c == realWordWeight {
					q.doubt += 1 - c
				}
			}
		}
		if id, ok := strings.CutPrefix(t.key, "@"); ok {
			q.voices = append(q.voices, id)
		}
		if _, known := x.terms[t.key]; known {
			q.terms = append(q.terms, t)
		} else if t.how != asPart {
			q.unknown = append(q.unknown, t.word)
			q.doubt++
		}
	}
}
