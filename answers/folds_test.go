package answers

import (
	"flag"
	"slices"
	"sync"
	"testing"

	"nhslaw/corpus"
)

// A fold is an index that was built without a part of the wordings, which can
// so be asked it as nobody has asked them before.
type fold struct {
	*Index
	left []leftOut
}

// A leftOut is a wording that a fold does without.
type leftOut struct {
	text  string
	id    string // of its entry or gap
	isGap bool
}

// folds is how many parts the wordings are cut into.
const folds = 10

// foldsAsked is how many of them are asked: each has to learn nearly the whole corpus.
var foldsAsked = flag.Int("folds", 2, "how many of the ten folds to ask; the golden files are those of 2")

// foldOf returns the part that a text belongs to.
func foldOf(text string) int { return int(uint(hash(text)) % folds) }

var theFolds = func() (fs [folds]func() fold) {
	for k := range fs {
		fs[k] = sync.OnceValue(func() fold { return newFold(corpus.Embedded(), k) })
	}
	return fs
}()

// AskedFold returns a fold, and whether a text belongs to it.
func AskedFold(k int) (x *Index, belongs func(text string) bool) {
	return theFolds[k]().Index, func(text string) bool { return foldOf(text) == k }
}

// FoldsAsked returns how many folds are to be asked.
func FoldsAsked(t *testing.T) int {
	if raced {
		t.Skip("learning takes too long under the race detector; TestTongueLearns does it there")
	}
	return *foldsAsked
}

// eachFold calls f with every fold that is to be asked.
func eachFold(t *testing.T, f func(k int, x fold)) {
	for k := range FoldsAsked(t) {
		f(k, theFolds[k]())
	}
}

// newFold leaves out the wordings of part k, and every tenth gap with all of
// its wordings: most absences are not curated.
func newFold(c *corpus.Corpus, k int) fold {
	var f fold
	part := *c
	part.Entries, part.Gaps = nil, nil
	keep := func(asks corpus.Wordings, left func(text string)) corpus.Wordings {
		kept := slices.DeleteFunc(slices.Collect(asks.All()), func(text string) bool {
			leave := foldOf(text) == k
			if leave {
				left(text)
			}
			return leave
		})
		return corpus.NewWordings(kept...)
	}
	for _, e := range c.Entries {
		e := *e
		e.Asks = keep(e.Asks, func(text string) { f.left = append(f.left, leftOut{text, e.ID, false}) })
		e.Contrary = keep(e.Contrary, func(string) {})
		part.Entries = append(part.Entries, &e)
	}
	for i, g := range c.Gaps {
		if i%folds == k {
			for text := range g.Asks.All() {
				f.left = append(f.left, leftOut{text, g.ID, true})
			}
			continue
		}
		g := *g
		g.Asks = keep(g.Asks, func(text string) { f.left = append(f.left, leftOut{text, g.ID, true}) })
		part.Gaps = append(part.Gaps, &g)
	}
	f.Index = New(corpus.Assemble(part))
	return f
}

// inquire understands and ranks a question.
func (x *Index) inquire(text string) *inquiry {
	q := x.newInquiry()
	x.understand(&q.question, text)
	x.find(q, shortlisted)
	return q
}

// answersFor reports whether an entry may answer for another: itself or its sibling.
func (x *Index) answersFor(cand int32, wanted *corpus.Entry) bool {
	e := x.entry(cand)
	return e.ID == wanted.ID || slices.Contains(wanted.Same, e.ID)
}

// samePlace reports whether an entry rests on a paragraph of another.
func (x *Index) samePlace(cand int32, wanted *corpus.Entry) bool {
	e := x.entry(cand)
	return e.Source == wanted.Source && slices.ContainsFunc(e.Paragraphs, func(p int) bool { return slices.Contains(wanted.Paragraphs, p) })
}
