package answers

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// evidence is what speaks for and against the best entry as the answer to a question.
type evidence struct {
	likeness float64 // of the question to the entry's best wording, 0 to about 1
	recall   float64 // the share of the question that this wording explains
	covered  float64 // how much of the question all the entry's wordings explain, 0 to 1
	doubt    float64 // the share of the question in words that the corpus never uses
	loose    float64 // the share of the question that the entry has nothing of
	alien    float64 // how typical what the entry isn't asked is of questions without an answer: log odds
	gap      float64 // how much better the best gap fits than the entry; negative if worse
	gapLike  float64 // the same of their best wordings alone
	stranger float64 // voices named in the question that the entry has nothing of
	lacks    float64 // sorts of thing asked for (a number, a date, a sum) that the entry doesn't give
	lead     float64 // how far the entry is ahead of the next that isn't its sibling, as a share of its score
}

// A clue is one piece of evidence and what it weighs in a decision.
type clue struct {
	name   string
	weight float64
	value  func(evidence) float64
}

// The three questions whose answers make the confidence. Each is a logistic
// regression on questions held out of the index (TestCalibration fits them
// anew and compares): the wordings of entries, each left out in turn; those of
// gaps, with and without the rest of their gap; near misses; and messages
// about anything else.
var (
	// about: is the question about what the sources are about?
	about = []clue{
		{"base", 0.38, func(evidence) float64 { return 1 }},
		{"likeness", 4.2, func(e evidence) float64 { return e.likeness }},
		{"recall", -3.0, func(e evidence) float64 { return e.recall }},
		{"covered", 4.7, func(e evidence) float64 { return e.covered }},
		{"doubt", -8.3, func(e evidence) float64 { return e.doubt }},
		{"loose", -3.0, func(e evidence) float64 { return e.loose }},
	}
	// said: if so, do the sources say it?
	said = []clue{
		{"base", 0.77, func(evidence) float64 { return 1 }},
		{"gap ahead", -1.3, func(e evidence) float64 { return e.gap }},
		{"gap's wording ahead", -1.0, func(e evidence) float64 { return e.gapLike }},
		{"alien", -1.6, func(e evidence) float64 { return e.alien }},
		{"stranger", -1.4, func(e evidence) float64 { return e.stranger }},
		{"lacks", -0.7, func(e evidence) float64 { return e.lacks }},
		// Loose words in a question otherwise close to a wording are what it
		// turns on; in one that is close to none they are just other words.
		{"loose though like", -7.6, func(e evidence) float64 { return e.loose * e.likeness }},
	}
	// picked: if so, is this the entry that says it?
	picked = []clue{
		{"base", 0, func(evidence) float64 { return 1 }},
		{"lead", 3, func(e evidence) float64 { return e.lead }},
		{"likeness", 2, func(e evidence) float64 { return e.likeness }},
		{"covered", 2, func(e evidence) float64 { return e.covered }},
	}
)

// probability weighs the clues of a decision, 0 to 1.
func (e evidence) probability(clues []clue) float64 {
	sum := 0.0
	for _, c := range clues {
		sum += c.weight * c.value(e)
	}
	return 1 / (1 + math.Exp(-sum))
}

// confidence returns how likely the entry is to answer the question, 0 to 1.
func (e evidence) confidence() float64 {
	return e.probability(about) * e.probability(said) * e.probability(picked)
}

// explain lists the clues and what they came to.
func (e evidence) explain(w io.Writer) {
	for _, d := range []struct {
		name  string
		clues []clue
	}{{"about the sources' subject", about}, {"and said there", said}, {"and by this entry", picked}} {
		fmt.Fprintf(w, "\n%s\t%.2f\n", d.name, e.probability(d.clues))
		for _, c := range d.clues {
			fmt.Fprintf(w, "  %s\t%.2f × %.2f\n", c.name, c.value(e), c.weight)
		}
	}
}

const (
	// aboutFrom and saidFrom are the probabilities from which the two questions
	// count as answered yes. An answer withheld still shows its entry as the
	// closest, so the second errs a little towards answering.
	aboutFrom = 0.5
	saidFrom  = 0.35

	// gapAhead is by how much a gap must fit better than any entry before the
	// reply says outright what the sources don't say.
	gapAhead = 0.0
)

// decide settles what becomes of a question with at least one entry in the running.
func (x *Index) decide(q question, e evidence, best, gap match) (s Status, reason, note string) {
	switch {
	case e.probability(about) < aboutFrom:
		return Unknown, OffTopic, ""
	case e.probability(said) >= saidFrom && x.wordings[best.wording].kind == asContrary:
		return Answered, Contrary, ""
	case e.probability(said) >= saidFrom:
		return Answered, "", ""
	case e.gap > gapAhead:
		return Related, KnownGap, x.cands[gap.cand].gap.Says
	case e.stranger > 0:
		return Related, WrongName, x.strangers(q, best.cand)
	}
	return Related, NotFound, ""
}

// weigh gathers the evidence on an entry; gap is the best gap's match, the zero match if there is none.
func (x *Index) weigh(q question, terms []weighed, total float64, entries []match, gap match) evidence {
	best := entries[0]
	e := evidence{
		likeness: best.likeness, recall: best.recall, covered: best.covered,
		doubt:   q.doubt * unknownWeight * x.rarest / total,
		alien:   x.alien.odds(x.lexicon.stemAll(q.fixed), best.cand, q.left, q.left >= 0 && x.cands[q.left].gap != nil),
		gap:     gap.score - best.score,
		gapLike: gap.likeness - best.likeness,
		lead:    1,
	}
	first := x.cands[best.cand].entry
	for _, m := range entries[1:] {
		if !slices.Contains(first.Same, x.cands[m.cand].entry.ID) {
			e.lead = 1 - m.score/best.score
			break
		}
	}
	matched := 0.0
	for _, t := range terms {
		if x.uses(best.cand, t.k) {
			matched += t.weight
			continue
		}
		if strings.HasPrefix(t.term.key, "@") {
			e.stranger++
		}
	}
	e.loose = 1 - matched/total
	gives := x.cands[best.cand].gives
	for _, lack := range []bool{q.wants.number && !gives.number, q.wants.date && !gives.date, q.wants.money && !gives.money && !gives.number} {
		if lack {
			e.lacks++
		}
	}
	return e
}

// uses reports whether a candidate has a term in any wording or text.
func (x *Index) uses(cand, k int32) bool {
	for _, c := range x.inCand[k] {
		if c.cand == cand {
			return true
		}
	}
	return false
}

// strangers says who of those named in the question has no part in the entry.
func (x *Index) strangers(q question, cand int32) string {
	for _, id := range q.voices {
		if k, ok := x.terms["@"+id]; ok && !x.uses(cand, k) {
			return fmt.Sprintf("The sources have nothing from %s on this.", x.corpus.Voice(id).Name)
		}
	}
	return ""
}
