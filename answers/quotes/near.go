package quotes

import (
	"cmp"
	"maps"
	"slices"
)

// A near is how the reader's words fit a place at which not all of them stand.
type near struct {
	span
	keep   []bool   // for each word, whether it stands there
	insert []string // what is printed before each word, and at the end; Unknown, or ""
	quote  *quote   // the curated quotation that fits best; nil if none does
	equal  int      // how many words agree with it
	beyond int      // how many of its words lie before or after the reader's
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
			switch c := n.compare(best[0]); {
			case c < 0:
				return
			case c > 0:
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

// compare orders by how well the words fit: better is greater.
func (n near) compare(o near) int {
	return cmp.Or(cmp.Compare(n.fits, o.fits), cmp.Compare(n.equal, o.equal), cmp.Compare(o.beyond, n.beyond))
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
		if i > 0 && r.to > to && !p.parted(runs[i-1], r, from > to) {
			n.insert[from] = Unknown
		}
		to = max(to, r.to)
	}
	return n
}

// parted reports whether the reader parted a run from the one before: at an
// ellipsis, or, with no words between them, from one paragraph to the next.
func (p *passage) parted(before, r run, between bool) bool {
	return p.words[r.from].gap == ellipsis || before.paragraph != r.paragraph && !between
}

// layOver corrects what the runs show by a curated quotation in one of the paragraphs.
func (p *passage) layOver(n near, at int, q *quote, a alignment) near {
	n.keep, n.insert = slices.Clone(n.keep), slices.Clone(n.insert)
	n.quote, n.equal, n.beyond = q, a.equal, a.beyond(q.words)
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
