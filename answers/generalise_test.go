package answers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"gotest.tools/v3/golden"

	"nhslaw/answers/slips"
	"nhslaw/corpus"
)

// leftOut ranks what a text may be about. It is a wording of the corpus, or made
// of one, and is asked as if that wording were not there; with none, all are.
func (x *Index) leftOut(text string, skip int32) *inquiry {
	q := x.newInquiry()
	x.understand(&q.question, text)
	if skip != none {
		q.left = x.wordings[skip].cand
	}
	x.find(q, skip)
	return q
}

// answersAs reports whether an entry may answer for another: itself or its sibling.
func (x *Index) answersAs(cand, wanted int32) bool {
	return cand == wanted || slices.Contains(x.siblings.of(int(wanted)), cand)
}

// samePlace reports whether two entries rest on a paragraph in common.
func (x *Index) samePlace(cand, wanted int32) bool {
	a, b := x.entry(cand), x.entry(wanted)
	return a.Source == b.Source && slices.ContainsFunc(a.Paragraphs, func(p int) bool { return slices.Contains(b.Paragraphs, p) })
}

// variants are ways in which one and the same question is typed.
var variants = []struct {
	name string
	make func(string, *rand.Rand) string
}{
	{"as it is", func(s string, _ *rand.Rand) string { return s }},
	{"one slip", func(s string, r *rand.Rand) string { return slips.In(s, 1, r) }},
	{"two slips", func(s string, r *rand.Rand) string { return slips.In(s, 2, r) }},
	{"capitals", func(s string, _ *rand.Rand) string { return strings.ToUpper(s) }},
	{"no punctuation", func(s string, _ *rand.Rand) string { return strings.Join(corpus.Words(s), " ") }},
	{"chatty", func(s string, r *rand.Rand) string {
		return []string{"hey does anyone know ", "quick one: ", "sorry if this is obvious but ", "hi there, can you tell me "}[r.IntN(4)] + s + []string{"", " thanks!", " cheers", " please"}[r.IntN(4)]
	}},
}

// step thins the wordings that are asked; every one would take minutes with the race detector.
const step = 5

// TestGeneralisation takes one wording at a time out of the index and asks it:
// how often is its entry, or a sibling, first or among the first three? And how
// often does the first rest on the same paragraph?
func TestGeneralisation(t *testing.T) {
	x, texts := theIndex(), wordings()
	var b strings.Builder
	first := map[string]float64{}
	for _, v := range variants {
		r := rand.New(rand.NewPCG(1, 2))
		n, one, three, place := 0, 0, 0, 0
		for i, w := range x.wordings {
			if w.kind != asAsk || x.cands[w.cand].isGap() || i%step != 0 {
				continue
			}
			n++
			entries := x.placed(x.leftOut(v.make(texts[i], r), int32(i)), 3)
			if len(entries) == 0 {
				continue
			}
			if x.answersAs(entries[0].cand, w.cand) {
				one++
			}
			if x.answersAs(entries[0].cand, w.cand) || x.samePlace(entries[0].cand, w.cand) {
				place++
			}
			if slices.ContainsFunc(entries, func(m match) bool { return x.answersAs(m.cand, w.cand) }) {
				three++
			}
		}
		rate := func(k int) float64 { return 100 * float64(k) / float64(n) }
		fmt.Fprintf(&b, "%-15s first %.1f  among three %.1f  same paragraph first %.1f  of %d\n", v.name, rate(one), rate(three), rate(place), n)
		first[v.name] = rate(one)
	}
	golden.Assert(t, b.String(), "generalisation.golden")
	for name, most := range map[string]float64{"capitals": 0.5, "no punctuation": 0.5} {
		if lost := first["as it is"] - first[name]; lost > most {
			t.Errorf("%s costs %.1f points, more than %.1f", name, lost, most)
		}
	}
}

// TestEveryWordingFindsItsEntry asks each wording and title as it stands.
func TestEveryWordingFindsItsEntry(t *testing.T) {
	x, texts := theIndex(), wordings()
	for i, w := range x.wordings {
		if w.kind == asText || x.cands[w.cand].isGap() || i%step != 0 {
			continue
		}
		q := x.leftOut(texts[i], none)
		if m := x.place(q, &q.entries, 0); m == nil || !x.answersAs(m.cand, w.cand) && !x.tied(q, w.cand) {
			t.Errorf("%s does not come first for its own %q", x.id(w.cand), texts[i])
		}
	}
}

// tied reports whether the wanted candidate scores as the first does.
func (x *Index) tied(q *inquiry, wanted int32) bool {
	first := *x.place(q, &q.entries, 0)
	for i := 1; ; i++ {
		m := x.place(q, &q.entries, i)
		if m == nil || m.score < first.score {
			return false
		}
		if m.cand == wanted {
			return true
		}
	}
}

// placed returns the first n entries in the running.
func (x *Index) placed(q *inquiry, n int) (ms []match) {
	for i := range n {
		if m := x.place(q, &q.entries, i); m != nil {
			ms = append(ms, *m)
		}
	}
	return ms
}

// wordings returns the texts of the index's wordings.
var wordings = sync.OnceValue(func() (texts []string) {
	theIndex().eachWording(func(_ int, _ wordingKind, text string) { texts = append(texts, text) })
	return texts
})
