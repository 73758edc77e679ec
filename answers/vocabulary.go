package answers

import (
	"math"
	"strings"
	"sync"

	"nhslaw/corpus"
)

// A wordID numbers a word as it is written, a symbol what words are matched by:
// a stem, or one of the concepts, voices and intents (see lexicon). Texts become
// numbers once, at the door; behind it nothing compares strings.
type (
	wordID int32
	symbol int32
)

// noWord stands for a word outside the vocabulary.
const noWord = wordID(-1)

// A role is what a word does in a sentence besides its meaning.
type role uint8

const (
	plain     role = 1 << iota // see plainWords
	chatty                     // see chatWords
	courteous                  // see courtesies
	pronoun                    // see pronouns
	modal                      // see afterModal
	named                      // part of a name or a term of the field
)

type word struct {
	text string
	stem symbol
	role role
	uses int32 // how often the corpus uses it; 0 for words that only have a role
}

// A vocabulary numbers the words of the corpus and their symbols. It is only
// read once the index is built.
type vocabulary struct {
	ids     map[string]wordID
	words   []word
	symbols map[string]symbol
	names   []string // of the symbols
	may     wordID   // the verb, or else the prime minister
	i, we   wordID
	folded  []string // the words of the text in hand
}

// manyWords is room for the words of a corpus of five articles and its wordings.
const manyWords = 1 << 13

func emptyVocabulary() *vocabulary {
	return &vocabulary{ids: make(map[string]wordID, manyWords), symbols: make(map[string]symbol, manyWords)}
}

// newVocabulary returns a vocabulary of the words that have a role.
func newVocabulary() *vocabulary {
	v := emptyVocabulary()
	v.findMay()
	for _, list := range []struct {
		text string
		role role
	}{{plainWords, plain}, {chatWords, chatty}, {courtesies, courteous}, {pronouns, pronoun}, {afterModal, modal}} {
		for w := range strings.FieldsSeq(list.text) {
			v.words[v.number(w)].role |= list.role
		}
	}
	return v
}

// findMay finds the words that modalMay asks for.
func (v *vocabulary) findMay() { v.may, v.i, v.we = v.number("may"), v.number("i"), v.number("we") }

// number returns the number of a word, a new one if it has none yet.
func (v *vocabulary) number(w string) wordID {
	id, ok := v.ids[w]
	if !ok {
		id = wordID(len(v.words))
		v.ids[w] = id
		v.words = append(v.words, word{text: w})
	}
	return id
}

// numberAll appends the numbers of the words of a text.
func (v *vocabulary) numberAll(ids []wordID, text string) []wordID {
	v.folded = corpus.AppendWords(v.folded[:0], text, math.MaxInt)
	for _, w := range v.folded {
		ids = append(ids, v.number(w))
	}
	return ids
}

// usualWords is room for the words of a wording, more than most have.
const usualWords = 12

// numberEach returns the numbers of the words of each text.
func (v *vocabulary) numberEach(texts []string) lists[wordID] {
	words := newLists[wordID](len(texts), usualWords*len(texts))
	var ids []wordID
	for _, text := range texts {
		ids = v.numberAll(ids[:0], text)
		words.add(ids...)
	}
	return words
}

// countUses counts how often the corpus uses each word: the words of its
// wordings, and once more each that stands in one or in a name or has a plain role.
func (v *vocabulary) countUses(words []wordID) {
	for _, id := range words {
		v.words[id].uses++
	}
	for i := range v.words {
		w := &v.words[i]
		if w.uses > 0 || w.role&named != 0 {
			w.uses++
		}
		if w.role&plain != 0 {
			w.uses++
		}
		if w.role&chatty != 0 {
			w.uses++
		}
	}
}

// symbol returns the symbol with a name, a new one if there is none yet.
func (v *vocabulary) symbol(name string) symbol {
	s, ok := v.symbols[name]
	if !ok {
		s = symbol(len(v.names))
		v.symbols[name] = s
		v.names = append(v.names, name)
	}
	return s
}

// stemAll finds the stems of the words. The work is shared out; the symbols come
// in the order of the words all the same.
func (v *vocabulary) stemAll() {
	stems := make([]string, len(v.words))
	const workers = 2
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() {
			for i := k; i < len(stems); i += workers {
				stems[i] = stem(v.words[i].text)
			}
		})
	}
	wg.Wait()
	for i, s := range stems {
		v.words[i].stem = v.symbol(s)
	}
}

// stems appends the stems of words of the vocabulary.
func (v *vocabulary) stems(stems []symbol, ids []wordID) []symbol {
	for _, id := range ids {
		stems = append(stems, v.words[id].stem)
	}
	return stems
}

// is reports whether a word has a role.
func (v *vocabulary) is(id wordID, r role) bool { return id != noWord && v.words[id].role&r != 0 }

// uses returns how often the corpus uses a word.
func (v *vocabulary) uses(id wordID) int32 {
	if id == noWord {
		return 0
	}
	return v.words[id].uses
}

// find returns the number of a word, or noWord.
func (v *vocabulary) find(w string) wordID {
	if id, ok := v.ids[w]; ok {
		return id
	}
	return noWord
}

// isVoice reports whether a symbol, perhaps one that the index has not seen,
// stands for a voice.
func (v *vocabulary) isVoice(s symbol) bool { return int(s) < len(v.names) && v.names[s][0] == '@' }
