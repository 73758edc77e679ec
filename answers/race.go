package answers

import "math"

// A race ranks candidates, best first, and scores each only once it may be the
// next: the work is for the places that are asked for, not for all that run.
// It is a heap of bids; a bid is what a candidate may score at most until it is
// its score.
type race struct {
	bids   []bid
	places []match // those placed, best first
}

type bid struct {
	value  float64
	cand   int32
	scored int32 // the number of its match in inquiry.scored, or none
}

func (r *race) reset() { r.bids, r.places = r.bids[:0], r.places[:0] }

// start puts the bids in order.
func (r *race) start() {
	for i := len(r.bids)/2 - 1; i >= 0; i-- {
		r.sink(i)
	}
}

// place returns the match in a place from 0, or nil if there are not that many.
func (x *Index) place(q *inquiry, r *race, i int) *match {
	for len(r.places) <= i {
		for q.later && (len(r.bids) == 0 || r.bids[0].value <= float64(q.cut)/q.total+promiseBase) {
			x.lower(q)
		}
		if len(r.bids) == 0 {
			return nil
		}
		top := &r.bids[0]
		if top.scored != none {
			r.places = append(r.places, q.scored[top.scored])
			r.drop()
			continue
		}
		m := x.match(q, top.cand)
		top.value, top.scored = m.score, int32(len(q.scored))
		q.scored = append(q.scored, m)
		r.sink(0)
	}
	return &r.places[i]
}

// drop takes the first bid out.
func (r *race) drop() {
	last := len(r.bids) - 1
	r.bids[0] = r.bids[last]
	r.bids = r.bids[:last]
	r.sink(0)
}

// sink moves a bid down to where it belongs.
func (r *race) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(r.bids) {
			return
		}
		if child+1 < len(r.bids) && r.bids[child+1].before(r.bids[child]) {
			child++
		}
		if !r.bids[child].before(r.bids[i]) {
			return
		}
		r.bids[i], r.bids[child] = r.bids[child], r.bids[i]
		i = child
	}
}

// before orders bids. Of two with one value, what may still turn out to be that
// good is looked at before what is; of two matches the first in the order of
// the corpus comes first.
func (b bid) before(other bid) bool {
	switch {
	case b.value != other.value:
		return b.value > other.value
	case (b.scored == none) != (other.scored == none):
		return b.scored == none
	}
	return b.cand < other.cand
}

// bound returns the most that a candidate can score which has terms of a share
// of the question, covers a share of it, and sounds like it so much.
//
// The likeness of a wording is o / (total^s × weight^(1-s)) with the overlap o
// at most its weight, so at most (o/total)^s; and o is at most what is shared.
func bound(shared, covered, heard float32) float64 {
	likeness := powers[min(int(shared*(steps-1))+1, steps-1)]
	score := (1+secondWeight)*likeness + coverWeight*float64(covered) + heardWeight*float64(heard)
	if shared > nearlyAll-rounding {
		score += sameBonus
	}
	return score * (1 + rounding)
}

// The tangent of a likeness's bound lies above it everywhere. It touches where
// two fifths of a question are shared, about where candidates begin to matter.
var (
	promiseBase  = (1 + rounding) * (1 + secondWeight) * (1 - questionShare) * math.Pow(promiseAt, questionShare)
	promiseSlope = float32((1 + rounding) * (1 + secondWeight) * questionShare * math.Pow(promiseAt, questionShare-1))
)

const promiseAt = 0.4

const (
	// rounding is more than what adding up in single precision can be off by.
	rounding = 1e-4

	// steps is how finely powers are kept; rounded up, a bound is a little too
	// high, which costs no more than a match or two.
	steps = 65
)

// powers are what numbers from 0 to 1 come to at the power of questionShare.
var powers = func() (p [steps]float64) {
	for i := range p {
		p[i] = math.Pow(float64(i)/(steps-1), questionShare)
	}
	return p
}()
