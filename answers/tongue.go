package answers

import (
	"encoding/binary"
	"math"
	"slices"
)

// A tongue knows how people ask: the stems of all wordings, and the pairs of
// neighbouring stems, plain words as much as others. It tells how much a
// question sounds like those of each candidate (hear), and how much like one
// that the sources don't answer (odds): "how many", "which areas", "chairs" and
// "cost" tell much there.
//
// The stems and pairs, the features, are numbered: the stems by their symbols,
// the pairs after them as they stand in the lists.
type tongue struct {
	size    []int32       // see newTongue: how many entries, candidates and texts there are
	pairs   lists[symbol] // by stem: those it comes after, in order
	usage   []usage       // by feature
	total   []float64     // of usage: of the gaps' wordings, and of the entries'
	likings lists[liking] // by rare feature: the candidates in whose wordings it stands, in order
	rows    []int32       // by common feature: where its row begins in common; none for rare ones
	common  []uint8       // what each weighs for every candidate, and zeroWeight: an odd number if it stands in its wordings
}

// atStart is what the first stem of a text comes after.
const atStart = symbol(-1)

// usage is in how many texts a feature stands: of gaps or of messages about anything
// else, and of entries.
type usage struct{ gaps, others int32 }

func (u usage) sum() int32 { return u.gaps + u.others }

// A liking is a candidate, and in its last eight bits what a feature weighs for it.
type liking int32

func newLiking(cand int32, weight int8) liking { return liking(cand<<8 | int32(uint8(weight))) }
func (l liking) cand() int32                   { return int32(l >> 8) }
func (l liking) weight() int8                  { return int8(l) }

const (
	// unit is what a weight of 1 stands for: finer ones make no difference.
	unit = 1.0 / 127

	// fine is how finely the value of a feature in a question is counted. With
	// whole numbers the sum is the same in any order, and on any machine.
	fine = 4096

	// commonFrom is in how many wordings a feature stands that is weighed for
	// every candidate, and not only for those that have it: that "chairs" isn't
	// in a candidate's wordings speaks against it, but not that a rare word isn't.
	commonFrom = 40

	// commonShare is the share of all wordings that it stands in as well: in a
	// larger corpus more features are that common, and each weighs for more.
	commonShare = 0.002
)

// newTongue learns from texts, given as their stems, which are numbered below n:
// first the wordings of the candidates, with their owners, of whom the entries
// come before the gaps, then messages about anything else. These it takes for
// those of one more candidate, which is a gap as far as it goes.
func newTongue(entries, cands int, owners []int32, siblings *lists[int32], texts lists[symbol], n int) *tongue {
	for len(owners) < texts.len() {
		owners = append(owners, int32(cands))
	}
	t := &tongue{size: []int32{int32(entries), int32(cands) + 1, int32(len(owners))}}
	t.numberPairs(texts, n)
	examples := t.examplesOf(texts)
	t.count(examples, owners)
	t.list(examples, owners)
	t.train(examples, owners, siblings)
	return t
}

// numberPairs finds the pairs of neighbours that stand in the texts twice or
// more: most stand there once, and tell nothing of other questions.
func (t *tongue) numberPairs(texts lists[symbol], n int) {
	type pair struct{ before, stem symbol }
	all := make([]pair, 0, len(texts.items))
	for w := range texts.len() {
		before := atStart
		for _, s := range texts.of(w) {
			all = append(all, pair{before, s})
			before = s
		}
	}
	all = group(n+1, all, func(p pair) int { return int(p.before - atStart) }).items
	byStem := group(n, all, func(p pair) int { return int(p.stem) })
	t.pairs = newLists[symbol](n, len(all)/8)
	var befores []symbol
	for s := range n {
		befores = befores[:0]
		pairs := byStem.of(s)
		for i, p := range pairs {
			if i > 0 && p == pairs[i-1] && (len(befores) == 0 || befores[len(befores)-1] != p.before) {
				befores = append(befores, p.before)
			}
		}
		t.pairs.add(befores...)
	}
}

// single returns the number of a stem by itself, or none if no wording has it.
// While wordings are learned from, each has its stems.
func (t *tongue) single(stem symbol) int32 {
	if int32(stem) >= t.stems() || t.usage != nil && t.usage[stem] == (usage{}) {
		return none
	}
	return int32(stem)
}

// pair returns the number of a pair, or none.
func (t *tongue) pair(before, stem symbol) int32 {
	if int(stem)+1 >= len(t.pairs.starts) {
		return none
	}
	k, ok := slices.BinarySearch(t.pairs.of(int(stem)), before)
	if !ok {
		return none
	}
	return t.stems() + t.pairs.starts[stem] + int32(k)
}

// stems returns how many stems there are, and so the number of the first pair.
func (t *tongue) stems() int32 { return int32(len(t.pairs.starts) - 1) }

// appendFeatures appends the features of a text, in order: each known one once,
// and none for every one that isn't known.
func (t *tongue) appendFeatures(features []int32, stems []symbol) []int32 {
	before := atStart
	for _, s := range stems {
		for _, f := range [2]int32{t.single(s), t.pair(before, s)} {
			if f == none || !slices.Contains(features, f) {
				features = append(features, f)
			}
		}
		before = s
	}
	return features
}

// examplesOf returns the features of each text.
func (t *tongue) examplesOf(texts lists[symbol]) lists[int32] {
	examples := newLists[int32](texts.len(), 2*len(texts.items))
	var features []int32
	for w := range texts.len() {
		features = t.appendFeatures(features[:0], texts.of(w))
		examples.add(slices.DeleteFunc(features, func(f int32) bool { return f == none })...)
	}
	return examples
}

// count counts the texts that have each feature.
func (t *tongue) count(examples lists[int32], owners []int32) {
	t.usage = make([]usage, int(t.stems())+len(t.pairs.items))
	t.total = make([]float64, 2)
	for w, owner := range owners {
		for _, f := range examples.of(w) {
			if owner >= t.entries() {
				t.usage[f].gaps++
				t.total[0]++
			} else {
				t.usage[f].others++
				t.total[1]++
			}
		}
	}
}

// list makes room for what each feature weighs: for all candidates if it is
// common, or else for those that have it.
func (t *tongue) list(examples lists[int32], owners []int32) {
	t.rows = make([]int32, len(t.usage))
	rows := 0
	for f, u := range t.usage {
		if t.rows[f] = none; float64(u.sum()) >= max(commonFrom, commonShare*t.texts()) {
			t.rows[f] = int32(rows * roundUp(t.cands()))
			rows++
		}
	}
	t.common = make([]uint8, rows*roundUp(t.cands()))
	var all []having
	last := make([]int32, len(t.usage)) // the candidate that each was last seen in, from 1
	for w, owner := range owners {
		for _, f := range examples.of(w) {
			if t.rows[f] == none && last[f] != owner+1 {
				last[f] = owner + 1
				all = append(all, having{f, owner})
			}
		}
	}
	have := t.whoHas(all)
	t.likings = lists[liking]{have.starts, make([]liking, len(all))}
	for i, cand := range have.items {
		t.likings.items[i] = newLiking(cand, 0)
	}
}

// A having is a feature, and a candidate or a wording that has it.
type having struct{ feature, who int32 }

// whoHas lists by feature who has it.
func (t *tongue) whoHas(all []having) lists[int32] {
	byFeature := group(len(t.usage), all, func(h having) int { return int(h.feature) })
	who := make([]int32, len(all))
	for i, h := range byFeature.items {
		who[i] = h.who
	}
	return lists[int32]{byFeature.starts, who}
}

// value is what a feature counts in a text before its length is evened out:
// more if few wordings have it.
func (t *tongue) value(feature int32) float64 {
	return math.Sqrt(math.Log(1 + t.texts()/float64(t.usage[feature].sum())))
}

func (t *tongue) entries() int32   { return t.size[0] }
func (t *tongue) cands() int       { return int(t.size[1]) }
func (t *tongue) elsewhere() int32 { return t.size[1] - 1 } // what messages about anything else are taken for
func (t *tongue) texts() float64   { return float64(t.size[2]) }

// A hearing is what a tongue makes of one question, with room to work in.
type hearing struct {
	features []int32 // of the question, none for each that isn't known
	values   []float64
	rows     []timed
	sums     []int32 // by candidate, see heard
}

func newHearing(cands int) hearing { return hearing{sums: make([]int32, roundUp(cands))} }

// A timed row counts so many times.
type timed struct {
	row   []uint8
	times uint64
}

// hear listens to a question.
func (t *tongue) hear(h *hearing, stems []symbol) {
	h.features = t.appendFeatures(h.features[:0], stems)
	h.values = h.values[:0]
	length := 0.0
	for _, f := range h.features {
		v := 0.0
		if f != none {
			v = t.value(f)
		}
		h.values = append(h.values, v)
		length += v * v
	}
	h.rows = h.rows[:0]
	for i, f := range h.features {
		if f == none {
			continue
		}
		h.values[i] = math.Round(fine * h.values[i] / math.Sqrt(length))
		if at := t.rows[f]; at != none {
			h.rows = append(h.rows, timed{t.common[at:][:len(h.sums)], uint64(h.values[i])})
		}
	}
	addRows(h.sums, h.rows)
	for i, f := range h.features {
		if f == none || t.rows[f] != none {
			continue
		}
		v := int32(h.values[i])
		for _, l := range t.likings.of(int(f)) {
			h.sums[l.cand()] += v * int32(l.weight())
		}
	}
}

// A row holds so much more than a weight, so that there is no sign to mind when
// several are added at a time.
const zeroWeight = 128

// addedUp is how many weights of a row are added up at a time: as many as there
// are bytes in a machine word. Rows are as long as a multiple of it.
const addedUp = 8

func roundUp(cands int) int { return (cands + addedUp - 1) / addedUp * addedUp }

// addRows sets the sums to those of the rows' weights. Two weights go into one
// word at a time, each with room for 32 bits, which they never fill: see fine.
func addRows(sums []int32, rows []timed) {
	const two = 0x000000ff_000000ff
	zero := int32(0)
	for _, r := range rows {
		zero += int32(zeroWeight * r.times)
	}
	for at := 0; at+addedUp <= len(sums); at += addedUp {
		var a, b, c, d uint64
		for _, r := range rows {
			w := binary.LittleEndian.Uint64(r.row[at:])
			a += (w & two) * r.times
			b += (w >> 8 & two) * r.times
			c += (w >> 16 & two) * r.times
			d += (w >> 24 & two) * r.times
		}
		s := (*[addedUp]int32)(sums[at:])
		s[0], s[4] = int32(uint32(a))-zero, int32(a>>32)-zero
		s[1], s[5] = int32(uint32(b))-zero, int32(b>>32)-zero
		s[2], s[6] = int32(uint32(c))-zero, int32(c>>32)-zero
		s[3], s[7] = int32(uint32(d))-zero, int32(d>>32)-zero
	}
}

// heard returns how much the question sounds like those of a candidate: about 1
// for its own wordings, 0 for what is asked of others.
func (h *hearing) heard(cand int32) float64 { return max(0, float64(h.sums[cand])*(unit/fine)) }

// loudest returns the most that is heard of a candidate in a range.
func (h *hearing) loudest(from, to int) float64 {
	most := int32(0)
	for _, sum := range h.sums[from:to] {
		most = max(most, sum)
	}
	return float64(most) * (unit / fine)
}

const (
	// priorUse is how many sightings, shared out as the two sides are sized,
	// each feature starts with: one sighting is no rule.
	priorUse = 3.0

	// maxOdds caps what one feature can tell.
	maxOdds = 2.5
)

// odds returns how much speaks for the question that was heard being one that
// the sources don't answer, in what the candidates' own wordings don't have:
// the log odds of its features, evened out for length; 0 if they have it all.
func (t *tongue) odds(h *hearing, cands []int32) float64 {
	gaps, others := t.total[0], t.total[1]
	if len(h.features) == 0 || gaps == 0 || others == 0 {
		return 0
	}
	share, even, sum := gaps/(gaps+others), math.Log(others/gaps), 0.0
	for _, f := range h.features {
		if f == none || t.have(f, cands) {
			continue
		}
		u := t.usage[f]
		odds := math.Log((float64(u.gaps)+priorUse*share)/(float64(u.others)+priorUse*(1-share))) + even
		sum += max(-maxOdds, min(maxOdds, odds))
	}
	return sum / math.Sqrt(float64(len(h.features)))
}

// have reports whether a feature stands in the wordings of one of the candidates.
func (t *tongue) have(feature int32, cands []int32) bool {
	likings, at := t.likings.of(int(feature)), t.rows[feature]
	return slices.ContainsFunc(cands, func(c int32) bool {
		if at != none {
			return t.common[at+c]&1 != 0
		}
		k, _ := slices.BinarySearch(likings, newLiking(c, 0))
		return k < len(likings) && likings[k].cand() == c
	})
}

// lay is for [image].
func (t *tongue) lay(im *image) {
	lay(im, &t.size)
	t.pairs.lay(im)
	lay(im, &t.usage)
	lay(im, &t.total)
	t.likings.lay(im)
	lay(im, &t.rows)
	lay(im, &t.common)
}
