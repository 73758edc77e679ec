package answers

import (
	"cmp"
	"slices"

	"nhslaw/corpus"
)

// partWeight is what the single words of a phrase still count once the phrase
// is known as a whole: enough to meet "commissioning groups" halfway, too
// little to count the phrase twice.
const partWeight = 0.3

// A lexicon turns words into terms. A term is what questions and wordings are
// matched by: a concept of the glossary ("=clinical commissioning group"), a
// voice ("@theresa-may"), an intent ("?date"), or else a word's stem.
type lexicon struct {
	words   *vocabulary
	phrases lists[phrase] // by the stem that they start with, longest first
	stems   lists[symbol] // of the phrases
}

// A phrase stands for a concept or a voice.
type phrase struct {
	stems   int32 // their number in the lexicon's list
	concept symbol
}

// A name is what readers call a voice or a term of the field.
type name struct {
	words   []wordID
	concept symbol
}

// namesOf numbers the names in a corpus: the voices' before the glossary's,
// since a name outweighs a word.
func namesOf(c *corpus.Corpus, v *vocabulary) []name {
	var names []name
	add := func(concept, first string, others []string) {
		s := v.symbol(concept)
		for _, text := range append([]string{first}, others...) {
			ids := v.numberAll(nil, text)
			for _, id := range ids {
				v.words[id].role |= named
			}
			if len(ids) > 0 {
				names = append(names, name{ids, s})
			}
		}
	}
	for _, voice := range c.Voices {
		add("@"+voice.ID, voice.Name, voice.Aliases)
	}
	for _, t := range c.Glossary {
		add("="+t.Term, t.Term, t.Also)
	}
	return names
}

// newLexicon makes a lexicon of names; of two with the same stems the first counts.
func newLexicon(v *vocabulary, names []name) lexicon {
	l := lexicon{words: v}
	slices.SortStableFunc(names, func(a, b name) int { return cmp.Compare(len(b.words), len(a.words)) })
	phrases := make([]phrase, len(names))
	for i, n := range names {
		l.stems.add(v.stems(nil, n.words)...)
		phrases[i] = phrase{int32(i), n.concept}
	}
	l.phrases = group(v.symbols(), phrases, func(p phrase) int { return int(l.stems.of(int(p.stems))[0]) })
	return l
}

// longest returns the concept of the longest phrase at the start of the stems,
// and how many stems it takes; 0 if none starts there.
func (l *lexicon) longest(stems []symbol) (concept symbol, n int) {
	for _, p := range l.phrases.of(int(stems[0])) {
		if own := l.stems.of(int(p.stems)); len(own) <= len(stems) && slices.Equal(own, stems[:len(own)]) {
			return p.concept, len(own)
		}
	}
	return 0, 0
}

// terms appends the terms of words, given with their stems: phrases first,
// longest first, then single words. Plain words and chat carry none.
func (l *lexicon) terms(terms []term, words []wordID, stems []symbol) []term {
	for i := 0; i < len(words); {
		concept, n := l.longest(stems[i:])
		if n > 0 && !(n == 1 && l.words.modalMay(words, i)) {
			terms = append(terms, term{symbol: concept, weight: 1, from: i, to: i + n, how: asPhrase})
			for k := i; n > 1 && k < i+n; k++ {
				if !l.words.is(words[k], plain) {
					terms = append(terms, term{symbol: stems[k], weight: partWeight, from: k, to: k + 1, how: asPart})
				}
			}
			i += n
			continue
		}
		if w := words[i]; !l.words.is(w, plain|chatty) && w != l.words.may {
			terms = append(terms, term{symbol: stems[i], weight: 1, from: i, to: i + 1})
		}
		i++
	}
	return terms
}

// modalMay reports whether the word at i is the verb "may" rather than the
// prime minister: after a pronoun or a determiner's noun it takes a verb.
func (v *vocabulary) modalMay(words []wordID, i int) bool {
	if words[i] != v.may {
		return false
	}
	if i > 0 && v.is(words[i-1], pronoun) {
		return true
	}
	if i+1 == len(words) {
		return false
	}
	next := words[i+1]
	return i == 0 && (next == v.i || next == v.we) || v.is(next, modal)
}

// lay is for [image].
func (l *lexicon) lay(im *image) {
	l.phrases.lay(im)
	l.stems.lay(im)
}
