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
	index   *Index
	inquiry *inquiry
}

// Explain answers a question and tells how.
func (x *Index) Explain(text string) Explanation {
	q := x.newInquiry()
	return Explanation{x.ask(q, text), x, q}
}

// explained is how many entries in the running an explanation shows.
const explained = 5

func (ex Explanation) String() string {
	var b strings.Builder
	x, q := ex.index, ex.inquiry
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s %s\tconfidence %.2f\n\n", ex.Status, ex.Reason, ex.Confidence)
	fmt.Fprintf(w, "WORD\tTERM\tWEIGHT\tHOW\n")
	for _, t := range q.weighed {
		name := x.words.name(t.term.symbol)
		word := q.text(t.term)
		if t.term.how == intended {
			word = name[1:]
		}
		fmt.Fprintf(w, "%s\t%s\t%.2f\t%s\n", word, name, t.weight, t.term.how)
	}
	for _, u := range q.unknown {
		fmt.Fprintf(w, "%s\t\t\tnot in the corpus\n", q.text(u))
	}
	first := q.place(0)
	if first == nil {
		w.Flush()
		return b.String()
	}
	fmt.Fprintf(w, "\nSCORE\tLIKENESS\tCOVERED\tHEARD\tENTRY\tBEST WORDING\n")
	show := func(m match) {
		fmt.Fprintf(w, "%.2f\t%.2f\t%.2f\t%.2f\t%s\t%s\n", m.score, m.likeness, m.covered, m.heard, x.id(m.cand), x.text(m.wording))
	}
	for i := range explained {
		if m := q.place(i); m != nil {
			show(*m)
		}
	}
	if len(q.gaps) > 0 {
		show(q.gap())
	}
	fmt.Fprintf(w, "\nscore = likeness + %.1f × the next wording's likeness + %.1f × covered + %.1f × heard\n", secondWeight, coverWeight, heardWeight)
	q.evidence.explain(w)
	w.Flush()
	return b.String()
}

// text returns a wording.
func (x *Index) text(wording int32) (text string) {
	i := int32(0)
	x.eachWording(func(_ int, _ wordingKind, t string) {
		if i == wording {
			text = t
		}
		i++
	})
	return text
}
