package answers

import (
	"math"
	"slices"

	"nhslaw/corpus"
)

const (
	maxAnswers = 4 // the answer and up to three others
	maxSides   = 6 // where the question asks for the sides

	// Another entry is shown from this share of the first one's score:
	restShare    = 0.3 // that answers the rest of the question
	siblingShare = 0.3 // a sibling of the first
	sideShare    = 0.4 // of a party that the question names or, where sides are asked for, of a source that has not spoken yet
	otherShare   = 0.6 // any other
)

// A party is one whom a question may call on: a voice, or the sources of a year.
type party struct{ voice, year string }

// speakersOf returns the entries of each party: what it says itself and, where it
// is a body, what they say who speak for it.
func speakersOf(c *corpus.Corpus) map[party][]int32 {
	all := map[party][]int32{}
	bodies := map[string]party{}
	for _, v := range c.Voices {
		bodies[v.Name] = party{voice: v.ID}
	}
	for i, e := range c.Entries {
		own := party{voice: e.Voice}
		parties := []party{own, {year: c.Source(e.Source).Published.Year()}}
		if body, ok := bodies[c.Voice(e.Voice).Body]; ok && body != own {
			parties = append(parties, body)
		}
		for _, p := range parties {
			all[p] = append(all[p], int32(i))
		}
	}
	return all
}

// readParties notes the parties that a question names: the voices that have
// entries, and the years where it names several, or asks for the sides: one
// alone is mostly that of a law or a plan.
func (x *Index) readParties(q *inquiry) {
	q.parties = q.parties[:0]
	add := func(p party) {
		if len(x.speakers()[p]) > 0 && !slices.Contains(q.parties, p) {
			q.parties = append(q.parties, p)
		}
	}
	for _, v := range q.voices {
		add(party{voice: x.words.voice(v)})
	}
	voices := len(q.parties)
	for _, w := range q.fixed {
		if '0' <= w[0] && w[0] <= '9' {
			add(party{year: w})
		}
	}
	if q.wants&sides == 0 && len(q.parties) == voices+1 {
		q.parties = q.parties[:voices]
	}
}

// several reports whether a question asks for several sides: in so many words, or
// by naming more than one party.
func (q *inquiry) several() bool { return q.wants&sides != 0 || len(q.parties) > 1 }

// together chooses the entries that answer as one: the first, or, where the sides
// are asked for in so many words, all that will be shown. (Naming two parties is
// not enough: "what did Stevens think of the manifesto?" is asked of Stevens.)
func (x *Index) together(q *inquiry) []int32 {
	if q.wants&sides != 0 {
		return x.others(q)
	}
	q.chosen = append(q.chosen[:0], q.place(0).cand)
	return q.chosen
}

// others chooses the first entry and those that join it: the answers to what else
// the message asks, one from each party that the question names, those that
// answer what the others leave of it, where several sides are asked for one from
// each source, then the first one's siblings, and last what fits nearly as well.
func (x *Index) others(q *inquiry) []int32 {
	first := *q.place(0)
	most := maxAnswers
	if q.several() {
		most = maxSides
	}
	q.chosen = append(q.chosen[:0], first.cand)
	add := func(cand int32) {
		if cand != none && len(q.chosen) < most && !slices.Contains(q.chosen, cand) {
			q.chosen = append(q.chosen, cand)
		}
	}
	for _, c := range q.also {
		add(c)
	}
	for _, p := range q.parties {
		if own := x.speakers()[p]; !slices.ContainsFunc(q.chosen, func(c int32) bool { return slices.Contains(own, c) }) {
			add(x.bestOf(q, own, sideShare*q.score(first.cand)))
		}
	}
	for q.wants&sides == 0 && len(q.chosen) < most { // sides have no rest: each answers all of it
		c := x.bestOnRest(q, restShare*q.score(first.cand))
		if c == none {
			break
		}
		add(c)
	}
	near := func(i int, share float64) *match {
		if m := q.place(i); m != nil && len(q.chosen) < most && m.score >= share*first.score {
			return m
		}
		return nil
	}
	if q.several() {
		for i, m := 1, near(1, sideShare); m != nil; i, m = i+1, near(i+1, sideShare) {
			if !slices.ContainsFunc(q.chosen, func(o int32) bool { return x.entry(o).Source == x.entry(m.cand).Source }) {
				add(m.cand)
			}
		}
	}
	for _, m := range x.ranked(q, x.siblings.of(int(first.cand))) {
		if m.score >= siblingShare*first.score {
			add(m.cand)
		}
	}
	for i, m := 1, near(1, otherShare); m != nil; i, m = i+1, near(i+1, otherShare) {
		add(m.cand)
	}
	return q.chosen
}

// bestOf returns which of some entries, of those with that score at least, fits
// best what the question says besides names; none if none shares a term with that.
func (x *Index) bestOf(q *inquiry, entries []int32, least float64) int32 {
	whole, total, norm := q.weighed, q.total, q.norm
	q.rest, q.total = q.rest[:0], 0
	for _, t := range whole {
		if !t.named {
			q.rest, q.total = append(q.rest, t), q.total+t.weight
		}
	}
	q.weighed, q.norm = q.rest, math.Pow(q.total, questionShare)
	best, most := none, 0.0
	for _, c := range entries {
		if q.score(c) < least {
			continue
		}
		m := match{cand: c}
		for _, t := range q.weighed {
			m.score += coverWeight * t.weight / q.total * x.share(t.term.symbol, c)
		}
		if m.score == 0 {
			continue
		}
		if x.compare(q, &m); m.score > most {
			best, most = c, m.score
		}
	}
	q.weighed, q.total, q.norm = whole, total, norm
	return best
}

const (
	// worthwhile is the share of the question that another entry must answer of what
	// those chosen leave, and restTerms in how many terms at least: a single word
	// that they lack is a matter of wording.
	worthwhile = 0.15
	restTerms  = 2

	// someOf is what share of the question a term must answer to be one of them.
	someOf = 0.02
)

// A gain is what an entry would answer of the rest of a question.
type gain struct {
	share float64
	terms int
}

// bestOnRest returns the entry, of those with that score at least, that answers
// most of what those chosen leave of the question, names aside; none if that
// isn't worthwhile.
func (x *Index) bestOnRest(q *inquiry, least float64) int32 {
	rest, total := q.rest[:0], 0.0
	for _, t := range q.weighed {
		if t.named {
			continue
		}
		left := t.weight / q.total
		for _, c := range q.chosen {
			left *= 1 - x.share(t.term.symbol, c)
		}
		if left > someOf {
			rest, total = append(rest, weighed{t.term, left, false}), total+left
		}
	}
	if q.rest = rest; total < worthwhile || len(rest) < restTerms {
		return none
	}
	clear(q.gains)
	best, most := none, worthwhile
	for _, t := range rest {
		for _, u := range x.inCand.of(int(t.term.symbol)) {
			if x.cands[u.cand].isGap() {
				break // they come after the entries
			}
			part, g := t.weight*float64(u.share), &q.gains[u.cand]
			if g.share += part; part > someOf {
				g.terms++
			}
			if g.terms >= restTerms && g.share > most && q.score(u.cand) >= least && !slices.Contains(q.chosen, u.cand) {
				best, most = u.cand, g.share
			}
		}
	}
	return best
}
