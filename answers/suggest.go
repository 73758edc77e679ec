package answers

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"nhslaw/corpus"
)

// A Completer completes what is being typed to one of its texts. It is
// read-only once it is made, and safe for concurrent use.
type Completer struct {
	texts  []string      // those to prefer first
	folded []string      // the same in lower case, for the fuzzy layer
	words  []string      // the words in them, in order
	places lists[inText] // by word: where it stands, in order
}

// inText is a place in one of the texts.
type inText struct{ text, at int }

// NewCompleter returns a completer to texts, those to prefer first. What has no
// words in it, or comes twice, is left out.
func NewCompleter(texts ...string) *Completer {
	s := &Completer{}
	places, seen := map[string][]inText{}, map[string]bool{}
	for _, text := range texts {
		if words := corpus.Words(text); len(words) > 0 && !seen[text] {
			seen[text] = true
			s.texts = append(s.texts, text)
			s.folded = append(s.folded, strings.Join(words, " "))
			for at, w := range words {
				places[w] = append(places[w], inText{len(s.texts) - 1, at})
			}
		}
	}
	s.words = slices.Sorted(maps.Keys(places))
	for _, w := range s.words {
		s.places.add(places[w]...)
	}
	return s
}

// newSuggester completes to the questions, topics and voices of a corpus, in
// its order.
func newSuggester(c *corpus.Corpus) *Completer {
	var texts []string
	for _, e := range c.Entries {
		if e.Asks != "" {
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

// Complete returns the texts that have, for each word typed, a word beginning
// with it, best first; if there are none, those with its letters in order.
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
		for _, k := range s.inOrder(fixed) {
			add(s.texts[k])
		}
	}
	if len(out) < n {
		for _, c := range x.nearest(typed, n) {
			if q := x.shown[c].question; q != none {
				add(x.texts.at(q))
			}
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
	type hit struct{ first, spread, last, at, typed, text int }
	hits := make([]hit, len(s.texts))
	for i, w := range words {
		from, _ := slices.BinarySearch(s.words, w)
		for k := from; k < len(s.words) && strings.HasPrefix(s.words[k], w); k++ {
			for _, p := range s.places.of(k) {
				switch h := &hits[p.text]; {
				case h.typed == i: // it has a word for each one typed before
					h.typed, h.at = i+1, p.at
				case h.typed == i+1:
					h.at = min(h.at, p.at)
				}
			}
		}
		for k := range hits {
			h := &hits[k]
			if i == 0 {
				h.first, h.last, h.text = h.at, h.at, k
			}
			h.first, h.last = min(h.first, h.at), max(h.last, h.at)
			h.spread = h.last - h.first
		}
	}
	hits = slices.DeleteFunc(hits, func(h hit) bool { return h.typed < len(words) })
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.spread, b.spread), cmp.Compare(a.text, b.text))
	})
	out := make([]int, len(hits))
	for i, h := range hits {
		out[i] = h.text
	}
	return out
}
