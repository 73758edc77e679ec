package answers

import (
	_ "embed"
	"strings"
	"sync"

	"nhslaw/corpus"
)

// compiled is what an index learns from the words of the embedded corpus, which
// takes most of the time of building it: the digest of the corpus, then lessons
// as [corpus.Pack] writes them. A test proves them to be what the index would
// learn; of any other corpus it does.
//
//go:generate go run compile.go
//go:embed compiled.bin
var compiled string

// lessons are what an index has learned, in lists of numbers and strings.
type lessons struct {
	// The vocabulary: words, each with its stem, role and use, and symbols.
	Words              []string
	Stems, Roles, Uses []int32
	Symbols            []string

	// The tongue: the stems of what is asked, the use of each stem, and by stem
	// which it comes after and the use of that.
	AskedStarts, Asked                      []int32
	StemGaps, StemOthers                    []int32
	PairStarts, Pairs, PairGaps, PairOthers []int32

	// The terms of each wording, doubled, with one added for part of a phrase.
	TermStarts, Terms []int32
}

// Compile returns what an index learns from a corpus in the form of compiled.bin.
func Compile(c *corpus.Corpus) []byte {
	x := newIndex(c)
	terms := x.learn()
	t := x.alien
	l := lessons{Symbols: x.words.names, AskedStarts: t.asked.starts, PairStarts: t.pairs.starts, TermStarts: terms.starts}
	for _, w := range x.words.words {
		l.Words = append(l.Words, w.text)
		l.Stems = append(l.Stems, int32(w.stem))
		l.Roles = append(l.Roles, int32(w.role))
		l.Uses = append(l.Uses, w.uses)
	}
	for _, s := range t.asked.items {
		l.Asked = append(l.Asked, int32(s))
	}
	for _, u := range t.stems {
		l.StemGaps = append(l.StemGaps, u.gaps)
		l.StemOthers = append(l.StemOthers, u.others)
	}
	for _, p := range t.pairs.items {
		l.Pairs = append(l.Pairs, int32(p.before))
		l.PairGaps = append(l.PairGaps, p.gaps)
		l.PairOthers = append(l.PairOthers, p.others)
	}
	for _, p := range terms.items {
		n := 2 * int32(p.term)
		if p.weight == partWeight {
			n++
		}
		l.Terms = append(l.Terms, n)
	}
	return append([]byte(c.Digest()), corpus.Pack(l)...)
}

// recall takes what learn would find out from compiled, if that is of this corpus.
func (x *Index) recall() (terms lists[posting], ok bool) {
	data, ok := strings.CutPrefix(compiled, x.corpus.Digest())
	if !ok {
		return terms, false
	}
	var l lessons
	if err := corpus.Unpack(data, &l); err != nil {
		panic("answers: the compiled index can't be read: " + err.Error())
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		x.alien = l.tongue(x.cands)
		terms = l.terms()
	})
	x.words = l.vocabulary()
	x.cues = newCues(x.words)
	x.lexicon = newLexicon(x.words, namesOf(x.corpus, x.words))
	wg.Wait()
	return terms, true
}

func (l *lessons) vocabulary() *vocabulary {
	v := emptyVocabulary()
	for i, w := range l.Words {
		v.words[v.number(w)] = word{w, symbol(l.Stems[i]), role(l.Roles[i]), l.Uses[i]}
	}
	for _, name := range l.Symbols {
		v.symbol(name)
	}
	v.findMay()
	return v
}

func (l *lessons) tongue(cands []candidate) *tongue {
	t := &tongue{
		asked: lists[symbol]{l.AskedStarts, make([]symbol, len(l.Asked))},
		cands: cands,
		stems: make([]usage, len(l.StemGaps)),
		pairs: lists[pairing]{l.PairStarts, make([]pairing, len(l.Pairs))},
	}
	for i, s := range l.Asked {
		t.asked.items[i] = symbol(s)
	}
	for i := range t.stems {
		t.stems[i] = usage{l.StemGaps[i], l.StemOthers[i]}
		t.size(t.stems[i])
	}
	for i := range t.pairs.items {
		t.pairs.items[i] = pairing{symbol(l.Pairs[i]), usage{l.PairGaps[i], l.PairOthers[i]}}
		t.size(t.pairs.items[i].usage)
	}
	return t
}

func (l *lessons) terms() lists[posting] {
	terms := lists[posting]{l.TermStarts, make([]posting, len(l.Terms))}
	for w := range len(l.TermStarts) - 1 {
		for i := l.TermStarts[w]; i < l.TermStarts[w+1]; i++ {
			p := posting{symbol(l.Terms[i] / 2), int32(w), 1}
			if l.Terms[i]%2 == 1 {
				p.weight = partWeight
			}
			terms.items[i] = p
		}
	}
	return terms
}
