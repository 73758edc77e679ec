package answers

import (
	"cmp"
	"slices"
	"strings"

	"nhslaw/corpus"
)

// A suggester completes what is being typed.
type suggester struct {
	texts  []string   // the questions, topics and voices that can be suggested, in the order of the corpus
	folded []string   // the same in lower case, for the fuzzy layer
	words  [][]string // and their words
}

func newSuggester(c *corpus.Corpus) *suggester {
	s := &suggester{}
	add := func(text string) {
		if words := corpus.Words(text); len(words) > 0 && !slices.Contains(s.texts, text) {
			s.texts = append(s.texts, text)
			s.folded = append(s.folded, strings.Join(words, " "))
			s.words = append(s.words, words)
		}
	}
	for _, e := range c.Entries {
		if e.Asks != "" {
			add(Question(e))
		}
	}
	for _, t := range c.Topics {
		add(t.Name)
	}
	for _, v := range c.Voices {
		add(v.Name)
	}
	return s
}

// Suggest returns up to n questions, topics and names for what has been typed
// so far, best first: those with a word beginning with each typed word, then
// those with its letters in order, then what an answer would come from. Slips
// are forgiven. With nothing typed it returns the first n.
func (x *Index) Suggest(typed string, n int) []string {
	s := x.suggester()
	words := corpus.AppendWords(nil, typed, maxWords)
	if len(words) == 0 {
		return slices.Clone(s.texts[:min(n, len(s.texts))])
	}
	var out []string
	add := func(text string) {
		if len(out) < n && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for _, k := range s.begin(words) {
		add(s.texts[k])
	}
	fixed := x.fixAllButLast(words)
	if !slices.Equal(fixed, words) {
		for _, k := range s.begin(fixed) {
			add(s.texts[k])
		}
	}
	if len(out) < n {
		pattern := strings.Join(fixed, " ")
		for _, k := range inOrder(pattern[:min(len(pattern), maxFuzzy)], s.folded) {
			add(s.texts[k])
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
func (s *suggester) begin(words []string) []int {
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
