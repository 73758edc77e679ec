package quotes

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"
)

const (
	// minFit is how much of a quotation must stand at one place for it to be
	// that place's words, altered: with one word changed in a quotation of ten,
	// three at an end can fail to be proven.
	minFit = 0.7

	// minFitting is the fewest words of which that can be said; of any four in a
	// row that people write on the subject, too many are in the articles by chance.
	minFitting = 5

	// Of a run to count, at least this many words must carry a meaning of their
	// own: "it is not the case that the" proves nothing.
	minContent = 2

	// substantial is the length from which a run shows that a part of a
	// quotation comes from the sources; in one of which it is a third, the
	// length can be one less.
	substantial      = 5
	substantialThird = 4

	// maxMend is the longest stretch in which a word too many or two swapped
	// are looked for; beyond, more than that is wrong.
	maxMend = 8
)

// A near is how the reader's words fit a place at which not all of them stand.
type near struct {
	span
	keep   []bool   // for each word, whether it stands there
	insert []string // what is printed before each word, and at the end; Unknown, or ""
	quote  *quote   // the curated quotation that fits best; nil if none does
	equal  int      // how many words agree with it
	fits   int      // how many words are kept
}

// kept returns the words that stand there.
func (n near) kept(words []word) []word {
	var kept []word
	for i, w := range words {
		if n.keep[i] {
			kept = append(kept, w)
		}
	}
	return kept
}

// nearest returns the places that the words fit best, in order; nil if they fit none at all.
func (p *passage) nearest() []near {
	aligned := p.candidates()
	var best []near
	consider := func(n near) {
		n.count()
		if len(best) > 0 {
			if c := cmp.Or(cmp.Compare(n.fits, best[0].fits), cmp.Compare(n.equal, best[0].equal)); c < 0 {
				return
			} else if c > 0 {
				best = best[:0]
			}
		}
		best = append(best, n)
	}
	for _, chain := range p.chains(aligned) {
		n := p.layOut(chain.span, chain.runs)
		laid := false
		for at := chain.first; at <= chain.last; at++ {
			for _, q := range p.paragraphs[at].quotes {
				if a, ok := aligned[q]; ok {
					consider(p.layOver(n, at, q, a))
					laid = true
				}
			}
		}
		if !laid && len(chain.runs) > 0 {
			consider(n)
		}
	}
	var distinct []near
	for _, n := range best {
		same := func(o near) bool { return o.span == n.span }
		if !slices.ContainsFunc(distinct, same) {
			p.mend(&n)
			distinct = append(distinct, n)
		}
	}
	return distinct
}

func (n *near) count() {
	n.fits = 0
	for _, k := range n.keep {
		if k {
			n.fits++
		}
	}
}

// candidates aligns the words with every curated quotation that shares half of its words with them.
func (p *passage) candidates() map[*quote]alignment {
	shared := map[int]int{}
	for w := range wordSet(p.words) {
		for _, q := range p.mentions[w] {
			shared[q]++
		}
	}
	aligned := map[*quote]alignment{}
	for i, n := range shared {
		q := p.quotes[i]
		if n < minEqual || 2*n < min(len(q.words), len(p.words)) {
			continue
		}
		if a := align(p.words, q.words); a.fits() {
			aligned[q] = a
		}
	}
	return aligned
}

// A chain is runs in the order of the words, in one paragraph or in several in a row.
type chain struct {
	span
	runs []run
}

// chains returns a chain for each paragraph with runs or with a quotation that
// is a candidate, and for each source the longest one over several paragraphs.
func (p *passage) chains(aligned map[*quote]alignment) []chain {
	at := map[int][]run{}
	for q := range aligned {
		for _, i := range q.at {
			at[i] = nil
		}
	}
	for _, r := range p.runs {
		at[r.paragraph] = append(at[r.paragraph], r)
	}
	var chains []chain
	var source []run
	flush := func() {
		if c := p.longest(source); c.first < c.last {
			chains = append(chains, c)
		}
		source = nil
	}
	for _, i := range slices.Sorted(maps.Keys(at)) {
		if len(source) > 0 && p.paragraphs[source[0].paragraph].source != p.paragraphs[i].source {
			flush()
		}
		source = append(source, at[i]...)
		chains = append(chains, chain{span{i, i}, at[i]})
	}
	flush()
	return chains
}

// longest returns the chain of a source's runs with the most words. It goes to
// the next paragraph only where a sentence or a line ends or words are left out.
func (p *passage) longest(runs []run) chain {
	slices.SortStableFunc(runs, func(a, b run) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	parted := make([]int, len(p.words)+1) // how many words up to here have a gap before them
	for i, w := range p.words {
		parted[i+1] = parted[i]
		if w.gap != none {
			parted[i+1]++
		}
	}
	most := make([]int, len(runs))
	before := make([]int, len(runs))
	end := -1
	for i, r := range runs {
		most[i], before[i] = r.len(), -1
		for j, b := range runs[:i] {
			same := b.paragraph == r.paragraph
			// The gap may come after a word or two that stand in both by chance.
			next := p.follows(b.paragraph, r.paragraph) && parted[r.from+shingle] > parted[max(0, b.to-shingle)]
			if n := most[j] + r.to - max(r.from, b.to); (same || next) && r.to > b.to && n > most[i] {
				most[i], before[i] = n, j
			}
		}
		if end < 0 || most[i] > most[end] {
			end = i
		}
	}
	var c chain
	for i := end; i >= 0; i = before[i] {
		c.runs = append(c.runs, runs[i])
	}
	slices.Reverse(c.runs)
	if n := len(c.runs); n > 0 {
		c.span = span{c.runs[0].paragraph, c.runs[n-1].paragraph}
	}
	return c
}

// layOut keeps the words of the runs, and marks where others must stand between them.
func (p *passage) layOut(at span, runs []run) near {
	n := near{span: at, keep: make([]bool, len(p.words)), insert: make([]string, len(p.words)+1)}
	to := 0
	for i, r := range runs {
		from := max(r.from, to)
		for w := from; w < r.to; w++ {
			n.keep[w] = true
		}
		left := from < len(p.words) && p.words[from].gap == ellipsis
		if i > 0 && r.to > to && r.paragraph == runs[i-1].paragraph && !left {
			n.insert[from] = Unknown
		}
		to = max(to, r.to)
	}
	return n
}

// layOver corrects what the runs show by a curated quotation in one of the paragraphs.
func (p *passage) layOver(n near, at int, q *quote, a alignment) near {
	n.keep, n.insert = slices.Clone(n.keep), slices.Clone(n.insert)
	n.quote, n.equal = q, a.equal
	from, to := a.reader()
	clear(n.keep[from:to])
	clear(n.insert[min(from+1, to):to])
	if last := a.steps[len(a.steps)-1]; to < len(p.words) && last.equal && last.quoted > 0 {
		join := append(slices.Clone(q.words[last.quoted-1:last.quoted+1]), p.words[to])
		if p.holds(at, join) {
			n.insert[to] = ""
		}
	}
	here, pending := from, []word(nil)
	flush := func() {
		if len(pending) > 0 {
			n.insert[here] = typed(q.entry.Quote, pending)
			pending = nil
		}
	}
	for _, s := range a.steps {
		if s.equal {
			flush()
			n.keep[s.reader] = true
		} else if s.quoted >= 0 {
			pending = append(pending, q.words[s.quoted])
		}
		if s.reader >= 0 {
			here = s.reader + 1
		}
	}
	flush()
	return n
}

// mend looks in each stretch of words that do not fit for a single one too
// many, or two that are swapped: then the rest of them do fit.
func (p *passage) mend(n *near) {
	if n.first != n.last {
		return
	}
	for from := 0; from < len(n.keep); from++ {
		to := from
		for to < len(n.keep) && !n.keep[to] {
			to++
		}
		if known := n.insert[to] != "" && n.insert[to] != Unknown; to > from && to-from <= maxMend && !known {
			p.mendStretch(n, from, to)
		}
		from = max(from, to)
	}
	n.count()
}

func (p *passage) mendStretch(n *near, from, to int) {
	before := p.words[max(0, from-shingle+1):from]
	after := p.words[to:min(len(p.words), to+shingle-1)]
	stands := func(middle ...word) bool {
		return p.holds(n.first, slices.Concat(before, middle, after))
	}
	wrong := p.words[from:to]
	if len(before) > 0 && len(after) > 0 && len(before)+len(after) > shingle && stands() {
		n.insert[from], n.insert[to] = "", ""
		return
	}
	for i := range wrong {
		if rest := slices.Delete(slices.Clone(wrong), i, i+1); len(rest) > 0 && stands(rest...) {
			n.fix(from, to, from+i)
			return
		}
	}
	for i := range len(wrong) - 1 {
		swapped := slices.Clone(wrong)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		if stands(swapped...) {
			n.fix(from, to, from+i)
			n.insert[from+i+2] = typed(p.text, wrong[i:i+1])
			return
		}
	}
}

// fix keeps a stretch of words but for one.
func (n *near) fix(from, to, but int) {
	for i := from; i < to; i++ {
		n.keep[i] = i != but
	}
	n.insert[from], n.insert[to] = "", ""
}

// altered reports whether the words are those of the nearest place, altered.
func (p *passage) altered() bool {
	if len(p.near) == 0 || p.cut {
		return false
	}
	n := p.near[0]
	if n.fits < minFitting || float64(n.fits) < minFit*float64(len(p.words)) || content(n.kept(p.words)) < minContent {
		return false
	}
	// What does not fit there but stands elsewhere was put together from two places.
	for _, r := range p.runs {
		if p.counts(r) && !slices.Contains(n.keep[r.from:r.to], true) {
			return false
		}
	}
	return true
}

// counts reports whether a run shows that the words come from the sources.
func (p *passage) counts(r run) bool {
	long := r.len() >= substantial || r.len() >= substantialThird && 3*r.len() >= len(p.words)
	return long && content(p.words[r.from:r.to]) >= minContent
}

// content counts the words that are more than grammar.
func content(words []word) int {
	n := 0
	for _, w := range words {
		if !english.IsStopWord(w.fold) {
			n++
		}
	}
	return n
}

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
