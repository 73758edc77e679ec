package quotes

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nhslaw/corpus"
)

// FuzzCheck holds any text against what a finding promises.
func FuzzCheck(f *testing.F) {
	for _, s := range slices.Concat(strangers, neighbours, lookalikes) {
		f.Add(s)
	}
	for _, e := range corpus.Embedded().Entries {
		f.Add(e.Quote)
	}
	for _, s := range []string{
		"", "\xff", "“", "…", "[", "[]", "(", ":", "a\u0301\u202e", "May said: ", "- May", "½ ㎏ ǆ İ",
		`"We don't need primary legislation," said Dodge, "but [it] … would help." (2019)`,
		"away from the front line.\n\n“So where legislation is making it harder",
		"“genuinely hand local systems autonomy greater and control” — Niall Dickson",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := checker().Check(text)
		if again := checker().Check(text); show(got) != show(again) {
			t.Errorf("%s, and then %s", show(got), show(again))
		}
		if !utf8.ValidString(got.Quotation) {
			t.Errorf("the quotation is not valid UTF-8: %q", got.Quotation)
		}
		for _, p := range got.Places {
			if p.Paragraph < 1 || p.Last < p.Paragraph || p.Source.Paragraphs < p.Last {
				t.Errorf("%s[%d-%d] is no place", p.Source.ID, p.Paragraph, p.Last)
			}
		}
		if want := got.Verdict == Exact || got.Verdict == Altered || got.Verdict == Partly; want != (len(got.Places) > 0) {
			t.Errorf("%s has %d places", got.Verdict, len(got.Places))
		}
		switch got.Verdict {
		case Exact:
			words := split(got.Quotation)
			if !proven(words, got.Places[0]) && !proven(withoutAsides(words), got.Places[0]) {
				t.Errorf("%q is not in %s", got.Quotation, show(got))
			}
		case Altered:
			var typed []string
			for _, e := range got.Diff {
				if e.Op != Insert {
					typed = append(typed, e.Text)
				}
			}
			if d, q := letters(strings.Join(typed, " ")), letters(got.Quotation); d != q && !strings.Contains(got.Quotation, "[") {
				t.Errorf("the diff has %q of %q", d, q)
			}
		case Partly:
			if len(got.Found) == 0 {
				t.Error("Partly, and nothing is found")
			}
		}
	})
}

func letters(text string) string { return strings.Join(corpus.Words(text), "") }

// proven reports whether the words can be parted, where the reader parts them,
// into pieces of three or more that stand in the paragraphs of the place, one
// after the other. It asks the fingerprint, in the plainest way.
func proven(words []word, at Place) bool {
	var from func(i, paragraph int) bool
	from = func(i, paragraph int) bool {
		if paragraph > at.Last {
			return false
		}
		for to := len(words); to >= i+shingle; to-- {
			if to < len(words) && words[to].gap == none || !at.Source.Fingerprint.Holds(paragraph, folds(words[i:to])) {
				continue
			}
			if to == len(words) || from(to, paragraph+1) || words[to].gap == ellipsis && from(to, paragraph) {
				return true
			}
		}
		return false
	}
	return len(words) >= shingle && from(0, at.Paragraph)
}
