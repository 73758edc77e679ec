package main

import (
	"slices"

	"github.com/sahilm/fuzzy"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// A fuzzyList finds entries with sahilm/fuzzy, each word of a question by itself:
// of a whole question, which stands in no text letter by letter, it finds nothing.
type fuzzyList struct {
	texts   []string
	owners  []int // the entry of each text
	answers []answers.Answer
}

// longestPattern caps the words given to sahilm/fuzzy, whose score overflows from
// about 40 letters.
const longestPattern = 32

func newFuzzy(c *corpus.Corpus) *fuzzyList {
	f := &fuzzyList{answers: cited(c)}
	for i, e := range c.Entries {
		for _, text := range wordingsOf(c, e) {
			f.texts = append(f.texts, text)
			f.owners = append(f.owners, i)
		}
	}
	return f
}

// Ask returns the entries that fit best: for each word of a question an entry
// scores what the best of its texts does, and the scores add up.
//
// That serves it best. Fewer questions were right with the words' scores added up
// in each text and the best text counting, and fewer yet with those of all texts
// added up.
func (f *fuzzyList) Ask(text string) answers.Result {
	scores := make([]int, len(f.answers))
	for _, word := range corpus.Words(text) {
		if len(word) > longestPattern {
			continue
		}
		best := map[int]int{}
		for _, m := range fuzzy.FindNoSort(word, f.texts) {
			if k := f.owners[m.Index]; m.Score > best[k] {
				best[k] = m.Score
			}
		}
		for k, score := range best {
			scores[k] += score
		}
	}
	var top []int // the entries that fit best, in order
	for k, score := range scores {
		if score == 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, score, func(o, score int) int {
			if scores[o] < score {
				return 1
			}
			return -1 // of two that score alike the first goes first
		})
		if top = slices.Insert(top, at, k); len(top) > mostAnswers {
			top = top[:mostAnswers]
		}
	}
	as := make([]answers.Answer, len(top))
	for i, k := range top {
		as[i] = f.answers[k]
	}
	return found(as)
}
