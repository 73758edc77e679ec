package answers

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"nhslaw/corpus"
)

const (
	maxRelated  = 3
	maxNextAsks = 3
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
	x.inquire(q, text)
	r := Result{Question: strings.ToValidUTF8(text, "�"), Status: Unknown, Corpus: x.corpus.Digest()}
	switch {
	case len(q.words) == 0:
		r.Reason = Empty
	case q.smallTalk:
		r.Status = Help
	case q.place(0) == nil:
		r.Reason = OffTopic
	default:
		x.answer(q, &r)
	}
	r.Suggestions = x.next(q, &r)
	return r
}

const (
	// sentenceFrom is how likely a sentence must be about the sources' subject by
	// itself to stand for the whole message.
	sentenceFrom = 0.5

	// alsoFrom is how sure the answer to another question of a message must be to
	// join the first one's.
	alsoFrom = 0.5
)

// inquire reads and weighs a message. People wrap what they ask in talk: where
// that drowns the question, or makes what it comes to doubtful, the sentence
// that asks is weighed alone. One that comes to another entry is another
// question, or needs the rest to be understood ("does Dickson agree?"). Half of
// a single sentence is not held against the whole.
func (x *Index) inquire(q *inquiry, text string) {
	x.weighUp(q, text)
	parts, wrapped := asking(text)
	if len(parts) == 0 || q.smallTalk {
		return
	}
	part := x.inquiries.Get().(*inquiry)
	defer x.inquiries.Put(part)
	var also []int32
	alone := false
	for _, s := range parts {
		x.weighUp(part, s)
		drowned, same, answers := q.about() < aboutFrom, part.best() == q.best(), part.evidence.answers()
		better := same && (answers && !q.evidence.answers() || !answers && wrapped)
		switch {
		case part.about() < sentenceFrom:
		case !alone && (drowned || better):
			*q, *part = *part, *q
			alone = true
		case !same && answers && part.evidence.confidence() >= alsoFrom:
			also = append(also, part.best())
		}
	}
	q.also = also
}

// weighUp reads a text, ranks what it may be about, and weighs the evidence on the best.
func (x *Index) weighUp(q *inquiry, text string) {
	x.understand(&q.question, text)
	q.entries, q.evidence, q.also = q.entries[:0], evidence{}, nil
	if q.smallTalk = x.words.isSmallTalk(q.words); q.smallTalk {
		return
	}
	x.find(q, 1)
	if q.place(0) != nil {
		x.reportsFirst(q)
		q.evidence = x.weigh(q)
	}
}

// answer decides, and fills the result accordingly.
func (x *Index) answer(q *inquiry, r *Result) {
	r.Status, r.Reason, r.Note = x.decide(q)
	r.Confidence = math.Round(100*q.evidence.confidence()) / 100
	switch r.Status {
	case Answered:
		r.Answers = x.cite(x.others(q))
	case Related:
		r.Answers = x.cite(x.closest(q, r.Reason))
	}
}

// find ranks what a question that was understood may be about, so many entries
// or more.
func (x *Index) find(q *inquiry, least int) {
	x.readParties(q)
	most := shortlisted
	if q.several() {
		most = shortlistedSides
	}
	x.weighTerms(q)
	x.tongue.hear(&q.hearing, q.stems)
	x.rank(q, max(most, least))
}

// reportShare is how nearly as well a sibling must fit to come before the best.
const reportShare = 0.85

// reportsFirst puts what a news report says before what a comment says to the
// same effect, where both fit about equally well and the question names nobody:
// who decides comes before who remarks on it.
func (x *Index) reportsFirst(q *inquiry) {
	best := q.place(0)
	if len(q.voices) > 0 || x.kindOf(best.cand) != "comment" {
		return
	}
	same := x.siblings.of(int(best.cand))
	for i := 1; ; i++ {
		m := q.place(i)
		if m == nil || m.score < reportShare*best.score {
			return
		}
		if x.kindOf(m.cand) == "news" && slices.Contains(same, m.cand) {
			report := *m
			copy(q.entries[1:i+1], q.entries[:i])
			q.entries[0] = report
			return
		}
	}
}

// kindOf returns the kind of an entry's source.
func (x *Index) kindOf(entry int32) string { return x.corpus.Source(x.entry(entry).Source).Kind }

func (x *Index) cite(entries []int32) []Answer {
	answers := make([]Answer, len(entries))
	for i, c := range entries {
		answers[i] = cite(x.corpus, x.entry(c), int(x.shown[c].quoted))
	}
	return answers
}

// ranked returns the matches of some entries, best first, without those that
// share nothing with the question.
func (x *Index) ranked(q *inquiry, entries []int32) []match {
	var ms []match
	for _, c := range entries {
		if q.covered[c] > 0 {
			m := q.glance(c)
			x.compare(q, &m)
			ms = append(ms, m)
		}
	}
	slices.SortFunc(ms, bestFirst)
	return ms
}

// closest returns the entries that come nearest to a question without an
// answer: for a known gap those that stand at its paragraphs, else the best ranked.
func (x *Index) closest(q *inquiry, reason string) []int32 {
	q.chosen = q.chosen[:0]
	if reason == KnownGap {
		for _, m := range x.ranked(q, x.near.of(int(q.gap().cand)-len(x.corpus.Entries))) {
			q.chosen = append(q.chosen, m.cand)
		}
	}
	if len(q.chosen) == 0 {
		for i := range maxRelated {
			if m := q.place(i); m != nil {
				q.chosen = append(q.chosen, m.cand)
			}
		}
	}
	q.chosen = q.chosen[:min(maxRelated, len(q.chosen))]
	return q.chosen
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
	var nearest []*corpus.Entry
	for _, c := range x.nearest(text, n) {
		nearest = append(nearest, x.entry(c))
	}
	return nearest
}

func (x *Index) nearest(text string, n int) []int32 {
	q := x.inquiries.Get().(*inquiry)
	x.understand(&q.question, text)
	x.find(q, n)
	nearest := make([]int32, 0, n)
	for i := range n {
		m := q.place(i)
		if m == nil {
			break
		}
		nearest = append(nearest, m.cand)
	}
	x.inquiries.Put(q)
	return nearest
}

// next returns questions to go on with: on the answer's topic, what the reply
// has not already said.
func (x *Index) next(q *inquiry, r *Result) []string {
	if len(r.Answers) == 0 {
		return slices.Clone(x.openers)
	}
	asks := make([]string, 0, maxNextAsks)
	for _, c := range x.onTopic.of(int(x.cands[q.chosen[0]].topic)) {
		if len(asks) == maxNextAsks {
			break
		}
		if n := x.shown[c].question; n != none && !slices.Contains(q.chosen, c) {
			asks = append(asks, x.texts.at(n))
		}
	}
	return asks
}

// Question returns the question that stands for an entry, as a reader would
// write it: the first of its wordings, with a capital and a question mark.
func Question(e *corpus.Entry) string {
	q := []rune(e.Asks.First())
	q[0] = unicode.ToUpper(q[0])
	if last := q[len(q)-1]; unicode.IsLetter(last) || unicode.IsDigit(last) {
		q = append(q, '?')
	}
	return string(q)
}
