package quotes

import (
	"cmp"
	"slices"
	"strings"
)

// partly takes the words apart into runs that stand in the sources, the longest
// first, and what lies between them.
func (p *passage) partly() (Finding, bool) {
	f := Finding{Verdict: Partly}
	runs := slices.Clone(p.runs)
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.len(), a.len()) })
	found := make([]int, len(p.words)) // the number of the run that a word is in, from 1
	var parts []run
	for _, r := range runs {
		if i := slices.IndexFunc(parts, func(o run) bool { return o.from == r.from && o.to == r.to }); i < 0 {
			for r.from < r.to && found[r.from] > 0 {
				r.from++
			}
			for r.from < r.to && found[r.to-1] > 0 {
				r.to--
			}
			if !p.counts(r) || slices.Max(found[r.from:r.to]) > 0 {
				continue
			}
			parts = append(parts, r)
			for w := r.from; w < r.to; w++ {
				found[w] = len(parts)
			}
		}
		at := p.place(span{r.paragraph, r.paragraph}, p.words[r.from:r.to])
		if !slices.Contains(f.Places, at) {
			f.Places = append(f.Places, at)
		}
	}
	for from := 0; from < len(found); {
		to := from + 1
		for to < len(found) && found[to] == found[from] {
			to++
		}
		text := typed(p.text, p.words[from:to])
		if found[from] > 0 {
			f.Found = append(f.Found, text)
		} else {
			f.Missing = append(f.Missing, text)
		}
		from = to
	}
	if p.cut && len(p.words) > 0 {
		if rest := strings.TrimSpace(p.text[p.words[len(p.words)-1].end:]); rest != "" {
			f.Missing = append(f.Missing, rest)
		}
	}
	return f, len(f.Found) > 0
}
