package main

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/kljensen/snowball/english"
)

// A coiner makes up words that look like those it has learned from: each letter
// follows the two before it as often as it does there.
type coiner struct {
	after map[[2]byte][]byte // what follows two letters, as often as it does
	taken map[string]bool    // stems that are words already
}

// edge stands before a word and after it.
const edge = ' '

// Coined words are as long as content words mostly are.
const shortestCoined, longestCoined = 5, 12

// endings are the forms of a coined word, the most frequent first.
var endings = []string{"", "s", "ed", "ing"}

// newCoiner learns from words, of which those with anything but the letters a to z are left out.
func newCoiner(words []string) *coiner {
	c := &coiner{map[[2]byte][]byte{}, map[string]bool{}}
	for _, w := range words {
		if slices.ContainsFunc([]byte(w), func(b byte) bool { return b < 'a' || b > 'z' }) {
			continue
		}
		last := [2]byte{edge, edge}
		for _, b := range []byte(w + string(edge)) {
			c.after[last] = append(c.after[last], b)
			last = [2]byte{last[1], b}
		}
	}
	return c
}

// clone returns a coiner that coins what this one would, and leaves this one as it is.
func (c *coiner) clone() *coiner { return &coiner{c.after, maps.Clone(c.taken)} }

// take keeps words from being coined, and all that have their stems.
func (c *coiner) take(words ...string) {
	for _, w := range words {
		c.taken[english.Stem(w, true)] = true
	}
}

// coin makes up a word whose forms have one stem, which no other word has.
func (c *coiner) coin(r *rand.Rand) []string {
	for {
		w := c.word(r)
		if len(w) < shortestCoined || len(w) > longestCoined {
			continue
		}
		stem := english.Stem(w, true)
		forms := make([]string, len(endings))
		same := true
		for i, e := range endings {
			forms[i] = w + e
			same = same && english.Stem(forms[i], true) == stem
		}
		if same && !c.taken[stem] {
			c.taken[stem] = true
			return forms
		}
	}
}

func (c *coiner) word(r *rand.Rand) string {
	var w []byte
	for last := [2]byte{edge, edge}; len(w) <= longestCoined; {
		follow := c.after[last]
		b := follow[r.IntN(len(follow))]
		if b == edge {
			break
		}
		w = append(w, b)
		last = [2]byte{last[1], b}
	}
	return string(w)
}
