package answers

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// An Explanation is a result with what led to it. Its string form is for
// whoever asks why.
type Explanation struct {
	Result
	index    *Index
	question question
	terms    []weighed
	total    float64
	entries  []match
	gap      match
	evidence evidence
}

// Explain answers a question and tells how.
func (x *Index) Explain(text string) Explanation { return x.explain(text) }

// explained is how many entries in the running an explanation shows.
const explained = 5

func (ex Explanation) String() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s %s\tconfidence %.2f\n\n", ex.Status, ex.Reason, ex.Confidence)
	fmt.Fprintf(w, "WORD\tTERM\tWEIGHT\tHOW\n")
	for _, t := range ex.terms {
		fmt.Fprintf(w, "%s\t%s\t%.2f\t%s\n", t.term.word, t.term.key, t.weight, t.term.how)
	}
	for _, u := range ex.question.unknown {
		fmt.Fprintf(w, "%s\t\t\tnot in the corpus\n", u)
	}
	if len(ex.entries) == 0 {
		w.Flush()
		return b.String()
	}
	fmt.Fprintf(w, "\nSCORE\tLIKENESS\tCOVERED\tENTRY\tBEST WORDING\n")
	show := func(m match) {
		fmt.Fprintf(w, "%.2f\t%.2f\t%.2f\t%s\t%s\n", m.score, m.likeness, m.covered, ex.index.cands[m.cand].id(), ex.index.wordings[m.wording].text)
	}
	for _, m := range ex.entries[:min(explained, len(ex.entries))] {
		show(m)
	}
	if ex.gap.score > 0 {
		show(ex.gap)
	}
	fmt.Fprintf(w, "\nscore = likeness + %.1f × the next wording's likeness + %.1f × covered\n", secondWeight, coverWeight)
	ex.evidence.explain(w)
	w.Flush()
	return b.String()
}
