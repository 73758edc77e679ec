package answers

import (
	"cmp"
	"math"
	"slices"
)

// A tongue tells how people ask for what the sources don't say from how they
// ask for what they do. It counts the words, and the pairs of neighbouring
// words, of the gaps' wordings and of the entries': "how many", "which areas",
// "chairs" and "cost" tell much, and plain words as much as others.
type tongue struct {
	own          lists[owned] // by candidate: the pairs of its wordings, in order; the stems stand in them
	cands        []candidate
	stems        []usage        // of each stem by itself
	pairs        lists[pairing] // by stem: what it comes after, in order
	gaps, others float64        // features learned from the wordings of gaps, and of entries
}

// A feature is a stem, or a stem after another.
type feature struct{ before, stem symbol }

const (
	alone   = symbol(-1) // before a stem: whatever came before
	atStart = symbol(-2) // before a stem: nothing
)

// owned is a pair in a candidate's wordings. Those in more than one wording have
// their stem's complement; nothing more needs to be known.
type owned feature

func (o owned) feature() (f feature, often bool) {
	if o.stem < 0 {
		return feature{o.before, ^o.stem}, true
	}
	return feature(o), false
}

// usage is in how many wordings a feature stands.
type usage struct{ gaps, others int32 }

// A pairing is a stem's use after another.
type pairing struct {
	before symbol
	usage
}

const (
	// priorUse is how many sightings, shared out as the two sides are sized,
	// each word or pair starts with: one sighting is no rule.
	priorUse = 3.0

	// maxOdds caps what one word or pair can tell.
	maxOdds = 2.5
)

// A sighting is a feature in a wording.
type sighting struct {
	feature
	wording int32
	gap     bool
}

// newTongue learns from the wordings of candidates, given as the stems of those
// that are asked; the stems are numbered below n.
func newTongue(cands []candidate, asked lists[symbol], n int) *tongue {
	t := &tongue{cands: cands, stems: make([]usage, n), pairs: newLists[pairing](n, len(asked.items))}
	t.learnOwn(asked)
	pairs := t.learnStems(asked)
	pairs = group(n+2, pairs, func(s sighting) int { return int(s.before - atStart) }).items
	byStem := group(n, pairs, func(s sighting) int { return int(s.stem) })
	var learned []pairing
	for k := range n {
		learned = learned[:0]
		last := sighting{}
		for i, s := range byStem.of(k) {
			if i == 0 || s.before != last.before {
				learned = append(learned, pairing{before: s.before})
			} else if s.wording == last.wording {
				continue
			}
			learned[len(learned)-1].count(s.gap)
			last = s
		}
		t.pairs.add(learned...)
	}
	for _, u := range t.stems {
		t.size(u)
	}
	for _, p := range t.pairs.items {
		t.size(p.usage)
	}
	return t
}

// learnStems learns the use of each stem by itself, and returns the pairs.
func (t *tongue) learnStems(asked lists[symbol]) []sighting {
	pairs := make([]sighting, 0, len(asked.items))
	last := make([]int32, len(t.stems)) // the wording each was last counted in, from 1: once in each counts
	for k := range t.cands {
		c := &t.cands[k]
		for w := c.from; w < c.to; w++ {
			before := atStart
			for _, s := range asked.of(int(w)) {
				if last[s] != w+1 {
					last[s] = w + 1
					t.stems[s].count(c.isGap())
				}
				pairs = append(pairs, sighting{feature{before, s}, w, c.isGap()})
				before = s
			}
		}
	}
	return pairs
}

// learnOwn learns the pairs in each candidate's wordings.
func (t *tongue) learnOwn(asked lists[symbol]) {
	var all, one []feature
	var own []owned
	for k := range t.cands {
		all, own = all[:0], own[:0]
		for w := t.cands[k].from; w < t.cands[k].to; w++ {
			one = appendFeatures(one[:0], asked.of(int(w)))
			all = append(all, slices.DeleteFunc(one, func(f feature) bool { return f.before == alone })...)
		}
		slices.SortFunc(all, feature.compare)
		for i, f := range all {
			switch {
			case i == 0 || f != all[i-1]:
				own = append(own, owned(f))
			default:
				own[len(own)-1].stem = ^f.stem
			}
		}
		t.own.add(own...)
	}
}

// appendFeatures appends the stems of a text and the pairs of neighbours, each once, in order.
func appendFeatures(features []feature, stems []symbol) []feature {
	before := atStart
	for _, s := range stems {
		for _, f := range [2]feature{{alone, s}, {before, s}} {
			if !slices.Contains(features, f) {
				features = append(features, f)
			}
		}
		before = s
	}
	return features
}

func (f feature) compare(other feature) int {
	return cmp.Or(cmp.Compare(f.stem, other.stem), cmp.Compare(f.before, other.before))
}

// count counts a wording.
func (u *usage) count(gap bool) {
	if gap {
		u.gaps++
	} else {
		u.others++
	}
}

// size adds the use of a feature to how much was learned.
func (t *tongue) size(u usage) {
	t.gaps += float64(u.gaps)
	t.others += float64(u.others)
}

// usage returns the use of a feature.
func (t *tongue) usage(f feature) usage {
	if f.before == alone {
		if int(f.stem) < len(t.stems) {
			return t.stems[f.stem]
		}
		return usage{}
	}
	pairs := t.pairs.of(int(f.stem))
	if i, ok := slices.BinarySearchFunc(pairs, f.before, func(p pairing, s symbol) int { return int(p.before - s) }); ok {
		return pairs[i].usage
	}
	return usage{}
}

// A hearing is what a tongue makes of one question, with room to work in.
type hearing struct {
	features []feature
	own      []int32 // in how many of the candidates' wordings each stands: 0, 1, or 2 for more
}

// odds returns how much speaks for a question being one that the sources don't
// answer, in what the candidates' own wordings don't ask: the log odds of its
// words and pairs, evened out for length; 0 if they ask it all.
// The question may itself be a wording of the candidate left, and then does not count.
func (t *tongue) odds(h *hearing, stems []symbol, cands []int32, left int32) float64 {
	h.features = appendFeatures(h.features[:0], stems)
	h.own = append(h.own[:0], make([]int32, len(h.features))...)
	if len(h.features) == 0 || t.gaps == 0 || t.others == 0 {
		return 0
	}
	for _, c := range cands {
		t.listen(h, int(c))
	}
	base := math.Log(t.others / t.gaps)
	share := t.gaps / (t.gaps + t.others)
	sum := 0.0
	for i, f := range h.features {
		u, own := t.usage(f), h.own[i]
		if u == (usage{}) {
			continue
		}
		gaps, others := float64(u.gaps), float64(u.others)
		if left != none {
			if t.cands[left].isGap() {
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

// listen counts in how many of a candidate's wordings each feature of a question stands.
func (t *tongue) listen(h *hearing, cand int) {
	own := t.own.of(cand)
	for i, f := range h.features {
		first := f
		if f.before == alone {
			first.before = atStart // the least that a stem can stand after
		}
		k, _ := slices.BinarySearchFunc(own, first, func(o owned, f feature) int {
			g, _ := o.feature()
			return g.compare(f)
		})
		if k == len(own) {
			continue
		}
		g, often := own[k].feature()
		if g.stem != f.stem || f.before != alone && g.before != f.before {
			continue
		}
		if f.before == alone && k+1 < len(own) { // it may stand after several stems, nearly always in as many wordings
			next, _ := own[k+1].feature()
			often = often || next.stem == f.stem
		}
		h.own[i]++
		if often {
			h.own[i]++
		}
	}
}

// lay is for [image].
func (t *tongue) lay(im *image) {
	t.own.lay(im)
	lay(im, &t.stems)
	t.pairs.lay(im)
	sizes := []float64{t.gaps, t.others}
	lay(im, &sizes)
	t.gaps, t.others = sizes[0], sizes[1]
}
