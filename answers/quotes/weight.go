package quotes

import (
	"strings"

	"github.com/kljensen/snowball/english"

	"nhslaw/corpus"
)

// substantial is the weight from which words show that they come from the
// sources (see weigh): five words in a row of which three mean something, or
// six with two, or four that all do. People who write on the subject put
// less than that in the same order by chance, as in "held to account for the".
const substantial = 8

// counts reports whether a run shows that the words come from the sources.
func (p *passage) counts(r run) bool {
	kept := make([]bool, r.len())
	for i := range kept {
		kept[i] = true
	}
	return p.weigh(kept, r.from) >= substantial
}

// weigh counts the words, from one on, that are kept, those that mean something
// twice. Words of mere grammar don't. Nor do those that anybody writes on the
// subject: names and terms of the field, and what stands in a row in several
// sources, for what two writers say alike belongs to neither.
func (p *passage) weigh(keep []bool, from int) int {
	weight := 0
	for i, k := range keep {
		if !k {
			continue
		}
		weight++
		if w := p.words[from+i]; !english.IsStopWord(w.fold) && !p.common[from+i] {
			weight++
		}
	}
	return weight
}

// commonWords marks the words of names and terms, and those that stand in a row
// in several sources.
func (p *passage) commonWords() []bool {
	common := make([]bool, len(p.words))
	first := map[int]*corpus.Source{} // by the first word of three, where they stand
	for _, r := range p.runs {
		for i := r.from; i+shingle <= r.to; i++ {
			source := p.paragraphs[r.paragraph].source
			if first[i] == nil {
				first[i] = source
			} else if first[i] != source {
				for j := range shingle {
					common[i+j] = true
				}
			}
		}
	}
	list := folds(p.words)
	for i := range list {
		for n := p.longestTerm; n >= shingle; n-- {
			if i+n <= len(list) && p.terms[strings.Join(list[i:i+n], " ")] {
				for j := range n {
					common[i+j] = true
				}
				break
			}
		}
	}
	return common
}
