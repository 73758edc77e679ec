package answers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"gotest.tools/v3/golden"

	"nhslaw/answers"
	"nhslaw/answers/eval"
	"nhslaw/corpus"
)

var index = sync.OnceValue(func() *answers.Index { return answers.New(corpus.Embedded()) })

func readQuestions(t testing.TB, name string) []eval.Question {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	qs, err := eval.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return qs
}

// TestQuestions shows how each question of the two sets goes: dev, which the
// work was measured on, and practice, which was written from the articles
// alone, without sight of the corpus.
func TestQuestions(t *testing.T) {
	for _, name := range []string{"dev", "practice"} {
		_, verdicts := eval.Run(index(), readQuestions(t, name))
		show(t, name, verdicts)
	}
}

// TestAsked does the same for questions that were written like practice, and
// have since joined the corpus as wordings: each is asked of an index that was
// built without it.
func TestAsked(t *testing.T) {
	qs := readQuestions(t, "asked")
	var verdicts []eval.Verdict
	for k := range answers.FoldsAsked(t) {
		x, belongs := answers.AskedFold(k)
		for _, q := range qs {
			if belongs(q.Q) {
				verdicts = append(verdicts, eval.Judge(q, x.Ask(q.Q)))
			}
		}
	}
	show(t, "asked", verdicts)
}

// show holds how questions went against a golden file.
func show(t *testing.T, name string, verdicts []eval.Verdict) {
	score := eval.Sum(verdicts)
	var b strings.Builder
	fmt.Fprintf(&b, "right %.1f top3 %.1f silent %.1f held %.1f precise %.1f complete %.1f uncited %d\n",
		score.Right, score.Top3, score.Silent, score.Held, score.Precise, score.Complete, score.Uncited)
	for _, style := range slices.Sorted(maps.Keys(score.ByStyle)) {
		fmt.Fprintf(&b, "%s %v\n", style, score.ByStyle[style])
	}
	for _, v := range verdicts {
		mark := "ok   "
		if !v.OK {
			mark = "WRONG"
		}
		var first []string
		for _, a := range v.Result.Answers[:min(3, len(v.Result.Answers))] {
			first = append(first, a.ID)
		}
		fmt.Fprintf(&b, "%s %s %-8s rank %d  %s  <- %s\n", mark, v.Question.ID, v.Result.Status, v.Rank, strings.Join(first, " "), v.Question.Q)
	}
	golden.Assert(t, b.String(), name+".golden")
	if score.Uncited != 0 {
		t.Errorf("%s: %d answers without a citation", name, score.Uncited)
	}
}

// TestAgreesWithTheOutsideScorer runs the scorer that stands beside the
// checkout, where it does, on what Ask gives.
func TestAgreesWithTheOutsideScorer(t *testing.T) {
	scorer, err := filepath.Abs("../../shared/eval/score.py")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(scorer); err != nil {
		t.Skip("no scorer beside the checkout")
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3")
	}
	for _, name := range []string{"dev", "practice"} {
		qs := readQuestions(t, name)
		var replies strings.Builder
		for _, q := range qs {
			b, err := json.Marshal(index().Ask(q.Q))
			if err != nil {
				t.Fatal(err)
			}
			replies.Write(append(b, '\n'))
		}
		file := filepath.Join(t.TempDir(), "replies")
		if err := os.WriteFile(file, []byte(replies.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(scorer, "--json", filepath.Join("testdata", name+".jsonl"), "--", "cat", file).Output()
		if err != nil {
			t.Fatal(err)
		}
		var outside struct {
			Right, Top3, Silent, Held, Precise float64
			Complete                           float64
			Uncited                            int
			ByStyle                            map[string]string `json:"by_style"`
		}
		if err := json.Unmarshal(out, &outside); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		ours, _ := eval.Run(index(), qs)
		for style, tally := range ours.ByStyle {
			if outside.ByStyle[style] != tally.String() {
				t.Errorf("%s: %s is %v here and %s outside", name, style, tally, outside.ByStyle[style])
			}
		}
		if ours.Right != outside.Right || ours.Top3 != outside.Top3 || ours.Held != outside.Held || ours.Silent != outside.Silent ||
			ours.Precise != outside.Precise || ours.Complete != outside.Complete || ours.Uncited != outside.Uncited {
			t.Errorf("%s: %+v here and %+v outside", name, ours, outside)
		}
	}
}

// TestNoQuestionOfTheSetsIsAWording keeps the sets honest.
func TestNoQuestionOfTheSetsIsAWording(t *testing.T) {
	fold := func(s string) string { return strings.Join(corpus.Words(s), " ") }
	sets := map[string]string{}
	for _, name := range []string{"dev", "practice"} {
		for _, q := range readQuestions(t, name) {
			sets[fold(q.Q)] = name + " " + q.ID
		}
	}
	check := func(id string, wordings corpus.Wordings) {
		for w := range wordings.All() {
			if q, ok := sets[fold(w)]; ok {
				t.Errorf("%s has the question %s as a wording: %q", id, q, w)
			}
		}
	}
	for _, e := range corpus.Embedded().Entries {
		check(e.ID, e.Asks)
		check(e.ID, e.Contrary)
	}
	for _, g := range corpus.Embedded().Gaps {
		check(g.ID, g.Asks)
	}
}
