package answers

import (
	"math"
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

// rank finds the candidates that share a term with the question. It scores none
// of them yet: see [race]. It leaves one wording out of account, so that
// leave-one-out can ask it.
func (x *Index) rank(q *inquiry, skip int32) {
	q.skip, q.norm = skip, math.Pow(q.total, questionShare)
	q.entries.reset()
	q.gaps.reset()
	q.scored = q.scored[:0]
	for _, t := range q.weighed {
		w := float32(t.weight)
		for _, u := range x.inCand.of(int(t.term.symbol)) {
			if q.shared[u.cand] == 0 {
				q.touched = append(q.touched, u.cand)
			}
			q.shared[u.cand] += w
			q.covered[u.cand] += w * u.share
		}
	}
	total := float32(q.total)
	for _, c := range q.touched {
		b := bid{bound(q.shared[c]/total, q.covered[c]/total), c, none}
		q.shared[c], q.covered[c] = 0, 0
		if x.cands[c].isGap() {
			q.gaps.bids = append(q.gaps.bids, b)
		} else {
			q.entries.bids = append(q.entries.bids, b)
		}
	}
	q.touched = q.touched[:0]
	q.entries.start()
	q.gaps.start()
}

// match scores a candidate.
func (x *Index) match(q *inquiry, cand int32) match {
	m := match{cand: cand}
	c := &x.cands[cand]
	overlap := append(q.overlap[:0], make([]float64, c.to-c.from)...) // of the question with each wording
	q.overlap = overlap
	for _, t := range q.weighed {
		k := int(t.term.symbol)
		uses := x.inCand.of(k)
		i, found := findUse(uses, cand)
		if !found {
			continue
		}
		postings := x.postings.of(k)[uses[i].at:]
		if i+1 < len(uses) {
			postings = postings[:uses[i+1].at-uses[i].at]
		}
		n, idf := float64(uses[i].n), x.idf[k]
		for _, p := range postings {
			if p.wording == q.skip {
				n -= float64(x.wordings[q.skip].share)
				continue
			}
			overlap[p.wording-c.from] += min(t.weight, idf*float64(p.weight))
		}
		m.covered += t.weight * n / (n + c.half)
	}
	m.covered /= q.total
	for i, o := range overlap {
		if o == 0 {
			continue
		}
		w := &x.wordings[int(c.from)+i]
		likeness := o / q.norm / w.norm
		if w.kind == asText {
			likeness = textWeight * o / q.total
		} else if o > nearlyAll*q.total && o > nearlyAll*w.weight {
			m.same = sameBonus
		}
		switch {
		case likeness > m.likeness:
			m.second, m.likeness, m.wording, m.recall = m.likeness, likeness, c.from+int32(i), o/q.total
		case likeness > m.second:
			m.second = likeness
		}
	}
	m.score = m.likeness + secondWeight*m.second + coverWeight*m.covered + m.same
	return m
}

// findUse returns where a candidate stands among the uses of a term.
func findUse(uses []use, cand int32) (at int, found bool) {
	from, to := 0, len(uses)
	for from < to {
		if mid := int(uint(from+to) / 2); uses[mid].cand < cand {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from, from < len(uses) && uses[from].cand == cand
}

// bestFirst orders matches; of two with one score the first in the order of the
// corpus goes first.
func bestFirst(a, b match) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return int(a.cand - b.cand)
}
