package answers

import (
	"math"
	"slices"
	"sync"

	"nhslaw/corpus"
)

// An Index answers questions from one corpus. It is built once, and safe for
// concurrent use.
type Index struct {
	corpus    *corpus.Corpus
	words     *vocabulary
	cues      *cues
	lexicon   lexicon
	speller   *speller
	suggester Completer
	alien     *tongue

	cands    []candidate
	wordings []wording
	texts    []string       // of the wordings
	postings lists[posting] // by term: the wordings that have it
	inCand   lists[use]     // by term: the candidates that have it, and in how many of their wordings
	idf      []float64      // by term: how much it tells, rare ones more
	rarest   float64        // the idf of a term that one candidate has

	openers   []string  // see openersOf
	inquiries sync.Pool // of *inquiry, to use again
}

// A candidate is what a question may be about: an entry or a gap.
type candidate struct {
	entry    *corpus.Entry // nil for a gap
	gap      *corpus.Gap   // nil for an entry
	answer   Answer        // the entry, cited
	question string        // that stands for the entry
	gives    wants         // what sorts of thing the entry holds
	from, to int32         // its wordings
	half     float64       // the use at which a term counts half as much as it can
}

func (c *candidate) id() string {
	if c.gap != nil {
		return c.gap.ID
	}
	return c.entry.ID
}

// A wording is one way to ask for a candidate.
type wording struct {
	weight float64 // of all its terms
	norm   float64 // its weight's part in the length norm of a likeness
	cand   int32
	share  float32 // how much each of its terms counts as used, see shareOf
	kind   wordingKind
}

type wordingKind uint8

const (
	asAsk wordingKind = iota
	asTitle
	asText
	asContrary
)

// A posting is a wording that has a term.
type posting struct {
	term    symbol
	wording int32
	weight  float32
}

// A use is how much a candidate's wordings use a term: one for each, less for a long one.
type use struct {
	cand int32
	n    float32
}

// New builds the index of a corpus.
func New(c *corpus.Corpus) *Index {
	x := newIndex(c)
	terms, ok := x.recall()
	if !ok {
		terms = x.learn()
	}
	var wg sync.WaitGroup
	wg.Go(func() { x.speller = newSpeller(x.words) })
	wg.Go(func() { x.suggester = newSuggester(c) })
	wg.Go(func() { x.readEntries() })
	x.post(terms)
	wg.Wait()
	x.openers = openersOf(c)
	x.inquiries.New = func() any { return x.newInquiry() }
	return x
}

// newIndex makes an index with the candidates and their wordings, of which
// nothing is known yet.
func newIndex(c *corpus.Corpus) *Index {
	x := &Index{corpus: c}
	n := x.count()
	x.wordings, x.texts = make([]wording, 0, n), make([]string, 0, n)
	add := func(kind wordingKind, texts ...string) {
		x.texts = append(x.texts, texts...)
		for range texts {
			x.wordings = append(x.wordings, wording{cand: int32(len(x.cands)), kind: kind})
		}
	}
	for _, e := range c.Entries {
		from := len(x.wordings)
		add(asAsk, e.Asks...)
		add(asTitle, e.Title)
		add(asContrary, e.Contrary...)
		v := c.Voice(e.Voice)
		add(asText, e.Says+" "+e.Quote+" "+v.Name+" "+v.Role+" "+c.Topic(e.Topic).Name)
		x.cands = append(x.cands, candidate{entry: e, from: int32(from), to: int32(len(x.wordings))})
	}
	for _, g := range c.Gaps {
		from := len(x.wordings)
		add(asAsk, g.Asks...)
		add(asTitle, g.Title)
		x.cands = append(x.cands, candidate{gap: g, from: int32(from), to: int32(len(x.wordings))})
	}
	return x
}

// learn reads the wordings, and returns the terms of each.
func (x *Index) learn() (terms lists[posting]) {
	v := newVocabulary()
	x.words, x.cues = v, newCues(v)
	names := namesOf(x.corpus, v)
	words := v.numberEach(x.texts)
	v.countUses(words.items)
	v.stemAll()
	x.lexicon = newLexicon(v, names)
	var wg sync.WaitGroup
	wg.Go(func() { x.alien = newTongue(x.cands, x.asked(words), len(v.names)) })
	terms = x.termsOf(words)
	wg.Wait()
	return terms
}

// count returns how many wordings the candidates have in all.
func (x *Index) count() int {
	n := 0
	for _, e := range x.corpus.Entries {
		n += len(e.Asks) + len(e.Contrary) + 2 // the title and the text
	}
	for _, g := range x.corpus.Gaps {
		n += len(g.Asks) + 1 // the title
	}
	return n
}

// readEntries notes what to show of each entry, and what sorts of thing it gives.
func (x *Index) readEntries() {
	for i := range x.cands {
		if c := &x.cands[i]; c.entry != nil {
			c.answer, c.gives = Cite(x.corpus, c.entry), givesOf(c.entry)
			if len(c.entry.Asks) > 0 {
				c.question = Question(c.entry)
			}
		}
	}
}

// asked returns the stems of the wordings that are asked.
func (x *Index) asked(words lists[wordID]) lists[symbol] {
	var stems []symbol
	asked := newLists[symbol](len(x.wordings), len(words.items))
	for i := range x.wordings {
		stems = stems[:0]
		if x.wordings[i].kind == asAsk {
			stems = x.words.stems(stems, words.of(i))
		}
		asked.add(stems...)
	}
	return asked
}

// fewTerms is the length from which a wording spreads thin: in a long one each
// term is less surely to the point.
const fewTerms = 6

func shareOf(terms int) float32 { return min(1, fewTerms/float32(max(1, terms))) }

// post notes for each term which wordings and candidates have it and how much
// it tells, given the terms of each wording.
func (x *Index) post(terms lists[posting]) {
	for i := range x.wordings {
		x.wordings[i].share = shareOf(len(terms.of(i)))
	}
	x.postings = group(len(x.words.names), terms.items, func(p posting) int { return int(p.term) })
	var uses []use
	x.inCand = newLists[use](len(x.words.names), len(terms.items)/4)
	order := make([]symbol, 0, len(x.words.names)) // in which the wordings first use the terms
	seen := make([]bool, len(x.words.names))
	for _, p := range terms.items {
		if !seen[p.term] {
			seen[p.term] = true
			order = append(order, p.term)
		}
	}
	for k := range x.words.names {
		uses = uses[:0]
		for _, p := range x.postings.of(k) {
			w := &x.wordings[p.wording]
			if n := len(uses); n > 0 && uses[n-1].cand == w.cand {
				uses[n-1].n += w.share
			} else {
				uses = append(uses, use{w.cand, w.share})
			}
		}
		x.inCand.add(uses...)
	}
	x.setWeights(order)
}

// termsOf returns the terms of each wording, each once, with the most it weighs there.
func (x *Index) termsOf(words lists[wordID]) lists[posting] {
	all := newLists[posting](len(x.wordings), len(words.items))
	var (
		stems []symbol
		terms []term
		once  []posting
	)
	for i, w := range x.wordings {
		ids := words.of(i)
		stems = x.words.stems(stems[:0], ids)
		terms = x.lexicon.terms(terms[:0], ids, stems)
		if w.kind != asText {
			terms = x.cues.terms(terms, x.cues.wantsOf(ids))
		}
		once = once[:0]
		for _, t := range terms {
			if k := slices.IndexFunc(once, func(p posting) bool { return p.term == t.symbol }); k >= 0 {
				once[k].weight = max(once[k].weight, float32(t.weight))
			} else {
				once = append(once, posting{t.symbol, int32(i), float32(t.weight)})
			}
		}
		all.add(once...)
	}
	return all
}

// setWeights sets how much each term tells, by the share of candidates that use it,
// and from that the weight of each wording, in which the terms are added up in the
// given order.
func (x *Index) setWeights(order []symbol) {
	x.idf = make([]float64, len(x.words.names))
	n := float64(len(x.cands))
	for _, k := range order {
		uses := x.inCand.of(int(k))
		most := 0.0 // the largest share of a candidate's wordings that use it, in wordings of an average candidate
		for _, u := range uses {
			c := &x.cands[u.cand]
			most = max(most, float64(u.n)/float64(c.to-c.from)*float64(len(x.wordings))/n)
		}
		subject := (1 + most/(most+1)) / 2 // a word that no candidate uses often is nobody's subject
		x.idf[k] = subject * math.Pow(math.Log(1+n/float64(len(uses))), idfPower)
		for _, p := range x.postings.of(int(k)) {
			x.wordings[p.wording].weight += x.idf[k] * float64(p.weight)
		}
	}
	for i := range x.wordings {
		x.wordings[i].norm = math.Pow(x.wordings[i].weight, 1-questionShare)
	}
	for i := range x.cands {
		c := &x.cands[i]
		c.half = saturation * float64(c.to-c.from) / float64(len(x.wordings)) * n
	}
	x.rarest = math.Pow(math.Log(1+n), idfPower)
}
