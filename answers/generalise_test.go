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
	{"in talk", func(s string, r *rand.Rand) string {
		return []string{"Morning all, I'm back from leave and still catching up with my inbox. ", "Sorry to jump in, my manager wants this by lunchtime. ", "Hi, new here and a bit lost! "}[r.IntN(3)] +
			strings.TrimRight(s, ".?! ") + "? " + []string{"The kettle's on if anyone's in the office.", "Thanks ever so much, Sam", "I've looked on the intranet and found nothing."}[r.IntN(3)]
	}},
}

// step thins what is asked; every wording would take minutes with the race detector.
const step = 5

// TestGeneralisation asks wordings of entries that the index was built without:
// how often is their entry, or a sibling, first or among the first three? And
// how often does the first rest on the same paragraph?
func TestGeneralisation(t *testing.T) {
	var b strings.Builder
	first := map[string]float64{}
	for _, v := range variants {
		r := rand.New(rand.NewPCG(1, 2))
		n, one, three, place := 0, 0, 0, 0
		eachFold(t, func(_ int, x fold) {
			for _, l := range x.left {
				n++
				wanted := l.entry
				entries := x.inquiry(v.make(l.text, r)).entries
				if len(entries) == 0 {
					continue
				}
				if x.answersFor(entries[0].cand, wanted) {
					one++
				}
				if x.answersFor(entries[0].cand, wanted) || x.samePlace(entries[0].cand, wanted) {
					place++
				}
				if slices.ContainsFunc(entries[:min(3, len(entries))], func(m match) bool { return x.answersFor(m.cand, wanted) }) {
					three++
				}
			}
		})
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

// TestEveryWordingFindsItsEntry asks each wording and title as it stands. Only a
// candidate that has a wording of the very same terms may come before its own,
// which has to be among the best three then.
func TestEveryWordingFindsItsEntry(t *testing.T) {
	x, texts := theIndex(), wordings()
	for i, owner := range ownersOf(x.cands) {
		if x.kinds[i] == asText || x.cands[owner].isGap() || i%step != 0 {
			continue
		}
		q := x.inquiry(texts[i])
		best := q.entries[:min(len(q.entries), 3)]
		for len(best) > 0 && !x.answersFor(best[0].cand, x.entry(owner)) && best[0].same > 0 {
			best = best[1:]
		}
		if len(best) == 0 || !x.answersFor(best[0].cand, x.entry(owner)) {
			t.Errorf("%s does not come first for its own %q", x.id(owner), texts[i])
		}
	}
}

// wordings returns the texts of the index's wordings.
var wordings = sync.OnceValue(func() (texts []string) {
	theIndex().eachWording(func(_ int, _ wordingKind, text string) { texts = append(texts, text) })
	return texts
})
