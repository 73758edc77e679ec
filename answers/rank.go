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

	// heardWeight sets how much a question sounds like those of a candidate
	// against how much the two share.
	heardWeight = 2.0

	// sameBonus puts a question with the very terms of a wording before all that
	// is only like it.
	sameBonus = 1.0

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
	q.mine = slices.Grow(q.mine[:0], len(q.weighed))[:len(q.weighed)] // at zero already
}

// nearlyAll allows for rounding where two sums of the same terms are compared.
const nearlyAll = 0.999

// none stands where there is no wording, candidate, topic or match to number.
const none = int32(-1)

// rank finds the candidates that share a term with the question. It scores none
// of them yet: see [race].
func (x *Index) rank(q *inquiry) {
	q.norm = math.Pow(q.total, questionShare)
	for _, c := range q.touched {
		q.found[c] = finding{}
	}
	q.touched, q.scored, q.hits, q.long = q.touched[:0], q.scored[:0], append(q.hits[:0], hit{}), q.long[:0]
	q.entries.reset()
	q.gaps.reset()
	most := float32(0)
	for i := range q.weighed {
		most = max(most, x.readUses(q, int32(i)))
	}
	q.cut = worthwhile * most
	x.bidAll(q)
}

// worthwhile is the share of the best candidate's promise from which others are
// looked at before it is known that their places are wanted. Most share but a
// common term.
const worthwhile = 0.45

// lower brings more candidates into the running, and in the end all.
func (x *Index) lower(q *inquiry) {
	q.cut *= worthwhile
	if q.cut < little*float32(q.total) {
		q.cut = 0
	}
	x.bidAll(q)
}

// little is a promise, as a share of the question, that hardly any candidate is below.
const little = 0.1

// bidAll brings the candidates that were found into the running, but for those
// that promise less than the cut.
func (x *Index) bidAll(q *inquiry) {
	total := float32(q.total)
	q.later = false
	for _, c := range q.touched {
		f := &q.found[c]
		if f.running {
			continue
		}
		if f.promise() < q.cut && f.shared < (nearlyAll-rounding)*total { // it may yet have a bonus
			q.later = true
			continue
		}
		f.running = true
		r := &q.entries
		if x.cands[c].isGap() {
			r = &q.gaps
		}
		r.bids = append(r.bids, bid{bound(f.shared/total, f.covered/total, f.heard/total), c, none})
	}
	q.entries.start()
	q.gaps.start()
}

// A finding is what is known of a candidate that shares a term with the question.
type finding struct {
	shared  float32 // what its terms weigh in the question
	covered float32
	heard   float32
	hits    int32 // the last of its hits, 0 if there is none
	running bool  // it has made a bid
}

// promise sums up a finding: a candidate's score is at most what it promises,
// as a share of the question, and promiseBase. (It is the tangent of [bound].)
func (f *finding) promise() float32 {
	return promiseSlope*f.shared + coverWeight*f.covered + heardWeight*f.heard
}

// A hit is a use of one of the question's terms.
type hit struct {
	weighed int32 // the term
	use     int32 // among the uses of the term
	next    int32 // another hit of the same candidate, 0 if there is none
}

// manyUses is from how many uses of a term it is less work to look up those of
// the candidates that are scored than to note them all.
const manyUses = 1000

// readUses adds what each candidate has of a weighed term, and returns the most
// that any promises by then.
func (x *Index) readUses(q *inquiry, weighed int32) (most float32) {
	w, uses := float32(q.weighed[weighed].weight), x.usesOf(q, weighed)
	note := len(uses) < x.manyUses
	if !note {
		q.long = append(q.long, weighed)
	}
	for i := range uses {
		u := &uses[i]
		f := &q.found[u.cand]
		if f.shared == 0 {
			q.touched = append(q.touched, u.cand)
			f.heard = float32(q.total * q.heard(u.cand))
		}
		f.shared += w
		f.covered += w * u.share
		most = max(most, f.promise())
		if note {
			q.hits = append(q.hits, hit{weighed, int32(i), f.hits})
			f.hits = int32(len(q.hits) - 1)
		}
	}
	return most
}

// usesOf returns the uses of a weighed term.
func (x *Index) usesOf(q *inquiry, weighed int32) []use {
	return x.inCand.of(int(q.weighed[weighed].term.symbol))
}

// match scores a candidate.
func (x *Index) match(q *inquiry, cand int32) match {
	m := match{cand: cand, heard: q.heard(cand)}
	c := &x.cands[cand]
	for k := q.found[cand].hits; k != 0; k = q.hits[k].next {
		q.mine[q.hits[k].weighed] = q.hits[k].use + 1
	}
	for _, t := range q.long {
		if i, found := findUse(x.usesOf(q, t), cand); found {
			q.mine[t] = int32(i) + 1
		}
	}
	// The terms in their own order: a sum depends on it, if only in the last bit.
	for i, use := range q.mine {
		if use == 0 {
			continue
		}
		q.mine[i] = 0
		t := q.weighed[i]
		k := int(t.term.symbol)
		uses := x.inCand.of(k)[use-1:]
		postings := x.postings.of(k)[uses[0].at:]
		if len(uses) > 1 {
			postings = postings[:uses[1].at-uses[0].at]
		}
		n, idf := float64(uses[0].n), x.idf[k]
		for _, p := range postings {
			number, weight := p.wording()
			o := &q.overlap[number-c.from]
			if *o == 0 {
				q.asked = append(q.asked, number)
			}
			*o += min(t.weight, idf*float64(weight))
		}
		m.covered += t.weight * n / (n + c.half)
	}
	m.covered /= q.total
	for _, i := range q.asked {
		o := q.overlap[i-c.from]
		q.overlap[i-c.from] = 0
		w := &x.wordings[i]
		likeness := o * w.scale
		if likeness == 0 {
			likeness = textWeight * o / q.total * q.norm
		} else if o > nearlyAll*q.total && o > nearlyAll*w.weight {
			m.same = sameBonus
		}
		switch {
		case likeness > m.likeness || likeness == m.likeness && i < m.wording:
			m.second, m.likeness, m.wording, m.recall = m.likeness, likeness, i, o
		case likeness > m.second:
			m.second = likeness
		}
	}
	m.likeness /= q.norm
	m.second /= q.norm
	m.recall /= q.total
	q.asked = q.asked[:0]
	m.score = m.likeness + secondWeight*m.second + coverWeight*m.covered + heardWeight*m.heard + m.same
	return m
}

// findUse returns where a candidate stands among the uses of a term. In a large
// corpus it is called most of all; with a function to compare it takes longer.
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
