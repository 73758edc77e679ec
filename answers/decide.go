package answers

import (
	"fmt"
	"math"
	"strings"
)

// evidence is what speaks for and against the best entry as the answer to a
// question. Each figure is a share or a count; decide weighs them.
type evidence struct {
	likeness float64 // of the question to the entry's best wording
	covered  float64 // how much of the question the entry's wordings explain
	loose    float64 // the share of the question that no wording of the entry has
	alien    float64 // how typical the loose words are of questions that the sources don't answer
	gap      float64 // how much better the best gap fits than the entry; negative if worse
	stranger float64 // voices named in the question that the entry has nothing of
	lacks    float64 // sorts of thing asked for (a number, a date, a sum) that the entry doesn't give
	few      float64 // 1 over the number of terms: short questions say less
}

// What each piece of evidence weighs, fitted by logistic regression (see
// TestCalibration, which prints them) on questions that were left out of the index:
// the wordings of entries for an answer; the wordings of gaps, near misses and
// off-topic questions against.
var weights = struct {
	bias, likeness, covered, loose, alien, gap, stranger, lacks, few float64
}{
	bias: 0, likeness: 4, covered: 6, loose: -3, alien: -1, gap: -3, stranger: -2, lacks: -1, few: 0,
}

// features lists the evidence in the order of the weights, the bias first.
func (e evidence) features() []float64 {
	return []float64{1, e.likeness, e.covered, e.loose, e.alien, e.gap, e.stranger, e.lacks, e.few}
}

// confidence returns how likely the entry is to answer the question, 0 to 1.
func (e evidence) confidence() float64 {
	w := weights
	sum := 0.0
	for i, v := range []float64{w.bias, w.likeness, w.covered, w.loose, w.alien, w.gap, w.stranger, w.lacks, w.few} {
		sum += v * e.features()[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// weigh gathers the evidence on an entry; gap is the best gap's match, the zero match if there is none.
func (x *Index) weigh(q question, terms []weighed, total float64, best, gap match) evidence {
	e := evidence{likeness: best.likeness, covered: best.covered, gap: gap.score - best.score}
	matched := 0.0
	for _, t := range terms {
		if x.uses(best.cand, t.k) {
			matched += t.weight
			continue
		}
		e.alien += t.weight / total * max(0, x.alien[t.k])
		if strings.HasPrefix(t.term.key, "@") {
			e.stranger++
		}
	}
	e.loose = 1 - matched/total
	e.alien += alienUnknown * unknownWeight * x.rarest * float64(len(q.unknown)) / total
	gives := x.cands[best.cand].gives
	for _, lack := range []bool{q.wants.number && !gives.number, q.wants.date && !gives.date, q.wants.money && !gives.money && !gives.number} {
		if lack {
			e.lacks++
		}
	}
	return e
}

// alienUnknown is how typical a word that the corpus never uses is of a
// question that it doesn't answer: as much as a word that only gaps use.
const alienUnknown = 1.5

// uses reports whether a candidate has a term in any wording or text.
func (x *Index) uses(cand, k int32) bool {
	for _, c := range x.inCand[k] {
		if c.cand == cand {
			return true
		}
	}
	return false
}

const (
	// answerFrom is the confidence from which an entry is given as the answer.
	// A wrong answer and a withheld one are about equally bad.
	answerFrom = 0.5

	// relatedFrom is the confidence from which entries are worth showing as
	// "the closest they come"; below it the question is about something else.
	relatedFrom = 0.03

	// gapAhead is by how much a gap must fit better than any entry before the
	// reply says outright that the sources don't say.
	gapAhead = 0.0
)

// decide settles the status of a question with at least one entry in the running.
func (x *Index) decide(q question, e evidence, best, gap match) (s Status, reason, note string) {
	switch conf := e.confidence(); {
	case conf >= answerFrom && x.wordings[best.wording].kind == asContrary:
		return Answered, Contrary, ""
	case conf >= answerFrom:
		return Answered, "", ""
	case conf < relatedFrom:
		return Unknown, OffTopic, ""
	case e.gap > gapAhead:
		return Related, KnownGap, x.cands[gap.cand].gap.Says
	case e.stranger > 0:
		return Related, WrongName, x.strangers(q, best.cand)
	default:
		return Related, NotFound, ""
	}
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
