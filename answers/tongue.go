package answers

import (
	"math"
	"slices"
)

// A tongue tells how people ask for what the sources don't say from how they
// ask for what they do. It counts the words, and the pairs of neighbouring
// words, of the gaps' wordings and of the entries': "how many", "which areas",
// "chairs" and "cost" tell much, and plain words as much as others.
type tongue struct {
	asked        lists[symbol] // the stems of each wording; none for those that aren't asked
	cands        []candidate
	usage        []usage
	features     map[feature]int32 // to their usage
	gaps, others float64           // features learned from the wordings of gaps, and of entries
}

// A feature is a stem, or a stem after another.
type feature uint64

const (
	alone   = symbol(-1) // before a stem: whatever came before
	atStart = symbol(-2) // before a stem: nothing
)

func newFeature(before, stem symbol) feature {
	return feature(uint32(before))<<32 | feature(uint32(stem))
}

// usage is in how many wordings a feature stands.
type usage struct {
	gaps, others int32
	last         int32 // the wording that it was last counted in, so that each counts once
}

const (
	// priorUse is how many sightings, shared out as the two sides are sized,
	// each word or pair starts with: one sighting is no rule.
	priorUse = 3.0

	// maxOdds caps what one word or pair can tell.
	maxOdds = 2.5
)

// newTongue learns from the wordings of candidates, given as stems.
func newTongue(cands []candidate, asked lists[symbol]) *tongue {
	t := &tongue{asked: asked, cands: cands, features: make(map[feature]int32, len(asked.items)/2)}
	for k := range cands {
		c := &cands[k]
		for i := c.from; i < c.to; i++ {
			before := atStart
			for _, s := range asked.of(int(i)) {
				t.learn(newFeature(alone, s), i, c.gap != nil)
				t.learn(newFeature(before, s), i, c.gap != nil)
				before = s
			}
		}
	}
	return t
}

// learn counts a feature of a wording, unless it has already.
func (t *tongue) learn(f feature, wording int32, gap bool) {
	k, ok := t.features[f]
	if !ok {
		k = int32(len(t.usage))
		t.features[f] = k
		t.usage = append(t.usage, usage{last: -1})
	}
	u := &t.usage[k]
	if u.last == wording {
		return
	}
	u.last = wording
	if gap {
		u.gaps++
		t.gaps++
	} else {
		u.others++
		t.others++
	}
}

// A hearing is what a tongue makes of one question, with room to work in.
type hearing struct {
	features []feature
	own      []int32 // how many of the candidates' wordings have each feature
	last     []int32 // and the last one counted, from 1, so that each counts once
}

// hear takes the features of a question, each once, in order.
func (h *hearing) hear(stems []symbol) {
	h.features = h.features[:0]
	before := atStart
	for _, s := range stems {
		for _, f := range [2]feature{newFeature(alone, s), newFeature(before, s)} {
			if !slices.Contains(h.features, f) {
				h.features = append(h.features, f)
			}
		}
		before = s
	}
	h.own = append(h.own[:0], make([]int32, len(h.features))...)
	h.last = append(h.last[:0], make([]int32, len(h.features))...)
}

// odds returns how much speaks for a question being one that the sources don't
// answer, in what the candidates' own wordings don't ask: the log odds of its
// words and pairs, evened out for length; 0 if they ask it all.
// The question may itself be a wording of the candidate left, and then does not count.
func (t *tongue) odds(h *hearing, stems []symbol, cands []int32, left int32) float64 {
	h.hear(stems)
	if len(h.features) == 0 || t.gaps == 0 || t.others == 0 {
		return 0
	}
	for _, c := range cands {
		t.count(h, stems, &t.cands[c])
	}
	base := math.Log(t.others / t.gaps)
	share := t.gaps / (t.gaps + t.others)
	sum := 0.0
	for i, f := range h.features {
		k, ok := t.features[f]
		if !ok {
			continue
		}
		gaps, others, own := float64(t.usage[k].gaps), float64(t.usage[k].others), h.own[i]
		if left != none {
			if t.cands[left].gap != nil {
				gaps--
			} else {
				others--
			}
			if slices.Contains(cands, left) {
				own--
			}
		}
		if own > 0 || gaps+others == 0 {
			continue
		}
		odds := math.Log((gaps+priorUse*share)/(others+priorUse*(1-share))) + base
		sum += max(-maxOdds, min(maxOdds, odds))
	}
	return sum / math.Sqrt(float64(len(h.features)))
}

// count counts in how many of a candidate's wordings each feature of a question stands.
func (t *tongue) count(h *hearing, stems []symbol, c *candidate) {
	for i := c.from; i < c.to; i++ {
		before := atStart
		for _, s := range t.asked.of(int(i)) {
			if slices.Contains(stems, s) {
				h.meet(newFeature(alone, s), newFeature(before, s), i+1)
			}
			before = s
		}
	}
}

// meet counts two features of a wording, unless it has already.
func (h *hearing) meet(a, b feature, wording int32) {
	for i, f := range h.features {
		if (f == a || f == b) && h.last[i] != wording {
			h.last[i] = wording
			h.own[i]++
		}
	}
}
