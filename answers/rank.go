package answers

import (
	"cmp"
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
	score    float64 // what candidates are ranked by
	wording  int32   // the wording most like the question
	likeness float64 // how like it is, 0 to 1
	recall   float64 // the share of the question that the wording explains
	second   float64 // how like the next wording of the candidate is
	same     float64 // sameBonus if the question has the very terms of one of its wordings
	covered  float64 // the share of the question that all its wordings explain, 0 to 1
}

// A weighed term is a question's term as the index knows it.
type weighed struct {
	term   term
	k      int32
	weight float64
}

// weighTerms looks up the question's terms, each once, and returns them with
// the weight of the whole question, unknown words included.
func (x *Index) weighTerms(q question) (terms []weighed, total float64) {
	for _, t := range q.terms {
		k, ok := x.terms[t.key]
		if !ok {
			continue
		}
		w := x.idf[k] * t.weight
		if i := slices.IndexFunc(terms, func(o weighed) bool { return o.k == k }); i >= 0 {
			terms[i].weight = max(terms[i].weight, w)
			continue
		}
		terms = append(terms, weighed{t, k, w})
	}
	for _, t := range terms {
		total += t.weight
	}
	return terms, total + unknownWeight*q.doubt*x.rarest
}

// nearlyAll allows for rounding where two sums of the same terms are compared.
const nearlyAll = 0.999

// none is given for the wording to leave out when there is none.
const none = int32(-1)

// rank scores the candidates that share a term with the question, best first.
// It leaves one wording out of account, so that leave-one-out can ask it; for a
// gap, with all, the whole candidate.
func (x *Index) rank(terms []weighed, total float64, skip int32) []match {
	if total == 0 {
		return nil
	}
	overlap := make([]float64, len(x.wordings))
	covered := make([]float64, len(x.cands))
	for _, t := range terms {
		skipped := false
		for _, p := range x.byTerm[t.k] {
			if p.wording == skip {
				skipped = true
				continue
			}
			overlap[p.wording] += min(t.weight, x.idf[t.k]*float64(p.weight))
		}
		for _, c := range x.inCand[t.k] {
			n := float64(c.n)
			if skipped && x.wordings[skip].cand == c.cand {
				n -= float64(x.wordings[skip].share)
			}
			covered[c.cand] += t.weight * n / (n + x.cands[c.cand].half)
		}
	}
	byCand := make([]match, len(x.cands))
	norm := math.Pow(total, questionShare)
	for i, o := range overlap {
		if o == 0 {
			continue
		}
		w := &x.wordings[i]
		likeness := o / norm / w.norm
		if w.kind == asText {
			likeness = textWeight * o / total
		}
		m := &byCand[w.cand]
		if w.kind != asText && o > nearlyAll*total && o > nearlyAll*w.weight {
			m.same = sameBonus
		}
		switch {
		case likeness > m.likeness:
			m.second, m.likeness, m.wording, m.recall = m.likeness, likeness, int32(i), o/total
		case likeness > m.second:
			m.second = likeness
		}
	}
	var ms []match
	for c, m := range byCand {
		if m.likeness == 0 {
			continue
		}
		m.cand = int32(c)
		m.covered = covered[c] / total
		m.score = m.likeness + secondWeight*m.second + coverWeight*m.covered + m.same
		ms = append(ms, m)
	}
	slices.SortFunc(ms, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.cand, b.cand))
	})
	return ms
}
