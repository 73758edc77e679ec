package answers

import (
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
type role uint32

const (
	plain     role = 1 << iota // see plainWords
	chatty                     // see chatWords
	courteous                  // see courtesies
	pronoun                    // see pronouns
	modal                      // see afterModal
	named                      // part of a name or a term of the field
)

// A word is one of the vocabulary, whose texts have the same numbers.
type word struct {
	stem symbol
	role role
	uses int32 // how often the corpus uses it; 0 for words that only have a role
}

// A vocabulary numbers the words of the corpus and their symbols. It is only
// read once the index is built.
type vocabulary struct {
	texts texts  // of the words
	words []word // by wordID
	names texts  // of the symbols
	may   wordID // the verb, or else the prime minister
	i, we wordID
}

// newVocabulary returns a vocabulary of the words that have a role.
func newVocabulary() *vocabulary {
	v := &vocabulary{}
	v.may, v.i, v.we = v.number("may"), v.number("i"), v.number("we")
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

// number returns the number of a word, a new one if it has none yet.
func (v *vocabulary) number(w string) wordID {
	id := wordID(v.texts.add(w))
	if int(id) == len(v.words) {
		v.words = append(v.words, word{})
	}
	return id
}

// numberAll appends the numbers of the words of a text.
func (v *vocabulary) numberAll(ids []wordID, text string) []wordID {
	for _, w := range corpus.Words(text) {
		ids = append(ids, v.number(w))
	}
	return ids
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
	return symbol(v.names.add(name))
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
				stems[i] = stem(v.text(wordID(i)))
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
func (v *vocabulary) find(w string) wordID { return wordID(v.texts.find(w)) }

// text returns a word.
func (v *vocabulary) text(id wordID) string { return v.texts.at(int32(id)) }

// name returns the name of a symbol.
func (v *vocabulary) name(s symbol) string { return v.names.at(int32(s)) }

// symbols returns how many symbols there are.
func (v *vocabulary) symbols() int { return v.names.len() }

// voice returns the id of the voice that a symbol stands for.
func (v *vocabulary) voice(s symbol) string { return v.name(s)[1:] }

// isVoice reports whether a symbol, perhaps one that the index has not seen,
// stands for a voice.
func (v *vocabulary) isVoice(s symbol) bool { return int(s) < v.symbols() && v.name(s)[0] == '@' }

// lay is for [image].
func (v *vocabulary) lay(im *image) {
	v.texts.lay(im)
	lay(im, &v.words)
	v.names.lay(im)
	some := []wordID{v.may, v.i, v.we}
	lay(im, &some)
	v.may, v.i, v.we = some[0], some[1], some[2]
}
