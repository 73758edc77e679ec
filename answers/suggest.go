package answers

import (
	"cmp"
	"slices"
	"strings"

	"nhslaw/corpus"
)

// A Completer completes what is being typed to one of its texts. It is
// read-only once it is made, and safe for concurrent use.
type Completer struct {
	texts  []string   // in order of preference
	folded []string   // the same in lower case, for the fuzzy layer
	words  [][]string // and their words
}

// NewCompleter returns a completer to texts, those to prefer first. What has no
// words in it, or comes twice, is left out.
func NewCompleter(texts ...string) Completer {
	var s Completer
	for _, text := range texts {
		if words := corpus.Words(text); len(words) > 0 && !slices.Contains(s.texts, text) {
			s.texts = append(s.texts, text)
			s.folded = append(s.folded, strings.Join(words, " "))
			s.words = append(s.words, words)
		}
	}
	return s
}

// Complete returns the texts that have, for each word typed, a word beginning with
// it, best first; if there are none, those with its letters in order.
func (s *Completer) Complete(typed string) []string {
	words := corpus.AppendWords(nil, typed, maxWords)
	places := s.begin(words)
	if len(places) == 0 {
		places = s.inOrder(words)
	}
	out := make([]string, len(places))
	for i, k := range places {
		out[i] = s.texts[k]
	}
	return out
}

// inOrder returns the texts that have the letters of the words in order.
func (s *Completer) inOrder(words []string) []int {
	pattern := strings.Join(words, " ")
	return inOrder(pattern[:min(len(pattern), maxFuzzy)], s.folded)
}

// newSuggester completes to the questions, topics and voices of a corpus.
func newSuggester(c *corpus.Corpus) Completer {
	var texts []string
	for _, e := range c.Entries {
		if len(e.Asks) > 0 {
			texts = append(texts, Question(e))
		}
	}
	for _, t := range c.Topics {
		texts = append(texts, t.Name)
	}
	for _, v := range c.Voices {
		texts = append(texts, v.Name)
	}
	return NewCompleter(texts...)
}

// Suggest returns up to n questions, topics and names for what has been typed
// so far, best first: those with a word beginning with each typed word, then
// those with its letters in order, then what an answer would come from. Slips
// are forgiven. With nothing typed it returns the first n.
func (x *Index) Suggest(typed string, n int) []string {
	words := corpus.AppendWords(nil, typed, maxWords)
	if len(words) == 0 {
		return slices.Clone(x.suggester.texts[:min(n, len(x.suggester.texts))])
	}
	var out []string
	add := func(text string) {
		if len(out) < n && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, k := range x.suggester.begin(words) {
		add(x.suggester.texts[k])
	}
	fixed := x.fixAllButLast(words)
	if !slices.Equal(fixed, words) {
		for _, k := range x.suggester.begin(fixed) {
			add(x.suggester.texts[k])
		}
	}
	if len(out) < n {
		for _, k := range x.suggester.inOrder(fixed) {
			add(x.suggester.texts[k])
		}
	}
	if len(out) < n {
		for _, e := range x.Nearest(typed, n) {
			add(Question(e))
		}
	}
	return out
}

// fixAllButLast repairs the words but for the last, which is still being typed.
func (x *Index) fixAllButLast(words []string) []string {
	var repairs []spelling
	last := len(words) - 1
	for _, w := range words[:last] {
		repairs = x.speller.repair(repairs, w)
	}
	fixed := make([]string, 0, len(words))
	for _, r := range repairs {
		fixed = append(fixed, r.word)
	}
	return append(fixed, words[last])
}

// begin returns the texts that have, for each word, a word beginning with it;
// those where these words come first and stand together before the others.
func (s *Completer) begin(words []string) []int {
	type hit struct{ at, spread, text int }
	var hits []hit
	for i, have := range s.words {
		first, last, ok := len(have), 0, true
		for _, w := range words {
			k := slices.IndexFunc(have, func(h string) bool { return strings.HasPrefix(h, w) })
			if k < 0 {
				ok = false
				break
			}
			first, last = min(first, k), max(last, k)
		}
		if ok {
			hits = append(hits, hit{first, last - first, i})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.spread, b.spread), cmp.Compare(a.text, b.text))
	})
	out := make([]int, len(hits))
	for i, h := range hits {
		out[i] = h.text
	}
	return out
}
