package answers

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// Each candidate learns to tell its own wordings from all others by weighing
// their features: a linear classifier that is to give 1 for its own and at most
// 0 for the others', found by descending the squared shortfall (a squared hinge
// loss) a wording at a time, with AdaGrad's steps (Duchi et al., 2011), which
// are longer for what is seen seldom.
const (
	// stride is the length of a feature's first step. From half to twice of it
	// the held-out wordings go as well.
	stride = 0.1

	// passes is how often each candidate goes through the wordings; more only
	// learns them by heart.
	passes = 3

	// rounds is how often it does so from the start, each time in another order:
	// the last wordings leave the deepest mark, and the mean of several orders
	// evens that out. What the first pass told right at once is left out of the
	// later rounds, which take little time then.
	rounds = 3

	// A telling feature stands in few wordings: tellingTotal divided by the number
	// of candidates, but at least tellingLeast. Only wordings that share one are
	// told apart; those that share what is more common are apart enough. (That is
	// some 500 wordings here; with 200 or 2000 the held-out questions go hardly
	// worse or better.) It keeps learning from taking a time that grows as the
	// square of the corpus.
	tellingTotal = 300_000
	tellingLeast = 50
)

// A trainer holds the wordings in the order in which they are learned from,
// which is mixed, and one after the other in memory: to go through them is most
// of the work.
type trainer struct {
	*tongue
	features lists[int32] // by wording
	values   []float32    // of the features
	owners   []int32      // by wording: its candidate
	own      lists[int32] // by candidate: its wordings
	telling  lists[int32] // by feature: the wordings that have it, if they are few
	commons  []int32      // the common features
}

// train finds what each feature weighs for each candidate.
func (t *tongue) train(examples lists[int32], owners []int32, siblings *lists[int32]) {
	tr := newTrainer(t, examples, owners)
	trained := make([][]int8, t.cands()) // by candidate: what its own rare features weigh, in their order
	var wg sync.WaitGroup
	next := make(chan int32)
	for range workers {
		wg.Go(func() {
			p := tr.newPupil()
			for c := range next {
				p.learn(c, siblings.of(int(c)))
				trained[c] = p.weights(c)
			}
		})
	}
	for c := range t.cands() {
		next <- int32(c)
	}
	close(next)
	wg.Wait()
	at := make([]int, t.cands())
	for i, l := range t.likings.items { // by feature, so in the order of each candidate's own
		c := l.cand()
		t.likings.items[i] = newLiking(c, trained[c][at[c]])
		at[c]++
	}
}

// workers is how many candidates learn at a time. It makes no difference to
// what they learn.
const workers = 4

func newTrainer(t *tongue, examples lists[int32], owners []int32) *trainer {
	n := len(owners)
	tr := &trainer{tongue: t, features: newLists[int32](n, len(examples.items))}
	worth := make([]float64, len(t.usage))
	for f := range worth {
		worth[f] = t.value(int32(f))
	}
	for _, w := range rand.New(rand.NewPCG(1, 2)).Perm(n) {
		features := examples.of(w)
		length := 0.0
		for _, f := range features {
			length += worth[f] * worth[f]
		}
		for _, f := range features {
			tr.values = append(tr.values, float32(worth[f]/math.Sqrt(length)))
		}
		tr.features.add(features...)
		tr.owners = append(tr.owners, owners[w])
	}
	mixed := make([]int32, n)
	for w := range mixed {
		mixed[w] = int32(w)
	}
	tr.own = group(t.cands(), mixed, func(w int32) int { return int(tr.owners[w]) })
	tr.tell()
	for f, at := range t.rows {
		if at != none {
			tr.commons = append(tr.commons, int32(f))
		}
	}
	return tr
}

// tellingTo is in how many wordings a telling feature may stand.
func tellingTo(cands int) int32 { return int32(max(tellingLeast, tellingTotal/max(1, cands))) }

// tell lists the wordings that have each telling feature.
func (tr *trainer) tell() {
	most := tellingTo(tr.cands())
	var all []having
	for w := range tr.owners {
		for _, f := range tr.features.of(w) {
			if tr.usage[f].sum() <= most {
				all = append(all, having{f, int32(w)})
			}
		}
	}
	tr.telling = tr.whoHas(all)
}

// A pupil is a candidate while it learns.
type pupil struct {
	*trainer
	weigh   []float32 // by feature
	squares []float32 // by feature: the sum of the squares of its slopes
	mean    []float32 // by feature: what it weighs after all rounds
	lessons []int32   // the wordings to go through
	left    []int32   // those of them that are left in a round
	taken   []int32   // by wording: the last candidate, from 1, that it is a lesson for
}

func (tr *trainer) newPupil() *pupil {
	n := len(tr.usage)
	return &pupil{trainer: tr, weigh: make([]float32, n), squares: make([]float32, n), mean: make([]float32, n), taken: make([]int32, len(tr.owners))}
}

// learn goes through the lessons of a candidate. A wording of others that is
// told right isn't looked at again in that round.
func (p *pupil) learn(cand int32, siblings []int32) {
	p.choose(cand, siblings)
	clear(p.mean)
	r := rand.New(rand.NewPCG(uint64(cand), 3))
	for round := range rounds {
		clear(p.weigh)
		clear(p.squares)
		p.left = append(p.left[:0], p.lessons...)
		for pass := range passes {
			again := p.left[:0]
			for _, w := range p.left {
				if own := p.owners[w] == cand; p.lesson(w, own) || own {
					again = append(again, w)
				}
			}
			p.left = again
			if pass > 0 {
				continue
			}
			if round == 0 {
				p.lessons = append(p.lessons[:0], again...)
			}
			shuffle(r, again)
		}
		shuffle(r, p.lessons)
		for f, w := range p.weigh {
			p.mean[f] += w / rounds
		}
	}
}

func shuffle(r *rand.Rand, wordings []int32) {
	r.Shuffle(len(wordings), func(i, j int) { wordings[i], wordings[j] = wordings[j], wordings[i] })
}

// choose makes lessons of the candidate's own wordings and then of others' that
// share something telling with them, but for those of its siblings, which might
// be its own.
func (p *pupil) choose(cand int32, siblings []int32) {
	p.lessons = append(p.lessons[:0], p.own.of(int(cand))...)
	own := len(p.lessons)
	for _, w := range p.lessons[:own] {
		for _, f := range p.features.of(int(w)) {
			for _, o := range p.telling.of(int(f)) {
				if p.taken[o] == cand+1 {
					continue
				}
				p.taken[o] = cand + 1
				if by := p.owners[o]; by != cand && !slices.Contains(siblings, by) {
					p.lessons = append(p.lessons, o)
				}
			}
		}
	}
	slices.Sort(p.lessons[own:]) // as they lie in memory, and mixed
}

// lesson corrects the weights by a wording, and reports whether it had to. (The
// conversions keep machines that could from multiplying and adding in one, with
// another rounding.)
func (p *pupil) lesson(wording int32, own bool) bool {
	from, to := p.features.starts[wording], p.features.starts[wording+1]
	features, values := p.features.items[from:to], p.values[from:to]
	sum := float32(0)
	for i, f := range features {
		sum += float32(values[i] * p.weigh[f])
	}
	short := sum // how far it is from what it should be
	if own {
		short--
	}
	if own == (short >= 0) || short == 0 {
		return false
	}
	for i, f := range features {
		slope := short * values[i]
		p.squares[f] += float32(slope * slope)
		p.weigh[f] -= stride * slope / float32(math.Sqrt(float64(p.squares[f])))
	}
	return true
}

// weights notes the weights of the common features, and returns those of the
// rare ones in the candidate's own wordings, in order.
func (p *pupil) weights(cand int32) []int8 {
	var own []int32
	for _, w := range p.own.of(int(cand)) {
		own = append(own, p.features.of(int(w))...)
	}
	slices.Sort(own)
	own = slices.Compact(own)
	for _, f := range p.commons {
		_, own := slices.BinarySearch(own, f)
		p.common[p.rows[f]+cand] = uint8(zeroWeight + int(p.marked(f, own)))
	}
	var rare []int8
	for _, f := range own {
		if p.rows[f] == none {
			rare = append(rare, int8(max(-127, min(127, math.Round(float64(p.mean[f])/unit)))))
		}
	}
	return rare
}

// marked returns a weight as the nearest odd number of units if the feature is
// the candidate's own, and as the nearest even one if not.
func (p *pupil) marked(feature int32, own bool) int8 {
	odd := 0.0
	if own {
		odd = 1
	}
	return int8(max(-126-odd, min(126+odd, 2*math.Round((float64(p.mean[feature])/unit-odd)/2)+odd)))
}
