package bot

import (
	"fmt"
	"strings"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
)

// Check says whether a quotation stands in the sources, and if not quite, how it differs.
func (l *library) Check(text string) Reply {
	f := l.quotes().Check(text)
	var r Reply
	if len(f.Places) > 0 {
		if e := f.Places[0].Entry; e != nil {
			r = l.cited("", e)
		} else {
			r = Reply{Status: answers.Related, Items: []Item{placeItem(f.Places[0])}, Note: StandingNote}
		}
		r.Joint = "" // the claims are one answer, not others' views
	}
	switch f.Verdict {
	case quotes.Exact:
		r.Lead = "Exact: these words stand in " + place(f.Places[0]) + whose(f)
	case quotes.Altered:
		r.Lead = "Altered: not quite what stands in " + place(f.Places[0]) + whose(f)
		r.Diff = f.Diff
		if f.Printed != "" {
			r.Lead += fmt.Sprintf(" The true words: “%s”", f.Printed)
		}
	case quotes.Partly:
		r.Lead = "Partly: in the sources stand only “" + strings.Join(f.Found, "” and “") + "”, nearest in " + place(f.Places[0]) + whose(f)
		if len(f.Missing) > 0 {
			r.Lead += " Not found: “" + strings.Join(f.Missing, "”, “") + "”."
		}
	case quotes.TooShort:
		return Reply{Status: answers.Help, Lead: "To check a quotation I need at least three words of it, for example: check \"too big to challenge\""}
	default:
		return Reply{Status: answers.Unknown, Lead: "Not found: these words do not stand in the five articles. They may still have been said elsewhere."}
	}
	return r
}

func placeItem(p quotes.Place) Item {
	return Item{Name: p.Source.Headline, Text: fmt.Sprintf("%s, %s, %s", p.Source.Author(), p.Source.Published, paragraphsOf(p)), Link: p.Source.URL}
}

func place(p quotes.Place) string {
	return fmt.Sprintf("“%s” (%s, %s), %s", p.Source.Headline, p.Source.Author(), p.Source.Published, paragraphsOf(p))
}

func paragraphsOf(p quotes.Place) string {
	if p.Last > p.Paragraph {
		return fmt.Sprintf("paragraphs %d to %d", p.Paragraph, p.Last)
	}
	return where([]int{p.Paragraph})
}

// whose says whose words they are, where that is known, and whether somebody
// else was named for them.
func whose(f quotes.Finding) string {
	v, e := f.Places[0].Voice, f.Places[0].Entry
	switch {
	case v != nil && e != nil && e.Reported && f.Claimed != nil && f.Claimed.ID == e.Voice:
		return fmt.Sprintf(". The words are %s's, which reports what %s said.", v.Name, f.Claimed.Name)
	case v == nil:
		return ". Whose words they are I can't tell for certain."
	case f.Misattributed:
		return fmt.Sprintf(". They are not %s's words, but %s's.", f.By, v.Name)
	}
	return fmt.Sprintf(". The words are %s's.", v.Name)
}
