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
	return x.explain(text).Result
}

// explain answers a question and keeps what led to the answer.
func (x *Index) explain(text string) Explanation {
	q := x.understand(text)
	ex := Explanation{question: q, index: x}
	r := &ex.Result
	*r = Result{Question: strings.ToValidUTF8(text, "�"), Status: Unknown, Corpus: x.corpus.Digest()}
	switch {
	case len(q.words) == 0:
		r.Reason = Empty
	case isSmallTalk(q.words):
		r.Status = Help
	default:
		x.answer(&ex)
	}
	r.Suggestions = x.next(r)
	return ex
}

// answer ranks, decides, and fills the result accordingly.
func (x *Index) answer(ex *Explanation) {
	r, q := &ex.Result, ex.question
	terms, total := x.weighTerms(q)
	ex.terms, ex.total = terms, total
	entries, gaps := x.split(x.rank(terms, total, none))
	r.Reason = OffTopic
	if len(entries) == 0 {
		return
	}
	entries = x.reportsFirst(q, entries)
	var gap match
	if len(gaps) > 0 {
		gap = gaps[0]
	}
	ex.entries, ex.gap = entries, gap
	ex.evidence = x.weigh(q, terms, total, entries, gap, x.together(q, entries))
	r.Status, r.Reason, r.Note = x.decide(q, ex.evidence, entries[0], gap)
	r.Confidence = math.Round(100*ex.evidence.confidence()) / 100
	switch r.Status {
	case Answered:
		r.Answers = x.cite(x.others(q, entries))
	case Related:
		r.Answers = x.cite(x.closest(entries, gap, r.Reason))
	}
}

// reportShare is how nearly as well a sibling must fit to come before the best.
const reportShare = 0.85

// reportsFirst puts what a news report says before what a comment says to the
// same effect, where both fit about equally well and the question names nobody:
// who decides comes before who remarks on it.
func (x *Index) reportsFirst(q question, entries []match) []match {
	kind := func(m match) string { return x.corpus.Source(x.cands[m.cand].entry.Source).Kind }
	if len(q.voices) > 0 || kind(entries[0]) != "comment" {
		return entries
	}
	first := x.cands[entries[0].cand].entry
	for i, m := range entries {
		if m.score < reportShare*entries[0].score {
			break
		}
		if kind(m) == "news" && slices.Contains(first.Same, x.cands[m.cand].entry.ID) {
			return append([]match{m}, slices.Delete(slices.Clone(entries), i, i+1)...)
		}
	}
	return entries
}

// split parts the entries from the gaps.
func (x *Index) split(ms []match) (entries, gaps []match) {
	for _, m := range ms {
		if x.cands[m.cand].gap != nil {
			gaps = append(gaps, m)
		} else {
			entries = append(entries, m)
		}
	}
	return entries, gaps
}

func (x *Index) cite(cands []int32) []Answer {
	answers := make([]Answer, len(cands))
	for i, c := range cands {
		answers[i] = Cite(x.corpus, x.cands[c].entry)
	}
	return answers
}

// others returns the first entry and those that join it: its siblings, what
// fits nearly as well, and, where the sides are asked for, a side from each source.
func (x *Index) others(q question, entries []match) []int32 {
	first := x.cands[entries[0].cand].entry
	most := maxAnswers
	if q.compare {
		most = maxSides
	}
	chosen := []int32{entries[0].cand}
	spoken := map[string]bool{first.Source: true}
	add := func(share float64, fits func(m match) bool) {
		for _, m := range entries[1:] {
			e := x.cands[m.cand].entry
			if len(chosen) < most && m.score >= share*entries[0].score && !slices.Contains(chosen, m.cand) && fits(m) {
				chosen = append(chosen, m.cand)
				spoken[e.Source] = true
			}
		}
	}
	if q.compare {
		add(sideShare, func(m match) bool { return !spoken[x.cands[m.cand].entry.Source] })
	}
	add(siblingShare, func(m match) bool { return slices.Contains(first.Same, x.cands[m.cand].entry.ID) })
	add(otherShare, func(m match) bool { return true })
	return chosen
}

// together returns the entries that answer as one: the first, or, where the
// sides are asked for, all that will be shown.
func (x *Index) together(q question, entries []match) []int32 {
	if q.compare {
		return x.others(q, entries)
	}
	return []int32{entries[0].cand}
}

// closest returns the entries that come nearest to a question without an
// answer: for a known gap those that stand at its paragraphs, else the best ranked.
func (x *Index) closest(entries []match, gap match, reason string) []int32 {
	var chosen []int32
	for pass := range 2 {
		for _, m := range entries {
			near := reason != KnownGap || pass == 1 || x.near(x.cands[gap.cand], x.cands[m.cand])
			if near && len(chosen) < maxRelated && !slices.Contains(chosen, m.cand) {
				chosen = append(chosen, m.cand)
			}
		}
		if len(chosen) > 0 {
			break
		}
	}
	return chosen
}

// near reports whether an entry stands at one of a gap's paragraphs.
func (x *Index) near(gap, entry candidate) bool {
	for _, p := range gap.gap.Paragraphs[entry.entry.Source] {
		if slices.Contains(entry.entry.Paragraphs, p) {
			return true
		}
	}
	return false
}

// openers returns questions to begin with: the first proposal or date of each
// source, the latest sources first.
func (x *Index) openers() []string {
	first := map[string]string{}
	for _, e := range x.corpus.Entries {
		if _, has := first[e.Source]; !has && (e.Kind == "proposal" || e.Kind == "timing") {
			first[e.Source] = Question(e)
		}
	}
	var asks []string
	for _, s := range slices.Backward(x.corpus.Sources) {
		if q, has := first[s.ID]; has && len(asks) < maxNextAsks {
			asks = append(asks, q)
		}
	}
	return asks
}

// Nearest returns up to n entries that fit a question best, whether or not they answer it.
func (x *Index) Nearest(question string, n int) []*corpus.Entry {
	terms, total := x.weighTerms(x.understand(question))
	entries, _ := x.split(x.rank(terms, total, none))
	var nearest []*corpus.Entry
	for _, m := range entries[:min(n, len(entries))] {
		nearest = append(nearest, x.cands[m.cand].entry)
	}
	return nearest
}

// next returns questions to go on with: on the answer's topic, what the reply
// has not already said.
func (x *Index) next(r *Result) []string {
	var asks []string
	said := map[string]bool{}
	for _, a := range r.Answers {
		said[a.ID] = true
	}
	if len(r.Answers) == 0 {
		return x.openers()
	}
	for _, e := range x.corpus.Entries {
		if len(asks) < maxNextAsks && !said[e.ID] && e.Topic == r.Answers[0].Topic {
			asks = append(asks, Question(e))
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
