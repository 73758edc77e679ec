package answers

import (
	"math"
	"strings"

	"nhslaw/corpus"
)

// An Index answers questions from one corpus. It is built once, and safe for
// concurrent use.
type Index struct {
	corpus    *corpus.Corpus
	lexicon   *lexicon
	speller   *speller
	suggester suggester

	terms    map[string]int32 // a term's key to its place in the tables below
	idf      []float64        // how much a term tells: rare terms more
	wordings []wording
	byTerm   [][]posting // the wordings that have a term
	cands    []candidate
	alien    tongue
	rarest   float64 // the idf of a term that one candidate has
	inCand   [][]use // the candidates that have a term, and in how many of their wordings
}

// A wording is one way to ask for a candidate.
type wording struct {
	text   string
	cand   int32
	kind   wordingKind
	share  float32 // how much each of its terms counts as used, see shareOf
	weight float64 // of all its terms
	norm   float64 // its weight's part in the length norm of a likeness
}

type wordingKind uint8

const (
	asAsk wordingKind = iota
	asTitle
	asText
	asContrary
)

// A candidate is what a question may be about: an entry or a gap.
type candidate struct {
	entry *corpus.Entry // nil for a gap
	gap   *corpus.Gap   // nil for an entry
	gives wants         // what sorts of thing the entry holds
	n     int           // wordings
	half  float64       // the use at which a term counts half as much as it can
}

func (c *candidate) id() string {
	if c.gap != nil {
		return c.gap.ID
	}
	return c.entry.ID
}

type posting struct {
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
	x := &Index{corpus: c, lexicon: newLexicon(c), terms: map[string]int32{}, alien: tongue{usage: map[string]*usage{}}}
	known := map[string]int{}
	for _, e := range c.Entries {
		x.cands = append(x.cands, candidate{entry: e, gives: givesOf(e)})
		x.addAll(known, e.Asks, asAsk)
		x.addAll(known, []string{e.Title}, asTitle)
		x.addAll(known, e.Contrary, asContrary)
		v := c.Voice(e.Voice)
		x.addAll(known, []string{strings.Join([]string{e.Says, e.Quote, v.Name, v.Role, c.Topic(e.Topic).Name}, " ")}, asText)
	}
	for _, g := range c.Gaps {
		x.cands = append(x.cands, candidate{gap: g})
		x.addAll(known, g.Asks, asAsk)
		x.addAll(known, []string{g.Title}, asTitle)
	}
	x.setWeights()
	for w := range x.lexicon.stems {
		known[w]++
	}
	for _, words := range []map[string]bool{plainWords, chatWords} {
		for w := range words {
			known[w]++
		}
	}
	x.speller = newSpeller(known, englishWords())
	x.suggester = newSuggester(c)
	return x
}

// addAll adds wordings to the last candidate.
func (x *Index) addAll(known map[string]int, texts []string, kind wordingKind) {
	cand := int32(len(x.cands) - 1)
	for _, text := range texts {
		words := corpus.Words(text)
		x.lexicon.know(words)
		if kind == asAsk {
			x.alien.learn(x.lexicon.stemAll(words), cand, x.cands[cand].gap != nil)
		}
		for _, w := range words {
			known[w]++
		}
		terms := x.lexicon.terms(words)
		if kind != asText {
			for _, k := range wantsOf(words).keys() {
				terms = append(terms, term{key: k, weight: 1})
			}
		}
		id := int32(len(x.wordings))
		x.wordings = append(x.wordings, wording{text: text, cand: cand, kind: kind})
		x.cands[cand].n++
		best := map[int32]float32{}
		var order []int32
		for _, t := range terms {
			k, ok := x.terms[t.key]
			if !ok {
				k = int32(len(x.terms))
				x.terms[t.key] = k
				x.byTerm = append(x.byTerm, nil)
				x.inCand = append(x.inCand, nil)
			}
			if _, twice := best[k]; !twice {
				order = append(order, k)
			}
			best[k] = max(best[k], float32(t.weight))
		}
		share := shareOf(len(order))
		x.wordings[id].share = share
		for _, k := range order {
			x.byTerm[k] = append(x.byTerm[k], posting{id, best[k]})
			uses := x.inCand[k]
			if n := len(uses); n > 0 && uses[n-1].cand == cand {
				uses[n-1].n += share
			} else {
				x.inCand[k] = append(uses, use{cand, share})
			}
		}
	}
}

// fewTerms is the length from which a wording spreads thin: in a long one each
// term is less surely to the point.
const fewTerms = 6

func shareOf(terms int) float32 { return min(1, fewTerms/float32(max(1, terms))) }

// setWeights sets how much each term tells, by the share of candidates that use it,
// and from that the weight of each wording.
func (x *Index) setWeights() {
	x.idf = make([]float64, len(x.byTerm))
	n := float64(len(x.cands))
	for k, counts := range x.inCand {
		most := 0.0 // the largest share of a candidate's wordings that use it, in wordings of an average candidate
		for _, u := range counts {
			most = max(most, float64(u.n)/float64(x.cands[u.cand].n)*float64(len(x.wordings))/n)
		}
		subject := (1 + most/(most+1)) / 2 // a word that no candidate uses often is nobody's subject
		x.idf[k] = subject * math.Pow(math.Log(1+n/float64(len(counts))), idfPower)
		for _, p := range x.byTerm[k] {
			x.wordings[p.wording].weight += x.idf[k] * float64(p.weight)
		}
	}
	for i := range x.wordings {
		x.wordings[i].norm = math.Pow(x.wordings[i].weight, 1-questionShare)
	}
	for i := range x.cands {
		x.cands[i].half = saturation * float64(x.cands[i].n) / float64(len(x.wordings)) * n
	}
	x.rarest = math.Pow(math.Log(1+n), idfPower)
}
