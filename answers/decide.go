package answers

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// evidence is what speaks for and against the best entry as the answer to a question.
type evidence struct {
	likeness    float64 // of the question to the entry's best wording, 0 to about 1
	recall      float64 // the share of the question that this wording explains
	covered     float64 // how much of the question all the entry's wordings explain, 0 to 1
	doubt       float64 // the share of the question in words that the corpus never uses
	loose       float64 // the share of the question that the entry has nothing of
	alien       float64 // how typical what the entry isn't asked is of questions without an answer: log odds
	gap         float64 // how much better the best gap fits than the entry; negative if worse
	gapLikeness float64 // of the question to the best gap's best wording
	heard       float64 // how much the question sounds like those of the entry, 0 to about 1
	gapHeard    float64 // and how much more like those of a gap
	elsewhere   float64 // how much it sounds like what people say about anything else, 0 to about 1
	stranger    float64 // voices named in the question that the entry has nothing of
	lacks       float64 // sorts of thing asked for (a number, a date, a sum) that the entry doesn't give
	lead        float64 // how far the entry is ahead of the next that isn't its sibling, as a share of its score
}

// A clue is one piece of evidence and what it weighs in a decision.
type clue struct {
	name   string
	weight float64
	value  func(evidence) float64
}

// The three questions whose answers make the confidence. Each is a logistic
// regression on questions that the index was built without: those of
// testdata/asked.jsonl and practice.jsonl, which were written from the articles
// alone, near misses, and messages about anything else. TestCalibration fits
// them anew and compares; the weights in use were fitted with -folds 10.
var (
	// about: is the question about what the sources are about?
	about = []clue{
		{"base", -1.9, func(evidence) float64 { return 1 }},
		{"likeness", 10.7, func(e evidence) float64 { return e.likeness }},
		{"recall", -9.1, func(e evidence) float64 { return e.recall }},
		{"covered", 2.5, func(e evidence) float64 { return e.covered }},
		{"doubt", -9.8, func(e evidence) float64 { return e.doubt }},
		{"loose", -3.0, func(e evidence) float64 { return e.loose }},
		{"heard", 10.6, func(e evidence) float64 { return e.heard }},
		{"gap heard", 3.6, func(e evidence) float64 { return e.gapHeard }},
		{"elsewhere", -5.1, func(e evidence) float64 { return e.elsewhere }},
	}
	// said: if so, do the sources say it?
	said = []clue{
		{"base", -1.1, func(evidence) float64 { return 1 }},
		{"gap ahead", -0.4, func(e evidence) float64 { return e.gap }},
		{"recall", 3.8, func(e evidence) float64 { return e.recall }},
		{"gap likeness", -2.2, func(e evidence) float64 { return e.gapLikeness }},
		{"gap heard", -4.2, func(e evidence) float64 { return e.gapHeard }},
		{"alien", -1.9, func(e evidence) float64 { return e.alien }},
		{"stranger", -1.1, func(e evidence) float64 { return e.stranger }},
		{"lacks", -1.0, func(e evidence) float64 { return e.lacks }},
		// Loose words in a question otherwise close to a wording are what it
		// turns on; in one that is close to none they are just other words.
		{"loose though like", -4.5, func(e evidence) float64 { return e.loose * e.likeness }},
	}
	// picked: if so, is this the entry that says it?
	picked = []clue{
		{"base", -2.0, func(evidence) float64 { return 1 }},
		{"lead", 7.0, func(e evidence) float64 { return e.lead }},
		{"likeness", 1.5, func(e evidence) float64 { return e.likeness }},
		{"covered", 1.4, func(e evidence) float64 { return e.covered }},
		{"heard", 3.4, func(e evidence) float64 { return e.heard }},
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
	return confidence(e.probability(about), e.probability(said), e.probability(picked))
}

// confidencePower evens out that the three questions overlap: what makes one
// doubtful makes the others so, and the product counts it thrice.
const confidencePower = 0.6

// confidence joins the three probabilities.
func confidence(about, said, picked float64) float64 {
	return math.Pow(about*said*picked, confidencePower)
}

// answers reports whether the entry is given as the answer.
func (e evidence) answers() bool {
	return e.probability(about) >= aboutFrom && e.probability(said) >= saidFrom
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
	// Below nearFrom the question is about something else and nothing is shown;
	// from aboutFrom an answer may be given. Between the two the closest
	// entries are shown for what they are: a dead end is worse.
	nearFrom  = 0.1
	aboutFrom = 0.15

	// saidFrom is the probability that the sources say it from which the best
	// entry is given as the answer. A higher one holds back more questions without
	// an answer, and some with one; it is low because far more of what people ask
	// has an answer than the weights were fitted for, to which both weigh the same.
	saidFrom = 0.2

	// gapAhead is by how much a gap must fit better than any entry before the
	// reply says outright what the sources don't say.
	gapAhead = 0.0

	// sureOfGap is how like one of its wordings the question must be for that:
	// a statement on something else than was asked is worse than a general one.
	sureOfGap = 0.5
)

// decide settles what becomes of a question with at least one entry in the running.
func (x *Index) decide(q *inquiry) (s Status, reason, note string) {
	e, best := q.evidence, q.place(0)
	switch {
	case e.probability(about) < nearFrom:
		return Unknown, OffTopic, ""
	case e.answers() && x.kinds[best.wording] == asContrary:
		return Answered, Contrary, ""
	case e.answers():
		return Answered, "", ""
	case e.gap > gapAhead && q.gap().likeness >= sureOfGap:
		return Related, KnownGap, x.gap(q.gap().cand).Says
	case e.stranger > 0:
		return Related, WrongName, x.strangers(q, best.cand)
	}
	return Related, NotFound, ""
}

// weigh gathers the evidence on the first of the entries, or on all those that
// answer as one: see together.
func (x *Index) weigh(q *inquiry) evidence {
	best, gap, together := q.place(0), q.gap(), x.together(q)
	e := evidence{
		likeness: best.likeness, recall: best.recall, covered: best.covered,
		doubt:       q.doubt * unknownWeight * x.rarest / q.total,
		alien:       x.tongue.odds(&q.hearing, together),
		gap:         gap.score - best.score,
		gapLikeness: gap.likeness,
		heard:       best.heard,
		lead:        1,
	}
	same := x.siblings.of(int(best.cand))
	for i := 1; ; i++ {
		m := q.place(i)
		if m == nil {
			break
		}
		if !slices.Contains(same, m.cand) {
			e.lead = 1 - m.score/best.score
			break
		}
	}
	e.gapHeard = q.loudest(len(x.corpus.Entries), len(x.cands)) - e.heard
	e.elsewhere = q.heard(x.tongue.elsewhere())
	matched := 0.0
	for _, t := range q.weighed {
		if x.uses(together, t.term.symbol) {
			matched += t.weight
			continue
		}
		if x.words.isVoice(t.term.symbol) {
			e.stranger++
		}
	}
	e.loose = 1 - matched/q.total
	for _, sort := range []struct{ asked, given wants }{{aNumber, aNumber}, {aDate, aDate}, {money, money | aNumber}} {
		if q.wants&sort.asked != 0 && x.cands[best.cand].gives&sort.given == 0 {
			e.lacks++
		}
	}
	return e
}

// uses reports whether one of the candidates has a term in any wording or text.
func (x *Index) uses(cands []int32, term symbol) bool {
	uses := x.inCand.of(int(term))
	return slices.ContainsFunc(cands, func(c int32) bool {
		_, found := findUse(uses, c)
		return found
	})
}

// strangers says who of those named in the question has no part in the entry.
func (x *Index) strangers(q *inquiry, cand int32) string {
	for _, v := range q.voices {
		if len(x.inCand.of(int(v))) > 0 && !x.uses([]int32{cand}, v) {
			return fmt.Sprintf("The sources have nothing from %s on this.", x.corpus.Voice(x.words.voice(v)).Name)
		}
	}
	return ""
}
