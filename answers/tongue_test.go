package answers

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nhslaw/corpus"
)

// TestTongueLearns has each candidate of a small corpus learn in the plainest
// way, and compares what every feature weighs for it in the end.
func TestTongueLearns(t *testing.T) {
	c := partOf(corpus.Embedded())
	x, r := New(c), newReference(c)
	r.tongue, r.numbers = x.tongue, numbersOf(x)
	weighed := 0
	for cand := range len(r.cands) + 1 {
		for f, want := range r.learn(x, cand) {
			switch got := r.weight(f, cand); {
			case x.tongue.rows[r.numbers[f]] == none && !slices.ContainsFunc(r.features[f], func(w int) bool { return r.heards[w].cand == cand }):
				if got != 0 {
					t.Errorf("%d: %q is rare, not its own and weighs %d", cand, f, got)
				}
			case math.Abs(float64(got)-max(-127, min(127, float64(want)/unit))) > 1:
				t.Errorf("%d: %q weighs %d, want %.1f", cand, f, got, want/unit)
			default:
				weighed++
			}
		}
	}
	if weighed < 1000 {
		t.Errorf("only %d weights were compared", weighed)
	}
}

// learn returns what each feature weighs for a candidate. It counts as finely as
// the index does: where a wording is just about told right, a difference in the
// last digit would go on to others.
func (r *reference) learn(x *Index, cand int) map[string]float32 {
	siblings := x.siblings.of(cand)
	telling := map[string]bool{}
	for f, ws := range r.features {
		if len(ws) <= int(tellingTo(len(r.cands)+1)) && slices.ContainsFunc(ws, func(w int) bool { return r.heards[w].cand == cand }) {
			telling[f] = true
		}
	}
	var all []int
	for _, own := range []bool{true, false} {
		for _, w := range rand.New(rand.NewPCG(1, 2)).Perm(len(r.heards)) {
			o := r.heards[w].cand
			apart := o != cand && !slices.ContainsFunc(featuresOf(r.heards[w].stems), func(f string) bool { return telling[f] })
			if (o == cand) == own && !apart && !slices.Contains(siblings, int32(o)) {
				all = append(all, w)
			}
		}
	}
	mean, mix := map[string]float32{}, rand.New(rand.NewPCG(uint64(cand), 3))
	shuffle := func(ws []int) { mix.Shuffle(len(ws), func(i, j int) { ws[i], ws[j] = ws[j], ws[i] }) }
	for round := range rounds {
		weigh, squares := map[string]float32{}, map[string]float32{}
		lessons := all
		for pass := range passes {
			var again []int
			for _, w := range lessons {
				known, _ := r.knownOf(r.heards[w].stems)
				own, sum, length := r.heards[w].cand == cand, float32(0), 0.0
				for _, f := range known {
					length += r.value(f) * r.value(f)
				}
				value := func(f string) float32 { return float32(r.value(f) / math.Sqrt(length)) }
				for _, f := range known {
					sum += float32(value(f) * weigh[f])
				}
				short := sum
				if own {
					short--
				}
				right := own && short >= 0 || !own && short <= 0 || len(known) == 0
				for _, f := range known {
					if right {
						break
					}
					slope := short * value(f)
					squares[f] += float32(slope * slope)
					weigh[f] -= stride * slope / float32(math.Sqrt(float64(squares[f])))
				}
				if own || !right {
					again = append(again, w)
				}
			}
			lessons = again
			if pass == 0 && round == 0 {
				all = slices.Clone(again)
			}
			if pass == 0 {
				shuffle(again)
			}
		}
		shuffle(all)
		for f, w := range weigh {
			mean[f] += w / rounds
		}
	}
	return mean
}
