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
	corpus *corpus.Corpus

	// What was learned of the corpus: see [image].
	words    *vocabulary
	cues     *cues
	lexicon  lexicon
	speller  *speller
	tongue   *tongue
	cands    []candidate    // the entries, then the gaps, in the order of the corpus
	wordings []wording      // of each candidate in turn, see eachWording
	kinds    []wordingKind  // by wording
	postings lists[posting] // by term: the wordings that have it
	inCand   lists[use]     // by term: the candidates that have it
	idf      []float64      // by term: how much it tells, rare ones more
	rarest   float64        // the idf of a term that one candidate has
	siblings lists[int32]   // by entry: those that answer for it as well
	near     lists[int32]   // by gap: the entries that stand at its paragraphs
	onTopic  lists[int32]   // by topic: its entries
	shown    []shown        // by entry
	texts    texts          // of what is shown

	openers   []string                 // see openersOf
	speakers  func() map[party][]int32 // see speakersOf
	suggester func() *Completer
	inquiries sync.Pool // of *inquiry, to use again
}

// A candidate is what a question may be about: an entry or a gap.
type candidate struct {
	from, to int32 // its wordings
	topic    int32 // of an entry; none for a gap
	gives    wants // what sorts of thing the entry holds
}

func (c *candidate) isGap() bool { return c.topic == none }

// shown is what takes time to find out of an entry that is shown.
type shown struct {
	quoted   int32 // the paragraph of its quotation, 0 if there is none
	question int32 // that stands for it; none if nobody asks
}

// A wording is one way to ask for a candidate.
type wording struct {
	weight float32 // of all its terms
	scale  float32 // one over the weight's part in the length norm of a likeness; 0 for a text
}

// A wordingKind is what sort of text a wording is.
type wordingKind uint8

const (
	asAsk wordingKind = iota
	asTitle
	asText
	asContrary
)

// A posting is a wording that has a term: its place among the candidate's, and
// in the highest bit whether the term is only part of a phrase.
type posting uint16

// mostWordings is how many wordings a candidate may have; more aren't looked at.
const mostWordings = 1 << 15

func newPosting(place int32, part bool) posting {
	if part {
		place += mostWordings
	}
	return posting(place)
}

func (p posting) place() int { return int(p % mostWordings) }

// part returns 1 if the term is only part of a phrase, else 0.
func (p posting) part() int { return int(p / mostWordings) }

// A use is how a candidate's wordings use a term.
type use struct {
	cand  int32
	share float32 // how much of a candidate's subject the term is, 0 to nearly 1: see post
	at    int32   // where the candidate's wordings begin among the term's postings
}

// New builds the index of a corpus.
func New(c *corpus.Corpus) *Index { return build(c, elsewhere) }

// build builds the index of a corpus, given messages about anything else.
func build(c *corpus.Corpus, elsewhere string) *Index {
	x := newIndex(c)
	if !x.recall() {
		x.learn(elsewhere)
	}
	x.lexicon.words, x.speller.words = x.words, x.words
	x.openers = openersOf(c)
	x.speakers = sync.OnceValue(func() map[party][]int32 { return speakersOf(c) })
	x.suggester = sync.OnceValue(func() *Completer { return newSuggester(c) })
	x.inquiries.New = func() any { return x.newInquiry() }
	return x
}

// newIndex returns an index of which nothing is known yet.
func newIndex(c *corpus.Corpus) *Index {
	return &Index{corpus: c, words: &vocabulary{}, cues: &cues{}, speller: &speller{}, tongue: &tongue{}}
}

// lay is for [image].
func (x *Index) lay(im *image) {
	for _, p := range []part{x.words, x.cues, &x.lexicon, x.speller, x.tongue, &x.postings, &x.inCand, &x.siblings, &x.near, &x.onTopic, &x.texts} {
		p.lay(im)
	}
	lay(im, &x.cands)
	lay(im, &x.wordings)
	lay(im, &x.kinds)
	lay(im, &x.idf)
	lay(im, &x.shown)
	rarest := []float64{x.rarest}
	lay(im, &rarest)
	x.rarest = rarest[0]
}

// entry returns the entry that a candidate is.
func (x *Index) entry(cand int32) *corpus.Entry { return x.corpus.Entries[cand] }

// gap returns the gap that a candidate is.
func (x *Index) gap(cand int32) *corpus.Gap { return x.corpus.Gaps[int(cand)-len(x.corpus.Entries)] }

// id returns what a candidate is called in the corpus.
func (x *Index) id(cand int32) string {
	if x.cands[cand].isGap() {
		return x.gap(cand).ID
	}
	return x.entry(cand).ID
}

// eachWording calls f with every wording of the candidates, in order.
func (x *Index) eachWording(f func(cand int, kind wordingKind, text string)) {
	cand, n := 0, 0
	one := func(kind wordingKind, text string) {
		if n < mostWordings {
			f(cand, kind, text)
		}
		n++
	}
	each := func(kind wordingKind, texts corpus.Wordings) {
		for text := range texts.All() {
			one(kind, text)
		}
	}
	c := x.corpus
	for _, e := range c.Entries {
		each(asAsk, e.Asks)
		one(asTitle, e.Title)
		each(asContrary, e.Contrary)
		v := c.Voice(e.Voice)
		one(asText, e.Says+" "+e.Quote+" "+v.Name+" "+v.Role+" "+c.Topic(e.Topic).Name)
		cand, n = cand+1, 0
	}
	for _, g := range c.Gaps {
		each(asAsk, g.Asks)
		one(asTitle, g.Title)
		cand, n = cand+1, 0
	}
}

// learn finds out all there is to know of the corpus, and what tells it from
// messages about anything else.
func (x *Index) learn(elsewhere string) {
	v := newVocabulary()
	x.words, x.cues = v, newCues(v)
	names := namesOf(x.corpus, v)
	x.readCandidates()
	words := x.readWordings()
	others := x.readElsewhere(elsewhere)
	v.countUses(words.items)
	v.stemAll()
	x.lexicon = newLexicon(v, names)
	var wg sync.WaitGroup
	owners := ownersOf(x.cands)
	wg.Go(func() {
		x.tongue = newTongue(len(x.corpus.Entries), len(x.cands), owners, &x.siblings, x.stemsOf(words, others), v.symbols())
	})
	wg.Go(func() { x.speller = newSpeller(v) })
	x.post(x.termsOf(words), owners)
	wg.Wait()
}

// readCandidates lists the candidates and how they hang together.
func (x *Index) readCandidates() {
	c := x.corpus
	number := map[string]int32{}
	topics := map[string]int32{}
	for i, t := range c.Topics {
		topics[t.ID] = int32(i)
	}
	type place struct {
		source    string
		paragraph int
	}
	standing := map[place][]int32{}
	for i, e := range c.Entries {
		number[e.ID] = int32(i)
		x.cands = append(x.cands, candidate{topic: topics[e.Topic], gives: givesOf(e)})
		show := shown{int32(c.QuoteParagraph(e)), none}
		if e.Asks != "" {
			show.question = x.texts.add(Question(e))
		}
		x.shown = append(x.shown, show)
		for _, p := range e.Paragraphs {
			at := place{e.Source, p}
			standing[at] = append(standing[at], int32(i))
		}
	}
	for _, e := range c.Entries {
		var same []int32
		for _, id := range e.Same {
			same = append(same, number[id])
		}
		x.siblings.add(same...)
	}
	for _, g := range c.Gaps {
		x.cands = append(x.cands, candidate{topic: none})
		var near []int32
		for source, paragraphs := range g.Paragraphs {
			for _, p := range paragraphs {
				near = append(near, standing[place{source, p}]...)
			}
		}
		slices.Sort(near)
		x.near.add(slices.Compact(near)...)
	}
	entries := make([]int32, len(c.Entries))
	for i := range entries {
		entries[i] = int32(i)
	}
	x.onTopic = group(len(c.Topics), entries, func(i int32) int { return int(x.cands[i].topic) })
}

// ownersOf returns the candidate of each wording.
func ownersOf(cands []candidate) []int32 {
	var owners []int32
	for i := range cands {
		for range cands[i].to - cands[i].from {
			owners = append(owners, int32(i))
		}
	}
	return owners
}

// readWordings lists the wordings and returns the words of each.
func (x *Index) readWordings() (words lists[wordID]) {
	var ids []wordID
	x.eachWording(func(cand int, kind wordingKind, text string) {
		c := &x.cands[cand]
		if c.to == 0 {
			c.from = int32(len(x.wordings))
		}
		x.wordings = append(x.wordings, wording{})
		x.kinds = append(x.kinds, kind)
		c.to = int32(len(x.wordings))
		ids = x.words.numberAll(ids[:0], text)
		words.add(ids...)
	})
	return words
}

// stemsOf returns the stems of each text, given its words.
func (x *Index) stemsOf(texts ...lists[wordID]) lists[symbol] {
	n, items := 0, 0
	for _, words := range texts {
		n, items = n+words.len(), items+len(words.items)
	}
	all := newLists[symbol](n, items)
	var stems []symbol
	for _, words := range texts {
		for i := range words.len() {
			stems = x.words.stems(stems[:0], words.of(i))
			all.add(stems...)
		}
	}
	return all
}

// fewTerms is the length from which a wording spreads thin: in a long one each
// term is less surely to the point.
const fewTerms = 6

func shareOf(terms int) float32 { return min(1, fewTerms/float32(max(1, terms))) }

// A mention is a term in a wording, perhaps only as part of a phrase.
type mention struct {
	term symbol
	part bool
}

func (m mention) weight() float64 {
	if m.part {
		return partWeight
	}
	return 1
}

// termsOf returns the terms of each wording, each once, with the most it counts there.
func (x *Index) termsOf(words lists[wordID]) lists[mention] {
	all := newLists[mention](len(x.wordings), len(words.items))
	var (
		stems []symbol
		terms []term
		once  []mention
	)
	for i, kind := range x.kinds {
		ids := words.of(i)
		stems = x.words.stems(stems[:0], ids)
		terms = x.lexicon.terms(terms[:0], ids, stems)
		if kind != asText {
			terms = x.cues.terms(terms, x.cues.wantsOf(ids))
		}
		once = once[:0]
		for _, t := range terms {
			if k := slices.IndexFunc(once, func(m mention) bool { return m.term == t.symbol }); k >= 0 {
				once[k].part = once[k].part && t.how == asPart
			} else {
				once = append(once, mention{t.symbol, t.how == asPart})
			}
		}
		all.add(once...)
	}
	return all
}

// post notes for each term which wordings and candidates have it and how much
// it tells, given the terms and the owner of each wording.
//
// A term that n wordings of a candidate have is n/(n+half) of its subject; in
// long wordings it counts less. It tells more the fewer candidates have it, and
// if it is the subject of one: a word that no candidate uses often is nobody's.
func (x *Index) post(terms lists[mention], owners []int32) {
	all := float64(len(x.cands))
	n := x.words.symbols()
	mentioned := mentionedIn(terms, n)
	x.postings = newLists[posting](n, len(terms.items))
	x.inCand = newLists[use](n, len(terms.items)/4)
	x.idf = make([]float64, n)
	var (
		postings []posting
		uses     []use
		ns       []float32
	)
	for k := range n {
		postings, uses, ns = postings[:0], uses[:0], ns[:0]
		for at, m := range mentioned.of(k) {
			cand := owners[m.wording]
			postings = append(postings, newPosting(m.wording-x.cands[cand].from, m.part))
			if len(uses) == 0 || uses[len(uses)-1].cand != cand {
				uses, ns = append(uses, use{cand: cand, at: int32(at)}), append(ns, 0)
			}
			ns[len(ns)-1] += shareOf(len(terms.of(int(m.wording))))
		}
		most := 0.0 // the largest share of a candidate's wordings that use it, in wordings of an average candidate
		for i := range uses {
			c, n := &x.cands[uses[i].cand], float64(ns[i])
			half := saturation * float64(c.to-c.from) / float64(len(x.wordings)) * all
			uses[i].share = float32(n / (n + half))
			most = max(most, n/float64(c.to-c.from)*float64(len(x.wordings))/all)
		}
		x.postings.add(postings...)
		x.inCand.add(uses...)
		if len(uses) > 0 {
			subject := (1 + most/(most+1)) / 2
			x.idf[k] = subject * math.Pow(math.Log(1+all/float64(len(uses))), idfPower)
		}
	}
	x.rarest = math.Pow(math.Log(1+all), idfPower)
	x.weighWordings(terms)
}

// A mentioning is a mention, and the wording that it is in.
type mentioning struct {
	mention
	wording int32
}

// mentionedIn lists by term the wordings that mention it.
func mentionedIn(terms lists[mention], n int) lists[mentioning] {
	all := make([]mentioning, 0, len(terms.items))
	for i := range terms.len() {
		for _, m := range terms.of(i) {
			all = append(all, mentioning{m, int32(i)})
		}
	}
	return group(n, all, func(m mentioning) int { return int(m.term) })
}

// weighWordings sets the weight of each wording, given its terms.
func (x *Index) weighWordings(terms lists[mention]) {
	for i := range x.wordings {
		weight := 0.0
		for _, m := range terms.of(i) {
			weight += x.idf[m.term] * m.weight()
		}
		x.wordings[i].weight = float32(weight)
		if weight > 0 && x.kinds[i] != asText {
			x.wordings[i].scale = float32(1 / math.Pow(weight, 1-questionShare))
		}
	}
}
