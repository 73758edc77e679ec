package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"nhslaw/answers"
	"nhslaw/answers/eval"
	"nhslaw/answers/slips"
)

// A question is a text to ask, and how to tell whether what came was right.
type question struct {
	text string

	// judge reports whether a result is right, and whether it at least puts
	// first what is wanted.
	judge func(answers.Result) (right, first bool)
}

// kinds are how questions are typed.
var kinds = []struct {
	name  string
	slips int
}{{"clean", 0}, {"one slip", 1}, {"two slips", 2}}

// mistyped returns questions with so many slips each; always the same ones.
func mistyped(qs []question, n int) []question {
	typed := make([]question, len(qs))
	for i, q := range qs {
		typed[i] = question{slips.In(q.text, n, rand.New(rand.NewPCG(uint64(i), uint64(n)))), q.judge}
	}
	return typed
}

// sets are the files of questions, see package eval.
var sets = []string{"dev", "practice"}

// readSets returns the answerable questions of the sets in a directory. Right is
// what eval says is right; first, that a wanted paragraph is cited first.
func readSets(dir string) ([]question, error) {
	var qs []question
	for _, name := range sets {
		f, err := os.Open(filepath.Join(dir, name+".jsonl"))
		if err != nil {
			return nil, fmt.Errorf("reading the questions: %w", err)
		}
		read, err := eval.Read(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("reading the questions %s: %w", name, err)
		}
		for _, q := range read {
			if q.Answerable {
				qs = append(qs, question{q.Q, func(r answers.Result) (bool, bool) {
					v := eval.Judge(q, r)
					return v.OK, v.Rank == 1
				}})
			}
		}
	}
	return qs, nil
}
