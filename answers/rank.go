package answers

import (
	"math"
	"math/bits"
	"slices"
)

// How a candidate's score adds up. The weights were searched on leave-one-out
// over the wordings and on a question set written without sight of the corpus;
// each is flat around its value, so the numbers are round.
const (
	// coverWeight sets what all of a candidate's wordings explain together
	// against the likeness of the best one: people combine the words of several
	// wordings more often than they repeat one.
	coverWeight = 2.0

	// secondWeight lets the runner-up among a candidate's wordings count a
	// little: two that are alike are no accident.
	secondWeight = 0.2

	// saturation is the number of wordings with a term at which the term counts
	// half, in a candidate with as many wordings as most: used once it may be
	// chance, used five times it is the subject.
	saturation = 2.0

	// questionShare splits the length norm of a likeness between the question
	// and the wording: more on the question, since people add words of their own.
	questionShare = 0.6

	// idfPower flattens how much rarer terms tell more.
	idfPower = 0.7

	// textWeight is what standing in the answer's own text counts against
	// standing in a wording: readers use their words, not the article's.
	textWeight = 0.3

	// sameBonus puts a question with the very terms of a wording before all that
	// is only like it.
	sameBonus = 0.5

	// unknownWeight is what a word that the corpus never uses weighs, against
	// the rarest word that it does.
	unknownWeight = 0.5
)

// A match is how well a question fits a candidate.
type match struct {
	cand     int32
	wording  int32   // the wording most like the question
	score    float64 // what candidates are ranked by
	likeness float64 // how like it is, 0 to 1
	recall   float64 // the share of the question that the wording explains
	second   float64 // how like the next wording of the candidate is
	same     float64 // sameBonus if the question has the very terms of one of its wordings
	covered  float64 // the share of the question that all its wordings explain, 0 to 1
}

// A weighed term is a question's term with what it weighs in this index.
type weighed struct {
	term   term
	weight float64
}

// weighTerms weighs the question's terms, each once, and the whole question,
// unknown words included.
func (x *Index) weighTerms(q *inquiry) {
	q.weighed = q.weighed[:0]
	for _, t := range q.terms {
		w := x.idf[t.symbol] * t.weight
		if w == 0 { // no wording asks for it
			continue
		}
		if i := slices.IndexFunc(q.weighed, func(o weighed) bool { return o.term.symbol == t.symbol }); i >= 0 {
			q.weighed[i].weight = max(q.weighed[i].weight, w)
			continue
		}
		q.weighed = append(q.weighed, weighed{t, w})
	}
	q.total = 0
	for _, t := range q.weighed {
		q.total += t.weight
	}
	q.total += unknownWeight * q.doubt * x.rarest
}

// nearlyAll allows for rounding where two sums of the same terms are compared.
const nearlyAll = 0.999

// none is given for the wording to leave out when there is none.
const none = int32(-1)

// rank scores the candidates that share a term with the question. It leaves one
// wording out of account, so that leave-one-out can ask it.
func (x *Index) rank(q *inquiry, skip int32) {
	q.entries, q.gaps = q.entries[:0], q.gaps[:0]
	if q.total == 0 {
		return
	}
	x.overlay(q, skip)
	for c, covered := range q.covered {
		q.matches[c] = match{cand: int32(c), covered: covered / q.total}
		q.covered[c] = 0
	}
	x.compare(q)
	for c := range q.matches {
		m := &q.matches[c]
		if m.likeness == 0 {
			continue
		}
		m.score = m.likeness + secondWeight*m.second + coverWeight*m.covered + m.same
		if x.cands[c].gap != nil {
			q.gaps = append(q.gaps, m)
		} else {
			q.entries = append(q.entries, m)
		}
	}
	slices.SortFunc(q.entries, bestFirst)
}

// bestFirst orders matches; of two with one score the first in the order of the
// corpus goes first.
func bestFirst(a, b *match) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return int(a.cand - b.cand)
}

// best returns the best of some matches, the zero match if there are none.
func best(ms []*match) match {
	if len(ms) == 0 {
		return match{}
	}
	return *slices.MinFunc(ms, bestFirst)
}

// overlay adds up how much of the question each wording has, and each candidate covers.
func (x *Index) overlay(q *inquiry, skip int32) {
	for _, t := range q.weighed {
		k := int(t.term.symbol)
		skipped := none // the candidate whose wording is left out
		for _, p := range x.postings.of(k) {
			if p.wording == skip {
				skipped = x.wordings[skip].cand
				continue
			}
			q.overlap[p.wording] += min(t.weight, x.idf[k]*float64(p.weight))
			q.touched[p.wording/64] |= 1 << (p.wording % 64)
		}
		for _, c := range x.inCand.of(k) {
			n := float64(c.n)
			if c.cand == skipped {
				n -= float64(x.wordings[skip].share)
			}
			q.covered[c.cand] += t.weight * n / (n + x.cands[c.cand].half)
		}
	}
}

// compare finds the two wordings of each candidate that are most like the question.
func (x *Index) compare(q *inquiry) {
	norm := math.Pow(q.total, questionShare)
	for k, set := range q.touched {
		q.touched[k] = 0
		for ; set != 0; set &= set - 1 {
			i := int32(64*k + bits.TrailingZeros64(set))
			o := q.overlap[i]
			q.overlap[i] = 0
			w := &x.wordings[i]
			m := &q.matches[w.cand]
			likeness := o / norm / w.norm
			if w.kind == asText {
				likeness = textWeight * o / q.total
			} else if o > nearlyAll*q.total && o > nearlyAll*w.weight {
				m.same = sameBonus
			}
			switch {
			case likeness > m.likeness:
				m.second, m.likeness, m.wording, m.recall = m.likeness, likeness, i, o/q.total
			case likeness > m.second:
				m.second = likeness
			}
		}
	}
}
