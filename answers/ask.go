package answers

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"nhslaw/corpus"
)

const (
	maxAnswers   = 4 // the answer and up to three other voices
	maxSides     = 6 // where the question asks for the sides
	maxRelated   = 3
	maxNextAsks  = 3
	otherShare   = 0.6 // another entry is worth showing from this share of the first one's score
	sideShare    = 0.4 // and as a side from this one, if its source has not spoken yet
	siblingShare = 0.3 // and as a sibling of the first, from this one
)

// Ask answers a question. Any text at all gets a result: nothing in it can
// make Ask fail, and the same text always gets the same result.
func (x *Index) Ask(text string) Result {
	q := x.inquiries.Get().(*inquiry)
	r := x.ask(q, text)
	x.inquiries.Put(q)
	return r
}

// ask answers a question and leaves in q what led to the answer. Nothing in the
// result is part of q.
func (x *Index) ask(q *inquiry, text string) Result {
	x.understand(&q.question, text)
	r := Result{Question: strings.ToValidUTF8(text, "�"), Status: Unknown, Corpus: x.corpus.Digest()}
	switch {
	case len(q.words) == 0:
		r.Reason = Empty
	case x.words.isSmallTalk(q.words):
		r.Status = Help
	default:
		x.answer(q, &r)
	}
	r.Suggestions = x.next(&r)
	return r
}

// answer ranks, decides, and fills the result accordingly.
func (x *Index) answer(q *inquiry, r *Result) {
	x.find(q, none)
	r.Reason = OffTopic
	if len(q.entries) == 0 {
		return
	}
	x.reportsFirst(q)
	q.gap = best(q.gaps)
	q.evidence = x.weigh(q, q.gap)
	r.Status, r.Reason, r.Note = x.decide(q)
	r.Confidence = math.Round(100*q.evidence.confidence()) / 100
	switch r.Status {
	case Answered:
		r.Answers = x.cite(x.others(q))
	case Related:
		r.Answers = x.cite(x.closest(q, r.Reason))
	}
}

// find ranks what a question that was understood may be about; skip is for rank.
func (x *Index) find(q *inquiry, skip int32) {
	x.weighTerms(q)
	x.rank(q, skip)
}

// reportShare is how nearly as well a sibling must fit to come before the best.
const reportShare = 0.85

// reportsFirst puts what a news report says before what a comment says to the
// same effect, where both fit about equally well and the question names nobody:
// who decides comes before who remarks on it.
func (x *Index) reportsFirst(q *inquiry) {
	best := q.entries[0]
	first := &x.cands[best.cand]
	if len(q.voices) > 0 || first.answer.Source.Kind != "comment" {
		return
	}
	for i, m := range q.entries {
		if m.score < reportShare*best.score {
			break
		}
		if c := &x.cands[m.cand]; c.answer.Source.Kind == "news" && slices.Contains(first.entry.Same, c.entry.ID) {
			copy(q.entries[1:i+1], q.entries[:i])
			q.entries[0] = m
			return
		}
	}
}

func (x *Index) cite(cands []int32) []Answer {
	answers := make([]Answer, len(cands))
	for i, c := range cands {
		answers[i] = x.cands[c].answer
	}
	return answers
}

// others returns the first entry and those that join it: its siblings, what
// fits nearly as well, and, where the sides are asked for, a side from each source.
func (x *Index) others(q *inquiry) []int32 {
	first := x.cands[q.entries[0].cand].entry
	most := maxAnswers
	if q.wants&sides != 0 {
		most = maxSides
	}
	q.chosen = append(q.chosen[:0], q.entries[0].cand)
	add := func(share float64, fits func(e *corpus.Entry) bool) {
		for _, m := range q.entries[1:] {
			if len(q.chosen) == most || m.score < share*q.entries[0].score {
				break
			}
			if !slices.Contains(q.chosen, m.cand) && fits(x.cands[m.cand].entry) {
				q.chosen = append(q.chosen, m.cand)
			}
		}
	}
	if q.wants&sides != 0 {
		add(sideShare, func(e *corpus.Entry) bool {
			return !slices.ContainsFunc(q.chosen, func(c int32) bool { return x.cands[c].entry.Source == e.Source })
		})
	}
	add(siblingShare, func(e *corpus.Entry) bool { return slices.Contains(first.Same, e.ID) })
	add(otherShare, func(*corpus.Entry) bool { return true })
	return q.chosen
}

// together returns the entries that answer as one: the first, or, where the
// sides are asked for, all that will be shown.
func (x *Index) together(q *inquiry) []int32 {
	if q.wants&sides != 0 {
		return x.others(q)
	}
	q.chosen = append(q.chosen[:0], q.entries[0].cand)
	return q.chosen
}

// closest returns the entries that come nearest to a question without an
// answer: for a known gap those that stand at its paragraphs, else the best ranked.
func (x *Index) closest(q *inquiry, reason string) []int32 {
	q.chosen = q.chosen[:0]
	add := func(fits func(m *match) bool) {
		for _, m := range q.entries {
			if len(q.chosen) < maxRelated && fits(m) {
				q.chosen = append(q.chosen, m.cand)
			}
		}
	}
	if reason == KnownGap {
		gap := x.cands[q.gap.cand].gap
		add(func(m *match) bool { return near(gap, x.cands[m.cand].entry) })
	}
	if len(q.chosen) == 0 {
		add(func(*match) bool { return true })
	}
	return q.chosen
}

// near reports whether an entry stands at one of a gap's paragraphs.
func near(gap *corpus.Gap, e *corpus.Entry) bool {
	return slices.ContainsFunc(gap.Paragraphs[e.Source], func(p int) bool { return slices.Contains(e.Paragraphs, p) })
}

// openersOf returns questions to begin with: the first proposal or date of each
// source, the latest sources first.
func openersOf(c *corpus.Corpus) []string {
	first := map[string]string{}
	for _, e := range c.Entries {
		if _, has := first[e.Source]; !has && (e.Kind == "proposal" || e.Kind == "timing") {
			first[e.Source] = Question(e)
		}
	}
	var asks []string
	for _, s := range slices.Backward(c.Sources) {
		if q, has := first[s.ID]; has && len(asks) < maxNextAsks {
			asks = append(asks, q)
		}
	}
	return asks
}

// Nearest returns up to n entries that fit a question best, whether or not they answer it.
func (x *Index) Nearest(text string, n int) []*corpus.Entry {
	q := x.inquiries.Get().(*inquiry)
	x.understand(&q.question, text)
	x.find(q, none)
	var nearest []*corpus.Entry
	for _, m := range q.entries[:min(n, len(q.entries))] {
		nearest = append(nearest, x.cands[m.cand].entry)
	}
	x.inquiries.Put(q)
	return nearest
}

// next returns questions to go on with: on the answer's topic, what the reply
// has not already said.
func (x *Index) next(r *Result) []string {
	if len(r.Answers) == 0 {
		return slices.Clone(x.openers)
	}
	var asks []string
	for i := range x.cands {
		c := &x.cands[i]
		if c.entry == nil || c.entry.Topic != r.Answers[0].Topic || slices.ContainsFunc(r.Answers, func(a Answer) bool { return a.Entry == c.entry }) {
			continue
		}
		if asks = append(asks, c.question); len(asks) == maxNextAsks {
			break
		}
	}
	return asks
}

// Question returns the question that stands for an entry, as a reader would
// write it: the first of its wordings, with a capital and a question mark.
func Question(e *corpus.Entry) string {
	q := []rune(e.Asks[0])
	q[0] = unicode.ToUpper(q[0])
	if last := q[len(q)-1]; unicode.IsLetter(last) || unicode.IsDigit(last) {
		q = append(q, '?')
	}
	return string(q)
}
