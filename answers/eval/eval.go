// Package eval scores an index on files of questions.
//
// A question file has one JSON object a line: id, q, style, answerable, gold
// (source and paras that answer it), must (groups of alternatives, one of each
// to be in what the reader sees) and, where it fits, all_sources and true_position.
package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"nhslaw/answers"
)

// A Question is one line of a question file.
type Question struct {
	ID           string     `json:"id"`
	Q            string     `json:"q"`
	Style        string     `json:"style"`
	Answerable   bool       `json:"answerable"`
	Gold         []Place    `json:"gold"`
	Must         [][]string `json:"must"`
	AllSources   []string   `json:"all_sources"`
	TruePosition []Place    `json:"true_position"`
}

// A Place is paragraphs of a source.
type Place struct {
	Source string `json:"source"`
	Paras  []int  `json:"paras"`
}

// maxLine bounds a line of a question file.
const maxLine = 1 << 20

// Read reads a question file; an error names the line.
func Read(r io.Reader) ([]Question, error) {
	var qs []Question
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var q Question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		qs = append(qs, q)
	}
	return qs, lines.Err()
}

// A Verdict is how one question went.
type Verdict struct {
	Question Question
	Result   answers.Result
	OK       bool // right, or held back
	Top3     bool // a gold paragraph is among the first three answers
	Rank     int  // of the first answer with a gold paragraph, from 1; 0 if none
	Uncited  int
}

// A Tally counts questions that went well.
type Tally struct{ OK, Of int }

func (t Tally) String() string { return fmt.Sprintf("%d/%d", t.OK, t.Of) }

// Percent returns the share in per cent, to one decimal; 0 of nothing.
func (t Tally) Percent() float64 { return percent(float64(t.OK), float64(t.Of)) }

func percent(part, of float64) float64 {
	if of == 0 {
		return 0
	}
	return math.RoundToEven(1000*part/of) / 10
}

// A Score sums up a run. All shares are in per cent.
type Score struct {
	Questions int              `json:"questions"`
	Right     float64          `json:"right"`    // answerable: answered, a gold paragraph cited first, every must seen
	Top3      float64          `json:"top3"`     // answerable: a gold paragraph among the first three answers
	Silent    float64          `json:"silent"`   // answerable: neither answered nor related
	Held      float64          `json:"held"`     // not answerable: not answered, or the true position first
	Precise   float64          `json:"precise"`  // of the paragraphs that right answers cite first, the share that is gold
	Complete  float64          `json:"complete"` // of the sources asked for, the share cited
	Uncited   int              `json:"uncited"`  // answers without a citation
	ByStyle   map[string]Tally `json:"by_style"`
}

// Run asks every question.
func Run(x *answers.Index, qs []Question) (Score, []Verdict) {
	verdicts := make([]Verdict, len(qs))
	for i, q := range qs {
		verdicts[i] = Judge(q, x.Ask(q.Q))
	}
	return Sum(verdicts), verdicts
}

// Sum sums up how questions went.
func Sum(verdicts []Verdict) Score {
	s := Score{Questions: len(verdicts), ByStyle: map[string]Tally{}}
	var right, top3, silent, held Tally
	var precise, complete []float64
	for _, v := range verdicts {
		q := v.Question
		s.Uncited += v.Uncited
		style := s.ByStyle[q.Style]
		style.Of++
		if v.OK {
			style.OK++
		}
		s.ByStyle[q.Style] = style
		if !q.Answerable {
			count(&held, v.OK)
			continue
		}
		count(&right, v.OK)
		count(&top3, v.Top3)
		count(&silent, v.Result.Status != answers.Answered && v.Result.Status != answers.Related)
		if v.OK {
			precise = append(precise, precision(q, v.Result.Answers[0]))
		}
		if len(q.AllSources) > 0 && v.Result.Status == answers.Answered {
			complete = append(complete, completeness(q, v.Result.Answers))
		}
	}
	s.Right, s.Top3, s.Silent, s.Held = right.Percent(), top3.Percent(), silent.Percent(), held.Percent()
	s.Precise, s.Complete = mean(precise), mean(complete)
	return s
}

func count(t *Tally, ok bool) {
	t.Of++
	if ok {
		t.OK++
	}
}

func mean(shares []float64) float64 {
	sum := 0.0
	for _, x := range shares {
		sum += x
	}
	return percent(sum, float64(len(shares)))
}

// Judge holds what an index has for a question against what is wanted.
func Judge(q Question, r answers.Result) Verdict {
	v := Verdict{Question: q, Result: r}
	for i, a := range r.Answers {
		if len(a.Paragraphs) == 0 {
			v.Uncited++
		}
		if v.Rank == 0 && cites(a, q.Gold) {
			v.Rank = i + 1
		}
	}
	answered := r.Status == answers.Answered
	if !q.Answerable {
		v.OK = !answered || len(r.Answers) > 0 && cites(r.Answers[0], q.TruePosition)
		return v
	}
	v.Top3 = (answered || r.Status == answers.Related) && v.Rank >= 1 && v.Rank <= 3
	v.OK = answered && v.Rank == 1 && seesAll(q.Must, r.Answers)
	return v
}

func cites(a answers.Answer, places []Place) bool {
	return slices.ContainsFunc(places, func(p Place) bool {
		return p.Source == a.Source.ID && slices.ContainsFunc(p.Paras, func(n int) bool { return slices.Contains(a.Paragraphs, n) })
	})
}

// seesAll reports whether what the reader sees has an alternative of every group.
func seesAll(must [][]string, as []answers.Answer) bool {
	var b strings.Builder
	for _, a := range as {
		for _, text := range []string{a.Title, a.Says, a.Quote, a.Speaker.Name, a.Speaker.Role, a.Source.Headline, a.Source.Author()} {
			b.WriteString(flat(text) + " \n ")
		}
	}
	seen := b.String()
	for _, group := range must {
		if !slices.ContainsFunc(group, func(alt string) bool { return strings.Contains(seen, flat(alt)) }) {
			return false
		}
	}
	return true
}

// flat folds case and quote marks.
func flat(s string) string {
	return strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`).Replace(strings.ToLower(s))
}

func precision(q Question, a answers.Answer) float64 {
	gold := 0
	for _, p := range a.Paragraphs {
		if slices.ContainsFunc(q.Gold, func(g Place) bool { return g.Source == a.Source.ID && slices.Contains(g.Paras, p) }) {
			gold++
		}
	}
	return float64(gold) / float64(len(a.Paragraphs))
}

func completeness(q Question, as []answers.Answer) float64 {
	n := 0
	for _, s := range q.AllSources {
		if slices.ContainsFunc(as, func(a answers.Answer) bool { return a.Source.ID == s }) {
			n++
		}
	}
	return float64(n) / float64(len(q.AllSources))
}
