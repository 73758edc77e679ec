package answers

import (
	"math"
	"slices"
)

// A tongue tells how people ask for what the sources don't say from how they
// ask for what they do. It counts the words, and the pairs of neighbouring
// words, of the gaps' wordings and of the entries': "how many", "which areas",
// "chairs" and "cost" tell much, and plain words as much as others.
type tongue struct {
	usage        map[string]*usage
	gaps, others float64 // features learned from the wordings of gaps, and of entries
}

// usage is who uses a word or pair, in how many wordings.
type usage struct {
	gaps, others float64
	cands        []use // in order
}

const (
	// priorUse is how many sightings, shared out as the two sides are sized,
	// each word or pair starts with: one sighting is no rule.
	priorUse = 3.0

	// maxOdds caps what one word or pair can tell.
	maxOdds = 2.5
)

// learn counts a wording of a candidate; candidates come in order.
func (t *tongue) learn(stems []string, cand int32, gap bool) {
	for _, f := range features(stems) {
		u := t.usage[f]
		if u == nil {
			u = &usage{}
			t.usage[f] = u
		}
		if gap {
			u.gaps++
			t.gaps++
		} else {
			u.others++
			t.others++
		}
		if n := len(u.cands); n > 0 && u.cands[n-1].cand == cand {
			u.cands[n-1].n++
		} else {
			u.cands = append(u.cands, use{cand, 1})
		}
	}
}

// odds returns how much speaks for a question being one that the sources don't
// answer, in what the candidates' own wordings don't ask: the log odds of its
// words and pairs, evened out for length; 0 if they ask it all.
// The question may itself be a wording of the candidate left, and then does not count.
func (t *tongue) odds(stems []string, cands []int32, left int32, leftGap bool) float64 {
	base := math.Log(t.others / t.gaps)
	sum, n := 0.0, 0.0
	for _, f := range features(stems) {
		n++
		u := t.usage[f]
		if u == nil {
			continue
		}
		gaps, others, own := u.gaps, u.others, float32(0)
		for _, c := range u.cands {
			if slices.Contains(cands, c.cand) {
				own += c.n
			}
		}
		if left >= 0 {
			if leftGap {
				gaps--
			} else {
				others--
			}
			if slices.Contains(cands, left) {
				own--
			}
		}
		if own > 0 || gaps+others == 0 {
			continue
		}
		share := t.gaps / (t.gaps + t.others)
		odds := math.Log((gaps+priorUse*share)/(others+priorUse*(1-share))) + base
		sum += max(-maxOdds, min(maxOdds, odds))
	}
	if n == 0 {
		return 0
	}
	return sum / math.Sqrt(n)
}

// features returns the stems and the pairs of neighbouring stems, the first
// with the beginning; each once, in order.
func features(stems []string) []string {
	fs := make([]string, 0, 2*len(stems))
	prev := "^"
	for _, s := range stems {
		fs = append(fs, s, prev+" "+s)
		prev = s
	}
	slices.Sort(fs)
	return slices.Compact(fs)
}
