package quotes

import "slices"

const (
	// minFit is how much of a quotation must stand at one place for it to be
	// that place's words, altered: with one word changed in a quotation of nine,
	// three at an end can fail to be proven.
	minFit = 2.0 / 3

	// minFitting is the fewest words that can be called a quotation altered: of
	// three, a name and a word beside it would be one.
	minFitting = 4

	// substantialQuoted is the weight that is enough for a whole curated
	// quotation but for a few words: there are few of them to agree with.
	substantialQuoted = 6
)

// altered reports whether the words are those of the nearest place, altered.
func (p *passage) altered() bool {
	if len(p.near) == 0 || p.cut {
		return false
	}
	n := p.near[0]
	enough := substantial
	if n.quote != nil && n.beyond == 0 {
		enough = substantialQuoted
	}
	if n.fits < minFitting || float64(n.fits) < minFit*float64(len(p.words)) || p.weigh(n.keep, 0) < enough {
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
