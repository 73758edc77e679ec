package answers

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/golden"

	"nhslaw/corpus"
)

// A held-out question, with the evidence on its best entry.
type heldOut struct {
	evidence
	about bool // it is about what the sources are about
	said  bool // and they say it
	right bool // and the first entry says it
	part  int
}

// parts is how many parts the held-out questions are cut into: confidence is
// measured on each with weights fitted on the others.
const parts = 5

// heldOuts asks each fold the questions of its part that were written from the
// articles alone, and the messages of its part that have no answer.
func heldOuts(t *testing.T) []heldOut {
	var hs []heldOut
	add := func(x fold, text string, about, said bool, right func(cand int32) bool) {
		q := x.inquiry(text)
		best := q.place(0)
		if best == nil {
			return
		}
		hs = append(hs, heldOut{q.evidence, about, said, said && right(best.cand), len(hs) % parts})
	}
	never := func(int32) bool { return false }
	eachFold(t, func(k int, x fold) {
		nearMisses, err := os.ReadFile(filepath.Join("testdata", "nearmiss.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for i, texts := range []string{string(nearMisses), elsewhere} {
			for text := range strings.Lines(texts) {
				if foldOf(text) == k {
					add(x, text, i == 0, false, never)
				}
			}
		}
		for _, p := range append(practiceQuestions(t, "practice"), practiceQuestions(t, "asked")...) {
			if foldOf(p.Q) == k && len(p.True) == 0 {
				add(x, p.Q, p.Answerable || p.Style == "near-miss", p.Answerable, func(c int32) bool { return p.answeredBy(x.entry(c)) })
			}
		}
	})
	return hs
}

type practice struct {
	Q          string
	As         string // the wording that it became, if not word for word
	Style      string
	Answerable bool
	Gold       []struct {
		Source string
		Paras  []int
	}
	True []any `json:"true_position"`
}

func (p practice) answeredBy(e *corpus.Entry) bool {
	for _, g := range p.Gold {
		if g.Source == e.Source && slices.ContainsFunc(g.Paras, func(n int) bool { return slices.Contains(e.Paragraphs, n) }) {
			return true
		}
	}
	return false
}

func practiceQuestions(t *testing.T, name string) []practice {
	ps, err := readPractice(name)
	if err != nil {
		t.Fatal(err)
	}
	return ps
}

func readPractice(name string) (ps []practice, err error) {
	f, err := os.Open(filepath.Join("testdata", name+".jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for d := json.NewDecoder(f); d.More(); {
		var p practice
		if err := d.Decode(&p); err != nil {
			return nil, err
		}
		ps = append(ps, p)
	}
	return ps, nil
}

// A label tells of a held-out question whether it counts for a decision, and how it came out.
type label func(heldOut) (counts, yes bool)

var decisions = []struct {
	name  string
	clues []clue
	label label
}{
	{"about", about, func(h heldOut) (bool, bool) { return true, h.about }},
	{"said", said, func(h heldOut) (bool, bool) { return h.about && (!h.said || h.right), h.said }},
	{"picked", picked, func(h heldOut) (bool, bool) { return h.said, h.right }},
}

// fit returns the weights of a logistic regression by Newton's method, both
// outcomes weighing the same in all, but for the last decision, whose base rate is meant.
func fit(hs []heldOut, clues []clue, label label, balanced bool) []float64 {
	const (
		rounds = 15
		ridge  = 1.0 // keeps correlated clues from running away against each other
	)
	n := len(clues)
	w := make([]float64, n)
	var count [2]float64
	for _, h := range hs {
		if counts, yes := label(h); counts {
			count[b2i(yes)]++
		}
	}
	for range rounds {
		m := make([][]float64, n) // the Hessian, with the gradient as last column
		for i := range m {
			m[i] = make([]float64, n+1)
			if i > 0 {
				m[i][i], m[i][n] = ridge, -ridge*w[i]
			}
		}
		for _, h := range hs {
			counts, yes := label(h)
			if !counts {
				continue
			}
			weight := 1.0
			if balanced {
				weight = (count[0] + count[1]) / 2 / count[b2i(yes)]
			}
			v := make([]float64, n)
			z := 0.0
			for i, c := range clues {
				v[i] = c.value(h.evidence)
				z += w[i] * v[i]
			}
			p := 1 / (1 + math.Exp(-z))
			for i := range v {
				m[i][n] += weight * (float64(b2i(yes)) - p) * v[i]
				for j := range v {
					m[i][j] += weight * p * (1 - p) * v[i] * v[j]
				}
			}
		}
		solve(m)
		for i := range w {
			w[i] += m[i][n]
		}
	}
	return w
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// solve reduces a positive definite system in place; the last column becomes the solution.
func solve(m [][]float64) {
	n := len(m)
	for i := range m {
		for r := range m {
			if r == i {
				continue
			}
			f := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= f * m[i][c]
			}
		}
		for c := n; c >= i; c-- {
			m[i][c] /= m[i][i]
		}
	}
}

// weighted returns the clues with other weights.
func weighted(clues []clue, w []float64) []clue {
	out := make([]clue, len(clues))
	for i, c := range clues {
		c.weight = w[i]
		out[i] = c
	}
	return out
}

// TestCalibration fits the weights of the three decisions anew, shows them
// beside the ones in use, and shows how often answers at each confidence are
// right on questions that the weights were not fitted on.
func TestCalibration(t *testing.T) {
	hs := heldOuts(t)
	var b strings.Builder
	for _, d := range decisions {
		w := fit(hs, d.clues, d.label, d.name != "picked")
		fmt.Fprintf(&b, "%s\n", d.name)
		for i, c := range d.clues {
			fmt.Fprintf(&b, "  %-20s fitted %6.1f  in use %6.2f\n", c.name, w[i], c.weight)
		}
	}
	type bin struct{ n, right int }
	bins := make([]bin, 10)
	for part := range parts {
		var train []heldOut
		for _, h := range hs {
			if h.part != part {
				train = append(train, h)
			}
		}
		var fitted [][]clue
		for _, d := range decisions {
			fitted = append(fitted, weighted(d.clues, fit(train, d.clues, d.label, d.name != "picked")))
		}
		for _, h := range hs {
			if h.part != part || h.probability(fitted[0]) < aboutFrom || h.probability(fitted[1]) < saidFrom {
				continue
			}
			conf := confidence(h.probability(fitted[0]), h.probability(fitted[1]), h.probability(fitted[2]))
			k := min(9, int(conf*10))
			bins[k].n++
			bins[k].right += b2i(h.right)
		}
	}
	fmt.Fprintln(&b, "\nanswers by confidence, of questions not fitted on")
	off, all := 0.0, 0.0
	for k, bin := range bins {
		if bin.n == 0 {
			continue
		}
		share := float64(bin.right) / float64(bin.n)
		fmt.Fprintf(&b, "  %.1f to %.1f  right %3.0f%% of %4d  %s\n", float64(k)/10, float64(k+1)/10, 100*share, bin.n, strings.Repeat("#", int(share*40)))
		off += float64(bin.n) * math.Abs(share-(float64(k)+0.5)/10)
		all += float64(bin.n)
	}
	fmt.Fprintf(&b, "  off by %.2f on average\n", off/all)
	golden.Assert(t, b.String(), "calibration.golden")
	if most := 0.08; off/all > most {
		t.Errorf("confidence is off by %.2f on average, more than %.2f", off/all, most)
	}
}

// TestReadmeShowsTheCalibration keeps the README's plot the one that
// TestCalibration prints.
func TestReadmeShowsTheCalibration(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	printed, err := os.ReadFile("testdata/calibration.golden")
	if err != nil {
		t.Fatal(err)
	}
	_, plot, _ := strings.Cut(string(printed), "not fitted on\n")
	for line := range strings.Lines(plot) {
		if !strings.Contains(string(readme), strings.TrimSpace(line)) {
			t.Errorf("README.md does not show %q", strings.TrimSpace(line))
		}
	}
}
