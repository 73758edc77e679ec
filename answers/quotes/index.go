package quotes

import (
	"strings"

	"nhslaw/corpus"
)

// An index tells where three words in a row stand, and what is curated there.
// Paragraphs are numbered through all sources, from 0.
type index struct {
	corpus     *corpus.Corpus
	paragraphs []paragraph
	grams      map[uint32][]int // by the fingerprints' hash, the paragraphs in order
	mentions   map[string][]int // by word, the quotations in order
	quotes     []*quote

	terms       map[string]bool // names and terms of three words or more, folded
	longestTerm int             // in words
}

type paragraph struct {
	source *corpus.Source
	number int
	quotes []*quote // that stand in it
}

// A quote is a curated quotation.
type quote struct {
	entry   *corpus.Entry
	speaker *corpus.Voice
	words   []word
	at      []int // the paragraphs in which it stands
}

func newIndex(c *corpus.Corpus) *index {
	x := &index{corpus: c, grams: map[uint32][]int{}, mentions: map[string][]int{}}
	first := map[string]int{} // the first paragraph of a source
	for _, s := range c.Sources {
		first[s.ID] = len(x.paragraphs)
		for i, grams := range s.Fingerprint.Grams {
			for _, g := range grams {
				x.grams[g] = append(x.grams[g], len(x.paragraphs))
			}
			x.paragraphs = append(x.paragraphs, paragraph{source: s, number: i + 1})
		}
	}
	for _, e := range c.Entries {
		if e.Quote == "" {
			continue
		}
		q := &quote{entry: e, speaker: c.Speaker(e), words: split(e.Quote)}
		for _, n := range c.Source(e.Source).Fingerprint.Where(folds(q.words)) {
			p := first[e.Source] + n - 1
			q.at = append(q.at, p)
			x.paragraphs[p].quotes = append(x.paragraphs[p].quotes, q)
		}
		for w := range wordSet(q.words) {
			x.mentions[w] = append(x.mentions[w], len(x.quotes))
		}
		x.quotes = append(x.quotes, q)
	}
	x.terms = map[string]bool{}
	term := func(names ...string) {
		for _, name := range names {
			if words := corpus.Words(name); len(words) >= shingle {
				x.terms[strings.Join(words, " ")] = true
				x.longestTerm = max(x.longestTerm, len(words))
			}
		}
	}
	for _, v := range c.Voices {
		term(v.Name, v.Body)
		term(v.Aliases...)
	}
	for _, t := range c.Glossary {
		term(t.Term)
		term(t.Also...)
	}
	return x
}

func wordSet(words []word) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w.fold] = true
	}
	return set
}

// follows reports whether paragraph b comes right after a in one source.
func (x *index) follows(a, b int) bool {
	return b == a+1 && b < len(x.paragraphs) && x.paragraphs[a].source == x.paragraphs[b].source
}

// holds reports whether the words, at least three, stand in a row in the paragraph.
func (x *index) holds(p int, words []word) bool {
	return x.paragraphs[p].source.Fingerprint.Holds(x.paragraphs[p].number, folds(words))
}

// A run is a stretch of words, from one to before another, that stands in a
// paragraph and is as long as can be.
type run struct{ paragraph, from, to int }

func (r run) len() int { return r.to - r.from }

// runsOf finds all runs, in the order of their first words.
func (x *index) runsOf(words []word) []run {
	if len(words) < shingle {
		return nil
	}
	list := folds(words)
	grams := make([]string, len(list)-shingle+1)
	for i := range grams {
		grams[i] = strings.Join(list[i:i+shingle], " ")
	}
	var runs []run
	last := map[int]int{} // by paragraph, its latest run
	// A fingerprint of the sequences, each as a paragraph, is their hashes.
	for i, hashes := range corpus.NewFingerprint(grams).Grams {
		if len(hashes) != 1 {
			continue
		}
		for _, p := range x.grams[hashes[0]] {
			if r, ok := last[p]; ok && runs[r].to == i+shingle-1 {
				runs[r].to++
				continue
			}
			last[p] = len(runs)
			runs = append(runs, run{p, i, i + shingle})
		}
	}
	return runs
}
