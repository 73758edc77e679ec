package answers

import (
	"flag"
	"slices"
	"strings"
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

// A leftOut is a wording of an entry that a fold does without.
type leftOut struct {
	text  string
	entry *corpus.Entry
}

// folds is how many parts the wordings are cut into.
const folds = 10

// foldsAsked is how many of them are asked: each has to learn nearly the whole corpus.
var foldsAsked = flag.Int("folds", 2, "how many of the ten folds to ask; the golden files are those of 2")

// foldOf returns the part that a text, or a line of a file, belongs to. A question of
// testdata/asked.jsonl belongs where the wording is that it became: slips were
// corrected on the way.
func foldOf(text string) int {
	text = strings.TrimSuffix(text, "\n")
	if wording, ok := became()[text]; ok {
		text = wording
	}
	return int(uint(hash(text)) % folds)
}

var became = sync.OnceValue(func() map[string]string {
	asked, err := readPractice("asked")
	if err != nil {
		panic(err)
	}
	wordings := map[string]string{}
	for _, p := range asked {
		if p.As != "" {
			wordings[p.Q] = p.As
		}
	}
	return wordings
})

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

// newFold leaves out the wordings of part k, every tenth gap with all of its
// wordings, as most absences are not curated, and a tenth of the messages about
// anything else.
func newFold(c *corpus.Corpus, k int) fold {
	var f fold
	part := *c
	part.Entries, part.Gaps = nil, nil
	belongs := func(text string) bool { return foldOf(text) == k }
	keep := func(asks corpus.Wordings) corpus.Wordings {
		return corpus.NewWordings(slices.DeleteFunc(slices.Collect(asks.All()), belongs)...)
	}
	for _, e := range c.Entries {
		for text := range e.Asks.All() {
			if belongs(text) {
				f.left = append(f.left, leftOut{text, e})
			}
		}
		kept := *e
		kept.Asks, kept.Contrary = keep(e.Asks), keep(e.Contrary)
		part.Entries = append(part.Entries, &kept)
	}
	for i, g := range c.Gaps {
		if i%folds != k {
			kept := *g
			kept.Asks = keep(g.Asks)
			part.Gaps = append(part.Gaps, &kept)
		}
	}
	others := slices.DeleteFunc(slices.Collect(strings.Lines(elsewhere)), belongs)
	f.Index = build(corpus.Assemble(part), strings.Join(others, ""))
	return f
}

// inquiry reads and weighs a question.
func (x *Index) inquiry(text string) *inquiry {
	q := x.newInquiry()
	x.inquire(q, text)
	return q
}
