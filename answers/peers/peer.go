package main

import (
	"slices"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// An asker answers questions.
type asker interface {
	Ask(text string) answers.Result
}

// A peer is an index that finds entries by a question, and the ways to ask it.
type peer struct {
	ways  []string                              // the first stands for the index
	build func(*corpus.Corpus) ([]asker, error) // one for each way
}

// peers are what is compared; the others are put in relation to the first.
var peers = []peer{
	{[]string{"nhslaw"}, func(c *corpus.Corpus) ([]asker, error) { return []asker{answers.New(c)}, nil }},
	{[]string{"bleve", "bleve, fuzziness 1"}, func(c *corpus.Corpus) ([]asker, error) {
		x, err := newBleve(c)
		return []asker{x, fuzzyBleve{x, 1}}, err
	}},
	{[]string{"sahilm/fuzzy"}, func(c *corpus.Corpus) ([]asker, error) { return []asker{newFuzzy(c)}, nil }},
}

// mostAnswers is how many entries a peer shows, as many as nhslaw does at most
// unless the sides are asked for.
const mostAnswers = 4

// cited are the entries of a corpus as answers, worked out beforehand as nhslaw
// does, so that a peer's time is all search.
func cited(c *corpus.Corpus) []answers.Answer {
	as := make([]answers.Answer, len(c.Entries))
	for i, e := range c.Entries {
		as[i] = answers.Cite(c, e)
	}
	return as
}

// wordingsOf returns the texts by which nhslaw finds an entry: how it is asked
// for, each way by itself, and last what it says, with whose claim it is and on what.
func wordingsOf(c *corpus.Corpus, e *corpus.Entry) []string {
	texts := make([]string, 0, e.Asks.Len()+e.Contrary.Len()+2)
	texts = append(texts, slices.Collect(e.Asks.All())...)
	texts = append(texts, slices.Collect(e.Contrary.All())...)
	v := c.Voice(e.Voice)
	return append(texts, e.Title, e.Says+" "+e.Quote+" "+v.Name+" "+v.Role+" "+c.Topic(e.Topic).Name)
}

// found makes a result of the entries that a peer found, best first. A peer
// never holds back: whatever it finds is its answer.
func found(as []answers.Answer) answers.Result {
	if len(as) == 0 {
		return answers.Result{Status: answers.Unknown}
	}
	return answers.Result{Status: answers.Answered, Answers: as}
}
