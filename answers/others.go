package answers

import (
	"slices"

	"nhslaw/corpus"
)

const (
	maxAnswers = 4 // the answer and up to three others
	maxSides   = 6 // where the question asks for the sides

	// Another entry is shown from this share of the first one's score:
	calledShare  = 0.2 // from a party that the question names
	restShare    = 0.3 // that answers the rest of the question
	siblingShare = 0.3 // a sibling of the first
	sideShare    = 0.4 // where the sides are asked for, if its source has not spoken yet
	otherShare   = 0.6 // any other
)

// A party is one whom a question may call on: a voice, or the sources of a year.
type party struct{ voice, year string }

// speaks reports whether an entry is a party's: its own words or, where it is a
// body, those of one who speaks for it.
func (x *Index) speaks(p party, cand int32) bool {
	e := x.entry(cand)
	if p.year != "" {
		return x.corpus.Source(e.Source).Published.Year() == p.year
	}
	return e.Voice == p.voice || x.corpus.Voice(e.Voice).Body == x.corpus.Voice(p.voice).Name
}

// readParties notes the parties that a question names: the voices that have
// entries, and the years where it names several, or asks for the sides: one
// alone is mostly that of a law or a plan.
func (x *Index) readParties(q *inquiry) {
	q.parties = q.parties[:0]
	add := func(p party) {
		if slices.Contains(q.parties, p) {
			return
		}
		for c := range int32(len(x.corpus.Entries)) {
			if x.speaks(p, c) {
				q.parties = append(q.parties, p)
				return
			}
		}
	}
	for _, v := range q.voices {
		add(party{voice: x.words.voice(v)})
	}
	voices := len(q.parties)
	for _, w := range q.fixed {
		if slices.ContainsFunc(x.corpus.Sources, func(s *corpus.Source) bool { return s.Published.Year() == w }) {
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

// together returns the entries that answer as one: the first, or, where several
// sides are asked for, all that will be shown.
func (x *Index) together(q *inquiry) []int32 {
	if q.several() {
		return x.others(q)
	}
	q.chosen = append(q.chosen[:0], q.place(0).cand)
	return q.chosen
}

// others returns the first entry and those that join it: one from each party
// that the question names, those that answer what the others leave of it, where
// several sides are asked for one from each source, then the first one's
// siblings, and last what fits nearly as well.
func (x *Index) others(q *inquiry) []int32 {
	first := *q.place(0)
	most := maxAnswers
	if q.several() {
		most = maxSides
	}
	q.chosen = append(q.chosen[:0], first.cand)
	add := func(cand int32, share float64) {
		if cand != none && len(q.chosen) < most && !slices.Contains(q.chosen, cand) && q.score(cand) >= share*q.score(first.cand) {
			q.chosen = append(q.chosen, cand)
		}
	}
	for _, p := range q.parties {
		if !slices.ContainsFunc(q.chosen, func(c int32) bool { return x.speaks(p, c) }) {
			add(x.bestOf(q, p), calledShare)
		}
	}
	for range most - len(q.chosen) {
		add(x.bestOnRest(q), restShare)
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
				add(m.cand, 0)
			}
		}
	}
	for _, m := range x.ranked(q, x.siblings.of(int(first.cand))) {
		if m.score >= siblingShare*first.score {
			add(m.cand, 0)
		}
	}
	for i, m := 1, near(1, otherShare); m != nil; i, m = i+1, near(i+1, otherShare) {
		add(m.cand, 0)
	}
	return q.chosen
}

// sameTopic is what an entry's being on the first one's topic adds to its score,
// among those of a party: that is where voices meet.
const sameTopic = 0.3

// bestOf returns the entry of a party that fits best what the question says
// besides names; none if it has none.
func (x *Index) bestOf(q *inquiry, p party) int32 {
	best, most := none, 0.0
	for c := range int32(len(x.corpus.Entries)) {
		if q.covered[c] == 0 || !x.speaks(p, c) {
			continue
		}
		score := q.score(c)
		for _, t := range q.weighed {
			if x.inName(q, t.term) {
				score -= coverWeight * t.weight / q.total * x.share(t.term.symbol, c)
			}
		}
		if x.cands[c].topic == x.cands[q.chosen[0]].topic {
			score += sameTopic
		}
		if score > most {
			best, most = c, score
		}
	}
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

// bestOnRest returns the entry that answers most of what those chosen leave of
// the question, names aside; none if that isn't worthwhile.
func (x *Index) bestOnRest(q *inquiry) int32 {
	type gain struct {
		share float64
		terms int
	}
	gains := make([]gain, len(x.corpus.Entries))
	for _, t := range q.weighed {
		if x.inName(q, t.term) {
			continue
		}
		left := t.weight / q.total
		for _, c := range q.chosen {
			left *= 1 - x.share(t.term.symbol, c)
		}
		for _, u := range x.inCand.of(int(t.term.symbol)) {
			if x.cands[u.cand].isGap() {
				break // they come after the entries
			}
			g := left * float64(u.share)
			gains[u.cand].share += g
			if g > someOf {
				gains[u.cand].terms++
			}
		}
	}
	best, most := none, worthwhile
	for c, g := range gains {
		if g.share > most && g.terms >= restTerms {
			best, most = int32(c), g.share
		}
	}
	return best
}

// inName reports whether a term of a question is a voice, or part of its name.
func (x *Index) inName(q *inquiry, t term) bool {
	return x.words.isVoice(t.symbol) || t.how == asPart && slices.ContainsFunc(q.read, func(o term) bool {
		return x.words.isVoice(o.symbol) && o.from <= t.from && t.to <= o.to
	})
}
