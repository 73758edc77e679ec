package quotes

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"nhslaw/corpus"
)

// checker checks against the corpus of the program; it is shared, as it is in use.
var checker = sync.OnceValue(func() *Checker { return New(corpus.Embedded()) })

// show writes a finding in a line: the verdict, whose it is said to be, the
// places with their voices, and then the diff, [-deleted-] and {+inserted+}, or
// the parts found and missing.
func show(f Finding) string {
	var b strings.Builder
	b.WriteString(string(f.Verdict))
	if f.By != "" {
		id := "nobody"
		if f.Claimed != nil {
			id = f.Claimed.ID
		}
		fmt.Fprintf(&b, " by %s", id)
		if f.Misattributed {
			b.WriteString(" (not so)")
		}
	}
	for _, p := range f.Places {
		fmt.Fprintf(&b, " %s[%d", p.Source.ID, p.Paragraph)
		if p.Last != p.Paragraph {
			fmt.Fprintf(&b, "-%d", p.Last)
		}
		b.WriteString("]")
		if p.Voice != nil {
			b.WriteString("=" + p.Voice.ID)
		}
	}
	if len(f.Diff) > 0 {
		b.WriteString(":")
	}
	for _, e := range f.Diff {
		switch e.Op {
		case Equal:
			b.WriteString(" " + e.Text)
		case Delete:
			b.WriteString(" [-" + e.Text + "-]")
		case Insert:
			b.WriteString(" {+" + e.Text + "+}")
		}
	}
	if len(f.Found) > 0 {
		fmt.Fprintf(&b, ": found %q, missing %q", f.Found, f.Missing)
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	tests := []struct{ what, text, want string }{
		{"nothing", "", "too_short"},
		{"blanks and marks", " “ ” … ", "too_short"},
		{"two words", "internal market", "too_short"},

		{"a curated quotation", "it is quite hard to see how we can get provisions up and running before April 2022",
			"exact merger-2019[25]=ian-dodge"},
		{"more than is curated", "it is quite hard to see how we can get provisions up and running before April 2022",
			"exact merger-2019[25]=ian-dodge"},
		{"less than is curated", "get provisions up and running", "exact merger-2019[25]=ian-dodge"},
		{"nothing curated, in a report", "the circumstances in which it goes out to procurement", "exact merger-2019[20]"},
		{"nothing curated, in a comment", "it can be done now", "exact five-changes-2018[15]=kibasi-lambert"},
		{"the standfirst of a comment is not its author's", "set out five changes it needs to take integration forward",
			"exact five-changes-2018[1]"},
		{"a phrase that stands twice", "genuinely hand local systems greater autonomy and control",
			"exact dickson-2019[7]=niall-dickson dickson-2019[18]=niall-dickson"},

		{"case, dashes, marks and spaces", "IT IS QUITE  hard-to-see;\thow we can “get” provisions up", "exact merger-2019[25]=ian-dodge"},
		{"straight quote marks", `the ability to create "integrated care trusts"`, "exact five-changes-2018[9]=kibasi-lambert"},
		{"single quote marks", `'the ability to create ‘integrated care trusts’'`, "exact five-changes-2018[9]=kibasi-lambert"},
		{"marks of other countries", "„we should be prepared to change it“",
			"exact may-2018[20]=theresa-may may-2018[21]=theresa-may may-2018[22]=theresa-may"},
		{"a mark that is never closed", "“We have serious concerns", "exact merger-2019[23]=david-hare"},
		{"an apostrophe of the wrong kind", "wouldn`t be arriving any day soon",
			"exact merger-2019[25]=ian-dodge"},
		{"no apostrophe", "wouldnt be arriving any day soon", "exact merger-2019[25]=ian-dodge"},
		{"marks that can't be seen", "\u202ewe have\u200b serious\u00a0concerns\x00\u202c", "exact merger-2019[23]=david-hare"},
		{"invalid UTF-8", "we have \xff serious concerns", "exact merger-2019[23]=david-hare"},
		{"Slack's quotation and bold type", "> *we have serious concerns*", "exact merger-2019[23]=david-hare"},

		{"an ellipsis", "We don’t need primary legislation … it would help", "exact merger-2019[26]=ian-dodge"},
		{"an ellipsis of dots in brackets", "We don't need primary legislation [...] it would help", "exact merger-2019[26]=ian-dodge"},
		{"an ellipsis of the source's own", "implement the long term plan but… it would help", "exact merger-2019[26]=ian-dodge"},
		{"the source's own, not copied", "implement the long term plan but it would help", "exact merger-2019[26]=ian-dodge"},
		{"an ellipsis to the next paragraph", "before April 2022 ... it would help", "exact merger-2019[25-26]=ian-dodge"},
		{"an ellipsis to the paragraph before", "We don't need primary legislation ... This wouldn't be arriving any day soon",
			`partly merger-2019[25]=ian-dodge merger-2019[26]=ian-dodge: found ["We don't need primary legislation" "This wouldn't be arriving any day soon"], missing []`},
		{"an ellipsis to another source", "it would help ... the Parliamentary arithmetic is awful",
			`partly five-changes-2018[5]=kibasi-lambert: found ["the Parliamentary arithmetic is awful"], missing ["it would help"]`},
		{"brackets of the source's own", "[This change would help] either the full merger", "exact merger-2019[9]"},
		{"brackets of an editor", "as recommended by the [House of Commons] health and social care select committee", "exact may-2018[23]"},
		{"an editor's capital", "[T]here is a risk that taken together they could give the centre more power",
			"exact dickson-2019[18]=niall-dickson"},
		{"over the end of a paragraph", "takes money and people away from the front line.\n\n“So where legislation is making it harder",
			"exact may-2018[19-20]=theresa-may"},
		{"over it where no sentence ends", "takes money and people away from the front line where legislation is making it harder for professionals",
			`partly may-2018[19]=theresa-may may-2018[20]=theresa-may: found ["takes money and people away from the front line" "where legislation is making it harder for professionals"], missing []`},

		{"a word changed", "it is quite hard to see how we can get provisions up and running by April 2022",
			"altered merger-2019[25]=ian-dodge: it is quite hard to see how we can get provisions up and running [-by-] {+before+} April 2022"},
		{"the first changed", "won't be arriving any day soon", "altered merger-2019[25]=ian-dodge: [-won't-] {+wouldn’t+} be arriving any day soon"},
		{"the last changed", "wouldn't be arriving any day now", "altered merger-2019[25]=ian-dodge: wouldn't be arriving any day [-now-] {+soon+}"},
		{"a word dropped", "they will not come into force 2022/23",
			"altered dickson-2019[25]=niall-dickson: they will not come into force {+before+} 2022/23"},
		{"a word added", "they will not now come into force before 2022/23",
			"altered dickson-2019[25]=niall-dickson: they will not [-now-] come into force before 2022/23"},
		{"two words swapped", "genuinely hand local systems autonomy greater and control",
			"altered dickson-2019[7]=niall-dickson dickson-2019[18]=niall-dickson: genuinely hand local systems [-autonomy-] greater {+autonomy+} and control"},
		{"two words for one", "behaviours, relationships, leadership and work culture – none of which can be legislated for",
			"altered dickson-2019[21]=niall-dickson dickson-2019[26]=niall-dickson: behaviours, relationships, leadership and [-work-] culture – none of which can be legislated for"},
		{"a word changed that is not curated", "letting commissioners award contracts to current providers will allow NHS organisations to develop",
			"altered merger-2019[21]: letting commissioners award contracts to [-current-] {+…+} providers will allow NHS organisations to develop"},
		{"one dropped that is not curated", "letting commissioners award contracts to providers will allow NHS organisations to develop",
			"altered merger-2019[21]: letting commissioners award contracts to {+…+} providers will allow NHS organisations to develop"},
		{"one added that is not curated", "letting NHS commissioners award contracts to existing providers will allow NHS organisations to develop",
			"altered merger-2019[21]: letting [-NHS-] commissioners award contracts to existing providers will allow NHS organisations to develop"},
		{"two swapped that are not curated", "choose the providers and services that meet best those needs",
			"altered may-2018[15]=theresa-may: choose the providers and services that [-meet-] best {+meet+} those needs"},
		{"over two paragraphs", "takes money and people away from the front line. So where law is making it harder for professionals",
			"altered may-2018[19-20]=theresa-may: takes money and people away from the front line [-So where law-] {+…+} is making it harder for professionals"},

		{"a part", "We have a clear response and a shared vision to integrate services around patients, and we shall fight for it on the beaches",
			`partly five-changes-2018[7]=kibasi-lambert: found ["We have a clear response and a shared vision to integrate services around patients"], missing ["and we shall fight for it on the beaches"]`},
		{"parts of two sources", "we should be prepared to change it because the Parliamentary arithmetic is awful",
			`partly may-2018[20]=theresa-may may-2018[21]=theresa-may may-2018[22]=theresa-may five-changes-2018[5]=kibasi-lambert: found ["we should be prepared to change it" "the Parliamentary arithmetic is awful"], missing ["because"]`},
		{"a stray three words", "the NHS is a fine institution and it is quite hard to run", "not_found"},
		{"names and terms", "NHS England and NHS Improvement published the long term plan for the health service", "not_found"},
		{"another language", "le Parlement n'a pas voté la loi sur la santé publique", "not_found"},
	}
	for _, tt := range tests {
		if got := show(checker().Check(tt.text)); got != tt.want {
			t.Errorf("%s: Check(%q)\n got %s\nwant %s", tt.what, tt.text, got, tt.want)
		}
	}
}

func TestCheckPrinted(t *testing.T) {
	f := checker().Check("'it is very hard to see how to get provisions up and running' (Dodge)")
	if want := "it is quite hard to see how we can get provisions up and running before April 2022"; f.Printed != want {
		t.Errorf("Printed is %q, want %q", f.Printed, want)
	}
	if want := "it is very hard to see how to get provisions up and running"; f.Quotation != want {
		t.Errorf("Quotation is %q, want %q", f.Quotation, want)
	}
	if f.Places[0].Entry == nil || f.Places[0].Entry.Quote != f.Printed {
		t.Errorf("Entry is %+v, want the one that is quoted", f.Places[0].Entry)
	}
}

func TestCheckHuge(t *testing.T) {
	const quote = "We should be prepared to change it. "
	for _, text := range []string{
		strings.Repeat("a", 1<<20), strings.Repeat("“", 1<<16), strings.Repeat("[", 1<<16), strings.Repeat(" - May said, ", 1<<12),
		strings.Repeat("… ", 1<<14), strings.Repeat("the NHS and ", 1<<14), strings.Repeat("\u0301", 1<<14),
	} {
		if v := checker().Check(text).Verdict; v == Exact || v == Altered {
			t.Errorf("%.20q…, %d bytes, is %s", text, len(text), v)
		}
	}
	// What is not looked at is not vouched for.
	if v := checker().Check(strings.Repeat(quote, 1000)).Verdict; v != Partly {
		t.Errorf("a quotation cut short is %s, want %s", v, Partly)
	}
}
