package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// A grown corpus is made of copies of a seed that say other things. Each has the
// seed's sentences with their function words, numbers and bodies, its numbers of
// sources, entries, gaps and wordings, and its topics and people under other names.
// What it speaks of is drawn anew: every term of the glossary changes places with
// another, and every other word with one from a vocabulary that grows with each
// copy as the seed's does with each source. A word is the likelier to be drawn,
// and the sooner, the more the seed uses it, and what is drawn sooner stands in
// for what is used more. So common words stay common all over, rare ones stay
// rare and are ever new, words of one stem go together, and yet no copy is like
// another. All of it is words alone, in small letters, as an index folds it.
//
// The first copy is the seed itself, and the copies of a small corpus are the
// first ones of a larger.
type grown struct {
	corpus    *corpus.Corpus
	questions []question // wordings that were left out of the corpus
}

// A grower grows a corpus from a seed.
type grower struct {
	*seed
	into     corpus.Corpus
	families []family        // the seed's, and those coined so far
	weights  []float64       // of each family in a draw, as logarithms
	taken    map[string]bool // what people are called already
	ask      int             // how many wordings of entries there were
	every    int             // one in so many is left out
	left     []leftOut
}

// A leftOut is a wording that is not in the corpus.
type leftOut struct {
	text  string
	entry *corpus.Entry
}

// grow grows a corpus of so many copies, and about as many questions as asked
// for, or fewer: a wording that another entry or gap has too is no question.
func (s *seed) grow(copies, questions int) grown {
	g := &grower{seed: s, families: slices.Clone(s.families), taken: map[string]bool{}}
	for _, f := range s.families {
		g.weights = append(g.weights, math.Log(float64(f.uses)))
	}
	asks := 0
	for _, e := range s.corpus.Entries {
		asks += e.Asks.Len()
	}
	g.every = max(1, copies*asks/questions)
	g.into.Glossary = s.corpus.Glossary
	coins := s.coiner.clone()
	for k := range copies {
		g.copy(g.newCopy(k, coins))
	}
	return grown{corpus.Assemble(g.into), g.questions()}
}

// A copyist says the seed's texts in the words of one copy.
type copyist struct {
	seed     *seed
	copy     int
	names    []string   // by name
	terms    []int32    // by the term that each stands in for
	families [][]string // the forms, by the family that each stands in for
	text     strings.Builder
}

// newCopy draws what stands in for what in a copy.
func (g *grower) newCopy(k int, coins *coiner) *copyist {
	w := &copyist{seed: g.seed, copy: k, names: g.names}
	if k == 0 {
		for i := range g.terms {
			w.terms = append(w.terms, int32(i))
		}
		for _, f := range g.families {
			w.families = append(w.families, f.forms)
		}
		return w
	}
	r := rand.New(rand.NewPCG(uint64(k), 1))
	w.names = make([]string, len(g.names))
	for i := range w.names {
		w.names[i] = coins.coin(r)[0]
	}
	n := len(g.seed.families)
	grows := func(copies int) int { return int(float64(n) * math.Pow(float64(copies), g.heaps)) }
	coined := grows(k+1) - grows(k)
	for range coined {
		g.families = append(g.families, family{forms: coins.coin(r)})
		// As the number of families grows with a power of the text, a family's uses
		// fall with the inverse power of its rank; the seed's last is used once.
		g.weights = append(g.weights, -math.Log(float64(len(g.families))/float64(n))/g.heaps)
	}
	for _, f := range draw(g.weights, n, coined, r) {
		w.families = append(w.families, g.families[f].forms)
	}
	uses := make([]float64, len(g.terms))
	for i, n := range g.termUses {
		uses[i] = math.Log(float64(n) + 1)
	}
	ranked := draw(uses, len(uses), 0, rand.New(rand.NewPCG(uint64(k), 2)))
	w.terms = make([]int32, len(g.terms))
	order := make([]int, len(g.terms)) // the most used first
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return g.termUses[b] - g.termUses[a] })
	for rank, i := range order {
		w.terms[i] = int32(ranked[rank])
	}
	return w
}

// draw draws n of as many things as there are weights, given as logarithms,
// without putting any back, and returns them in the order in which they came.
// The last few are sure to be among them.
func draw(weights []float64, n, sure int, r *rand.Rand) []int {
	// Things in the order of their weights' logarithms, each with Gumbel's noise,
	// are in the order of such a draw.
	keys := make([]float64, len(weights))
	things := make([]int, len(weights))
	for i, w := range weights {
		keys[i] = w - math.Log(-math.Log(1-r.Float64()))
		things[i] = i
	}
	first := func(a, b int) int { return cmp.Or(cmp.Compare(keys[b], keys[a]), a-b) }
	chance := things[:len(things)-sure]
	slices.SortFunc(chance, first)
	drawn := append(slices.Clone(chance[:n-sure]), things[len(things)-sure:]...)
	slices.SortFunc(drawn, first)
	return drawn
}

// say returns a text in the words of the copy.
func (w *copyist) say(text string) string {
	w.text.Reset()
	for i, p := range w.seed.texts[text] {
		if i > 0 {
			w.text.WriteByte(' ')
		}
		switch p.sort {
		case kept:
			w.text.WriteString(p.word)
		case named:
			w.text.WriteString(w.names[p.n])
			if p.form > 0 {
				w.text.WriteByte('s')
			}
		case termed:
			ways := w.seed.terms[w.terms[p.n]]
			w.text.WriteString(ways[int(p.form)%len(ways)])
		case varied:
			forms := w.families[p.n]
			w.text.WriteString(forms[int(p.form)%len(forms)])
		}
	}
	return w.text.String()
}

func (w *copyist) sayAll(texts []string) []string {
	said := make([]string, len(texts))
	for i, text := range texts {
		said[i] = w.say(text)
	}
	return said
}

func (w *copyist) wordings(texts corpus.Wordings) corpus.Wordings {
	return corpus.NewWordings(w.sayAll(slices.Collect(texts.All()))...)
}

// id returns the copy's own form of an id.
func (w *copyist) id(id string) string {
	if w.copy == 0 {
		return id
	}
	return fmt.Sprintf("%s-%d", id, w.copy)
}

// voice returns the id of a voice in the copy: bodies are the same in all.
func (w *copyist) voice(id string) string {
	if v := w.seed.corpus.Voice(id); v == nil || !v.Person {
		return id
	}
	return w.id(id)
}

// copy adds a copy to the corpus.
func (g *grower) copy(w *copyist) {
	g.addSources(w)
	for _, v := range g.seed.corpus.Voices {
		if v.Person || w.copy == 0 {
			g.into.Voices = append(g.into.Voices, g.person(w, v))
		}
	}
	for _, t := range g.seed.corpus.Topics {
		g.into.Topics = append(g.into.Topics, &corpus.Topic{ID: w.id(t.ID), Name: w.say(t.Name), Aliases: w.sayAll(t.Aliases)})
	}
	for _, e := range g.seed.corpus.Entries {
		g.into.Entries = append(g.into.Entries, g.entry(w, e))
	}
	for _, o := range g.seed.corpus.Gaps {
		gap := &corpus.Gap{ID: w.id(o.ID), Topic: w.id(o.Topic), Title: w.say(o.Title), Says: w.say(o.Says), Paragraphs: map[string][]int{}, Asks: w.wordings(o.Asks)}
		for source, ps := range o.Paragraphs {
			gap.Paragraphs[w.id(source)] = ps
		}
		g.into.Gaps = append(g.into.Gaps, gap)
	}
}

// addSources adds the sources of a copy, with fingerprints of what is quoted from them.
func (g *grower) addSources(w *copyist) {
	quoted := map[string][]string{} // by source: the paragraphs
	for _, s := range g.seed.corpus.Sources {
		quoted[s.ID] = make([]string, s.Paragraphs)
	}
	for _, e := range g.seed.corpus.Entries {
		if p := g.seed.corpus.QuoteParagraph(e); p > 0 {
			quoted[e.Source][p-1] += w.say(e.Quote) + "\n"
		}
	}
	for _, o := range g.seed.corpus.Sources {
		s := *o
		s.ID, s.Headline, s.Authors, s.Aliases, s.Voice, s.URL = w.id(o.ID), w.say(o.Headline), w.say(o.Authors), w.sayAll(o.Aliases), w.voice(o.Voice), w.id(o.URL)
		s.Spoken = map[string][]int{}
		for voice, ps := range o.Spoken {
			s.Spoken[w.voice(voice)] = ps
		}
		s.Fingerprint = corpus.NewFingerprint(quoted[o.ID])
		g.into.Sources = append(g.into.Sources, &s)
	}
}

// person returns a voice of the copy, without the aliases that mean another
// already: "the prime minister" is the first copy's.
func (g *grower) person(w *copyist, o *corpus.Voice) *corpus.Voice {
	v := &corpus.Voice{ID: w.voice(o.ID), Name: w.say(o.Name), Role: w.say(o.Role), Body: o.Body, Person: o.Person}
	for _, alias := range w.sayAll(o.Aliases) {
		if !g.taken[alias] {
			g.taken[alias] = true
			v.Aliases = append(v.Aliases, alias)
		}
	}
	return v
}

// entry returns an entry of the copy, but for a wording that is left out.
func (g *grower) entry(w *copyist, o *corpus.Entry) *corpus.Entry {
	e := &corpus.Entry{ID: w.id(o.ID), Source: w.id(o.Source), Kind: o.Kind, Topic: w.id(o.Topic), Voice: w.voice(o.Voice), Reported: o.Reported, Stance: o.Stance,
		Title: w.say(o.Title), Says: w.say(o.Says), Quote: w.say(o.Quote), Paragraphs: o.Paragraphs, Note: w.say(o.Note), Contrary: w.wordings(o.Contrary)}
	for _, id := range o.Same {
		e.Same = append(e.Same, w.id(id))
	}
	var asks []string
	for _, ask := range w.sayAll(slices.Collect(o.Asks.All())) {
		g.ask++
		if g.ask%g.every == 0 && o.Asks.Len() > 1 {
			g.left = append(g.left, leftOut{ask, e})
			continue
		}
		asks = append(asks, ask)
	}
	e.Asks = corpus.NewWordings(asks...)
	return e
}

// questions returns the wordings that were left out and that nothing else in the
// corpus has. Right is that the entry, or one that makes the same point, answers;
// first, that it comes first, answered or not.
func (g *grower) questions() []question {
	twice := map[string]int{}
	for _, l := range g.left {
		twice[l.text]++
	}
	see := func(texts ...string) {
		for _, text := range texts {
			if n := twice[text]; n > 0 {
				twice[text] = n + 1
			}
		}
	}
	for _, e := range g.into.Entries {
		see(slices.Collect(e.Asks.All())...)
		see(slices.Collect(e.Contrary.All())...)
		see(e.Title)
	}
	for _, o := range g.into.Gaps {
		see(slices.Collect(o.Asks.All())...)
		see(o.Title)
	}
	var qs []question
	for _, l := range g.left {
		if twice[l.text] > 1 {
			continue
		}
		qs = append(qs, question{l.text, func(r answers.Result) (right, first bool) {
			first = len(r.Answers) > 0 && (r.Answers[0].ID == l.entry.ID || slices.Contains(l.entry.Same, r.Answers[0].ID))
			return first && r.Status == answers.Answered, first
		}})
	}
	return qs
}
