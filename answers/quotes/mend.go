package quotes

import "slices"

// maxMend is the longest stretch in which a word too many or two swapped
// are looked for; beyond, more than that is wrong.
const maxMend = 8

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
