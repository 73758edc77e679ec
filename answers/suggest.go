package answers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/sahilm/fuzzy"

	"nhslaw/corpus"
)

// A suggester completes what is being typed.
type suggester struct {
	texts  []string   // the questions, topics and voices that can be suggested, in the order of the corpus
	folded []string   // the same in lower case, for the fuzzy layer
	words  [][]string // and their words
}

func newSuggester(c *corpus.Corpus) suggester {
	var s suggester
	add := func(text string) {
		if words := corpus.Words(text); len(words) > 0 && !slices.Contains(s.texts, text) {
			s.texts = append(s.texts, text)
			s.folded = append(s.folded, strings.Join(words, " "))
			s.words = append(s.words, words)
		}
	}
	for _, e := range c.Entries {
		if len(e.Asks) > 0 {
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
	words := corpus.Words(typed)
	if len(words) > maxWords {
		words = words[:maxWords]
	}
	if len(words) == 0 {
		return slices.Clone(x.suggester.texts[:min(n, len(x.suggester.texts))])
	}
	var out []string
	add := func(texts []string) {
		for _, t := range texts {
			if len(out) < n && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	add(x.suggester.begin(words))
	var fixed []string
	for i, w := range words {
		if i == len(words)-1 { // still being typed
			fixed = append(fixed, w)
			continue
		}
		for _, r := range x.speller.repair(w) {
			fixed = append(fixed, r.word)
		}
	}
	add(x.suggester.begin(fixed))
	pattern := strings.Join(fixed, " ")
	add(x.suggester.fuzzy(pattern[:min(len(pattern), maxFuzzy)]))
	if len(out) < n {
		q := x.understand(typed)
		terms, total := x.weighTerms(q)
		entries, _ := x.split(x.rank(terms, total, none))
		for _, m := range entries[:min(n, len(entries))] {
			add([]string{Question(x.cands[m.cand].entry)})
		}
	}
	return out
}

// begin returns the texts that have, for each word, a word beginning with it;
// those where these words come first and stand together before the others.
func (s suggester) begin(words []string) []string {
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
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = s.texts[h.text]
	}
	return out
}

// fuzzy returns the texts that have the letters in order, best first.
func (s suggester) fuzzy(pattern string) []string {
	var out []string
	for _, m := range fuzzy.Find(pattern, s.folded) {
		out = append(out, s.texts[m.Index])
	}
	return out
}
