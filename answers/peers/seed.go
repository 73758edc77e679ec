package main

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/kljensen/snowball/english"

	"nhslaw/corpus"
)

// A seed is a corpus taken apart, for others to be grown from: texts in which
// every place says what sort of word stands there.
type seed struct {
	corpus   *corpus.Corpus
	texts    map[string][]place
	names    []string   // the words of people's names
	terms    [][]string // of the glossary: the ways to say each
	termUses []int      // how often the texts use each
	families []family   // the most used first
	heaps    float64    // see growth
	coiner   *coiner
}

// A family is the words of one stem, the most used first.
type family struct {
	forms []string
	uses  int
}

// A place in a text is where a word of some sort stands, or a phrase.
type place struct {
	sort sort
	n    int32  // the name, the term or the family
	form int32  // of the term or the family; of a name, 1 with an s
	word string // that is kept
}

type sort uint8

const (
	kept   sort = iota // the same in every copy: function words, numbers, bodies, what everybody speaks of
	named              // part of a person's name
	termed             // a term of the glossary
	varied             // any other word
)

// everybodys is the share of entries and gaps from which a word that they use is
// no one's in particular: 241 words, function words mostly, which make nearly
// two thirds of the text. Rarer ones are more and more what an entry is about.
const everybodys = 0.15

// newSeed takes a corpus apart.
func newSeed(c *corpus.Corpus) *seed {
	s := &seed{corpus: c, texts: map[string][]place{}}
	for _, t := range c.Glossary {
		var ways []string
		for _, way := range append([]string{t.Term}, t.Also...) {
			ways = append(ways, fold(way))
		}
		s.terms = append(s.terms, ways)
	}
	s.termUses = make([]int, len(s.terms))
	r := newReader(s)
	uses := map[string]int{} // of the varied words
	for text := range textsOf(c) {
		if _, twice := s.texts[text]; twice {
			continue
		}
		s.texts[text] = r.read(corpus.Words(text))
		for _, p := range s.texts[text] {
			switch p.sort {
			case termed:
				s.termUses[p.n]++
			case varied:
				uses[p.word]++
			}
		}
	}
	s.sortOut(uses)
	s.heaps = s.growth()
	s.coiner = newCoiner(slices.Sorted(maps.Keys(uses)))
	for text := range s.texts {
		s.coiner.take(corpus.Words(text)...)
	}
	return s
}

// fold returns a text as its words alone.
func fold(text string) string { return strings.Join(corpus.Words(text), " ") }

// textsOf yields every text that a copy has in words of its own.
func textsOf(c *corpus.Corpus) iter.Seq[string] {
	var texts []string
	for _, s := range c.Sources {
		texts = append(append(texts, s.Headline, s.Authors), s.Aliases...)
	}
	for _, v := range c.Voices {
		texts = append(append(texts, v.Name, v.Role), v.Aliases...)
	}
	for _, t := range c.Topics {
		texts = append(append(texts, t.Name), t.Aliases...)
	}
	for _, e := range c.Entries {
		texts = append(append(append(texts, e.Title, e.Says, e.Quote, e.Note), slices.Collect(e.Asks.All())...), slices.Collect(e.Contrary.All())...)
	}
	for _, g := range c.Gaps {
		texts = append(append(texts, g.Title, g.Says), slices.Collect(g.Asks.All())...)
	}
	return slices.Values(texts)
}

// sortOut gathers the varied words, of which it takes the uses, in families, and
// says so at their places.
func (s *seed) sortOut(uses map[string]int) {
	byStem := map[string]*family{}
	for _, w := range slices.Sorted(maps.Keys(uses)) {
		stem := english.Stem(w, true)
		if byStem[stem] == nil {
			byStem[stem] = &family{}
		}
		byStem[stem].forms = append(byStem[stem].forms, w)
		byStem[stem].uses += uses[w]
	}
	for _, stem := range slices.Sorted(maps.Keys(byStem)) {
		f := byStem[stem]
		slices.SortStableFunc(f.forms, func(a, b string) int { return uses[b] - uses[a] })
		s.families = append(s.families, *f)
	}
	slices.SortStableFunc(s.families, func(a, b family) int { return b.uses - a.uses })
	at := map[string]place{}
	for i, f := range s.families {
		for k, w := range f.forms {
			at[w] = place{sort: varied, n: int32(i), form: int32(k)}
		}
	}
	for _, places := range s.texts {
		for i, p := range places {
			if p.sort == varied {
				places[i] = at[p.word]
			}
		}
	}
}

// growth returns by what power of the length of the texts the number of families
// grows, as Heaps's law has it: from the entries of one source to those of all.
func (s *seed) growth() float64 {
	type size struct {
		families map[int32]bool
		places   float64
	}
	all, by := size{families: map[int32]bool{}}, map[string]*size{}
	for _, e := range s.corpus.Entries {
		one := by[e.Source]
		if one == nil {
			one = &size{families: map[int32]bool{}}
			by[e.Source] = one
		}
		for _, text := range append([]string{e.Title, e.Says, e.Quote}, slices.Concat(slices.Collect(e.Asks.All()), slices.Collect(e.Contrary.All()))...) {
			for _, p := range s.texts[text] {
				one.places++
				all.places++
				if p.sort == varied {
					one.families[p.n], all.families[p.n] = true, true
				}
			}
		}
	}
	families, places := 0.0, 0.0 // of one source, on average
	for _, one := range by {
		families += float64(len(one.families)) / float64(len(by))
		places += one.places / float64(len(by))
	}
	return math.Log(float64(len(all.families))/families) / math.Log(all.places/places)
}

// A reader tells what sort of word stands where.
type reader struct {
	phrases map[string][]phrase // by their first word, the longest first
	keeps   map[string]bool
	names   map[string]int32
	stems   map[string]bool // of terms of one word: other words of these would pass for the terms
}

// A phrase is words that stand for a body or a term.
type phrase struct {
	words []string
	place place // of a term; a body's words are kept
}

// newReader reads the texts of a seed's corpus, and adds to the seed's names.
func newReader(s *seed) *reader {
	r := &reader{phrases: map[string][]phrase{}, keeps: widelyUsed(s.corpus), names: map[string]int32{}, stems: map[string]bool{}}
	for _, v := range s.corpus.Voices {
		for _, called := range append([]string{v.Name}, v.Aliases...) {
			words := corpus.Words(called)
			switch {
			case !v.Person:
				r.add(words, place{sort: kept})
			case called == v.Name || len(words) == 1:
				r.name(s, words)
			}
		}
	}
	for i, ways := range s.terms {
		for k, way := range ways {
			words := strings.Fields(way)
			r.add(words, place{sort: termed, n: int32(i), form: int32(k)})
			if len(words) == 1 {
				r.stems[english.Stem(way, true)] = true
			}
		}
	}
	for _, ps := range r.phrases {
		slices.SortStableFunc(ps, func(a, b phrase) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return r
}

// widelyUsed returns the words that are everybody's.
func widelyUsed(c *corpus.Corpus) map[string]bool {
	users := map[string]int{}
	count := func(texts []string) {
		words := map[string]bool{}
		for _, text := range texts {
			for _, w := range corpus.Words(text) {
				words[w] = true
			}
		}
		for w := range words {
			users[w]++
		}
	}
	for _, e := range c.Entries {
		count(wordingsOf(c, e))
	}
	for _, g := range c.Gaps {
		count(append([]string{g.Title}, slices.Collect(g.Asks.All())...))
	}
	wide := map[string]bool{}
	for w, n := range users {
		if float64(n) >= everybodys*float64(len(c.Entries)+len(c.Gaps)) {
			wide[w] = true
		}
	}
	return wide
}

func (r *reader) add(words []string, p place) {
	if len(words) > 0 {
		r.phrases[words[0]] = append(r.phrases[words[0]], phrase{words, p})
	}
}

// name notes the words of a person's name, or of two persons'.
func (r *reader) name(s *seed, words []string) {
	for _, w := range words {
		if _, has := r.names[w]; !has && w != "and" {
			r.names[w] = int32(len(s.names))
			s.names = append(s.names, w)
		}
	}
}

// read returns the places of a text. Those of varied words have only the word.
func (r *reader) read(words []string) []place {
	var places []place
	for i := 0; i < len(words); {
		p, n := r.longest(words[i:])
		switch {
		case n > 0 && p.sort == termed:
			places = append(places, p)
		case n > 0:
			for _, w := range words[i : i+n] {
				places = append(places, place{sort: kept, word: w})
			}
		default:
			places, n = append(places, r.single(words[i])), 1
		}
		i += n
	}
	return places
}

// longest returns the longest phrase that words begin with, and its length, 0 if there is none.
func (r *reader) longest(words []string) (place, int) {
	for _, p := range r.phrases[words[0]] {
		if len(p.words) <= len(words) && slices.Equal(p.words, words[:len(p.words)]) {
			return p.place, len(p.words)
		}
	}
	return place{}, 0
}

func (r *reader) single(w string) place {
	if n, has := r.names[w]; has {
		return place{sort: named, n: n}
	}
	if n, has := r.names[strings.TrimSuffix(w, "s")]; has {
		return place{sort: named, n: n, form: 1}
	}
	if r.keeps[w] || strings.ContainsAny(w, "0123456789") || r.stems[english.Stem(w, true)] {
		return place{sort: kept, word: w}
	}
	return place{sort: varied, word: w}
}
