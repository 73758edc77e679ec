package quotes

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nhslaw/corpus"
)

func embedded() (*corpus.Corpus, *Checker) { c := corpus.Embedded(); return c, New(c) }

func stands(f Finding, s *corpus.Source, ps []int) bool {
	return len(f.Places) > 0 && f.Places[0].Source == s && slices.ContainsFunc(ps, func(p int) bool { return f.Places[0].Paragraph <= p && p <= f.Places[0].Last })
}

func TestProbe(t *testing.T) {
	c, k := embedded()
	for _, e := range c.Entries {
		if e.Quote == "" {
			continue
		}
		f := k.Check(e.Quote)
		if f.Verdict != Exact || !stands(f, c.Source(e.Source), e.Paragraphs) || f.Places[0].Voice != c.Speaker(e) {
			t.Errorf("%s %q: %v", e.ID, e.Quote, show(f))
		}
	}
	long := map[string][2]int{}
	for _, e := range c.Entries {
		w := strings.Fields(e.Quote)
		if len(w) < 3 {
			continue
		}
		for i := range w {
			alts := map[string][]string{}
			ch := slices.Clone(w)
			ch[i] = "zebra"
			alts["change"] = ch
			if i > 0 && i < len(w)-1 {
				alts["drop"] = slices.Delete(slices.Clone(w), i, i+1)
			}
			if i > 0 {
				alts["add"] = slices.Insert(slices.Clone(w), i, "zebra")
			}
			if i > 0 && w[i] != w[i-1] {
				s := slices.Clone(w)
				s[i], s[i-1] = s[i-1], s[i]
				alts["swap"] = s
			}
			for kind, a := range alts {
				f := k.Check(strings.Join(a, " "))
				key := fmt.Sprintf("%s %d", kind, min(len(corpus.Words(e.Quote)), 9))
				r := long[key]
				r[1]++
				if f.Verdict == Altered && stands(f, c.Source(e.Source), e.Paragraphs) {
					r[0]++
				} else if len(corpus.Words(e.Quote)) >= 6 {
					t.Logf("%s %q: %v", kind, strings.Join(a, " "), show(f))
				}
				if f.Verdict == Exact {
					t.Logf("EXACT %s %q: %v", kind, strings.Join(a, " "), show(f))
				}
				long[key] = r
			}
		}
	}
	for _, key := range slices.Sorted(func(y func(string) bool) {
		for k := range long {
			if !y(k) {
				return
			}
		}
	}) {
		t.Log(key, long[key])
	}
}

func TestProbeAsks(t *testing.T) {
	c, k := embedded()
	n := map[Verdict]int{}
	check := func(kind, s string) {
		f := k.Check(s)
		n[f.Verdict]++
		if f.Verdict != NotFound && f.Verdict != TooShort {
			t.Logf("%s %s", kind, show(f))
		}
	}
	for _, e := range c.Entries {
		for _, a := range e.Asks {
			check("ask", a)
		}
		check("says", e.Says)
	}
	for _, g := range c.Gaps {
		check("gap", g.Says)
		for _, a := range g.Asks {
			check("gask", a)
		}
	}
	t.Log(n)
}

func show(f Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q", f.Verdict, f.Quotation)
	if f.By != "" {
		fmt.Fprintf(&b, " by %q", f.By)
	}
	if f.Claimed != nil {
		fmt.Fprintf(&b, " =%s", f.Claimed.ID)
	}
	if f.Misattributed {
		b.WriteString(" MISATTRIBUTED")
	}
	for _, p := range f.Places {
		fmt.Fprintf(&b, " %s[%d", p.Source.ID, p.Paragraph)
		if p.Last != p.Paragraph {
			fmt.Fprintf(&b, "-%d", p.Last)
		}
		b.WriteString("]")
		if p.Voice != nil {
			b.WriteString(" " + p.Voice.ID)
		}
	}
	for _, e := range f.Diff {
		fmt.Fprintf(&b, " %s{%s}", map[Op]string{Equal: "", Delete: "-", Insert: "+"}[e.Op], e.Text)
	}
	if len(f.Found) > 0 {
		fmt.Fprintf(&b, " found %q missing %q", f.Found, f.Missing)
	}
	return b.String()
}
