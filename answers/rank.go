package answers

import (
	"math"
	"slices"
)

// How a candidate's score adds up. The weights were searched on wordings left
// out of the index and on a question set written without sight of the corpus;
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

	// heardWeight sets how much a question sounds like those of a candidate
	// against how much the two share.
	heardWeight = 2.0

	// sameBonus puts a question with the very terms of a wording before all that
	// is only like it.
	sameBonus = 1.5

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
	heard    float64 // how much it sounds like those of the candidate, 0 to about 1
}

// A weighed term is a question's term with what it weighs in this index.
type weighed struct {
	term   term
	weight float64
	named  bool // it is a voice, or part of its name
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
		q.weighed = append(q.weighed, weighed{t, w, x.inName(q, t)})
	}
	q.total = 0
	for _, t := range q.weighed {
		q.total += t.weight
	}
	q.total += unknownWeight * q.doubt * x.rarest
}

// inName reports whether a term of a question is a voice, or part of its name.
func (x *Index) inName(q *inquiry, t term) bool {
	return x.words.isVoice(t.symbol) || t.how == asPart && slices.ContainsFunc(q.read, func(o term) bool {
		return x.words.isVoice(o.symbol) && o.from <= t.from && t.to <= o.to
	})
}

// nearlyAll allows for rounding where two sums of the same terms are compared.
const nearlyAll = 0.999

// none stands where there is no wording, candidate, topic or match to number.
const none = int32(-1)

// shortlisted is how many entries are compared with the question wording by
// wording, shortlistedSides how many where the sides are asked for, of which
// each source may have several, and shortlistedGaps how many gaps, of which only
// the best is asked for: with twice as many hardly a question goes another way.
const (
	shortlisted      = 6
	shortlistedSides = 12
	shortlistedGaps  = 3
)

// rank ranks the candidates that share a term with the question: at most so many
// entries, and the best gaps.
func (x *Index) rank(q *inquiry, most int) {
	q.norm = math.Pow(q.total, questionShare)
	clear(q.covered)
	for _, t := range q.weighed {
		part := t.weight / q.total
		for _, u := range x.inCand.of(int(t.term.symbol)) {
			q.covered[u.cand] += part * float64(u.share)
		}
	}
	entries := len(x.corpus.Entries)
	q.entries = q.shortlist(q.entries[:0], 0, entries, most)
	q.gaps = q.shortlist(q.gaps[:0], entries, len(x.cands), shortlistedGaps)
	for _, list := range [][]match{q.entries, q.gaps} {
		for i := range list {
			x.compare(q, &list[i])
		}
		slices.SortFunc(list, bestFirst)
	}
}

// shortlist returns the best, in order, of the candidates in a range that share
// a term with the question, as far as a glance tells.
func (q *inquiry) shortlist(best []match, from, to, most int) []match {
	for c := from; c < to; c++ {
		if q.covered[c] == 0 {
			continue
		}
		score := q.score(int32(c))
		if len(best) == most && score <= best[most-1].score { // nearly always
			continue
		}
		best = append(best, q.glance(int32(c)))
		for at := len(best) - 1; at > 0 && bestFirst(best[at], best[at-1]) < 0; at-- {
			best[at], best[at-1] = best[at-1], best[at]
		}
		best = best[:min(len(best), most)]
	}
	return best
}

// score returns what a candidate scores as far as can be told without its wordings.
func (q *inquiry) score(cand int32) float64 {
	return coverWeight*q.covered[cand] + heardWeight*q.heard(cand)
}

// glance matches a candidate as far as can be told without its wordings.
func (q *inquiry) glance(cand int32) match {
	return match{cand: cand, covered: q.covered[cand], heard: q.heard(cand), score: q.score(cand)}
}

// compare adds to a match how like the candidate's wordings are to the question.
func (x *Index) compare(q *inquiry, m *match) {
	c := &x.cands[m.cand]
	overlap := q.overlap[:c.to-c.from]
	for _, t := range q.weighed {
		k := int(t.term.symbol)
		uses := x.inCand.of(k)
		i, found := findUse(uses, m.cand)
		if !found {
			continue
		}
		postings := x.postings.of(k)[uses[i].at:]
		if i+1 < len(uses) {
			postings = postings[:uses[i+1].at-uses[i].at]
		}
		adds := [2]float64{min(t.weight, x.idf[k]), min(t.weight, x.idf[k]*partWeight)}
		for _, p := range postings {
			overlap[p.place()] += adds[p.part()]
		}
	}
	nearly := nearlyAll * q.total
	wordings := x.wordings[c.from:c.to]
	for i, o := range overlap {
		if o == 0 {
			continue
		}
		overlap[i] = 0
		w := &wordings[i]
		likeness := o * float64(w.scale)
		if likeness == 0 {
			likeness = textWeight * o / q.total * q.norm
		} else if o > nearly && o > nearlyAll*float64(w.weight) {
			m.same = sameBonus
		}
		switch {
		case likeness > m.likeness:
			m.second, m.likeness, m.wording, m.recall = m.likeness, likeness, c.from+int32(i), o
		case likeness > m.second:
			m.second = likeness
		}
	}
	m.likeness /= q.norm
	m.second /= q.norm
	m.recall /= q.total
	m.score += m.likeness + secondWeight*m.second + m.same
}

// share returns how much of a candidate's subject a term is.
func (x *Index) share(s symbol, cand int32) float64 {
	uses := x.inCand.of(int(s))
	if i, found := findUse(uses, cand); found {
		return float64(uses[i].share)
	}
	return 0
}

// findUse returns where a candidate stands among the uses of a term. It is called
// for every term and candidate; with a function to compare it takes longer.
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
