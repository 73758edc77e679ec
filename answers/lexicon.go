package answers

import (
	"strings"

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
	phrases map[string]string // stems, joined by spaces, to the concept or voice
	starts  map[string]int    // a phrase's first stem to the words in the longest phrase that it starts
	stems   map[string]string // words to their stems, for those of the corpus
}

func newLexicon(c *corpus.Corpus) *lexicon {
	l := &lexicon{phrases: map[string]string{}, starts: map[string]int{}, stems: map[string]string{}}
	for _, v := range c.Voices { // before the glossary: a name outweighs a word
		for _, name := range append([]string{v.Name}, v.Aliases...) {
			l.add(name, "@"+v.ID)
		}
	}
	for _, t := range c.Glossary {
		for _, phrase := range append([]string{t.Term}, t.Also...) {
			l.add(phrase, "="+t.Term)
		}
	}
	return l
}

func (l *lexicon) add(phrase, concept string) {
	words := corpus.Words(phrase)
	l.know(words)
	stems := l.stemAll(words)
	if len(stems) == 0 {
		return
	}
	key := strings.Join(stems, " ")
	if _, taken := l.phrases[key]; !taken {
		l.phrases[key] = concept
		l.starts[stems[0]] = max(l.starts[stems[0]], len(stems))
	}
}

// know caches the stems of words while the index is built; afterwards the
// lexicon is only read.
func (l *lexicon) know(words []string) {
	for _, w := range words {
		if _, known := l.stems[w]; !known {
			l.stems[w] = stem(w)
		}
	}
}

func (l *lexicon) stem(word string) string {
	if s, known := l.stems[word]; known {
		return s
	}
	return stem(word)
}

func (l *lexicon) stemAll(words []string) []string {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = l.stem(w)
	}
	return stems
}

// longest returns the concept of the longest phrase at the start of the stems,
// and how many stems it takes; 0 if none starts there.
func (l *lexicon) longest(stems []string) (concept string, n int) {
	for n = min(l.starts[stems[0]], len(stems)); n > 0; n-- {
		if concept, ok := l.phrases[strings.Join(stems[:n], " ")]; ok {
			return concept, n
		}
	}
	return "", 0
}
