package answers

import (
	"bufio"
	"cmp"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"nhslaw/corpus"
)

// A reference does what an index does up to the decision, in the plainest way:
// with strings and maps, looking at everything each time. It is what the index
// is held against.
type reference struct {
	corpus   *corpus.Corpus
	known    map[string]int      // words, and how often the corpus uses them
	english  map[string]bool     //
	phrases  map[string]string   // stems, joined by spaces, to the concept or voice
	longest  int                 // in words, of the phrases
	wordings []refWording        //
	users    map[string][]int    // of terms: the wordings
	uses     map[string][]refUse // of terms, by candidate
	idf      map[string]float64  //
	cands    []refCand           //
	heards   []refHeard          // the wordings, and after them the messages about anything else
	features map[string][]int    // to the texts of heards that have them
	sizes    [2]float64          // features learned from entries, and from gaps

	// What an index has learned of the features is taken from it; see TestTongueLearns.
	tongue  *tongue
	numbers map[string]int32
}

type refCand struct {
	gap bool
	n   float64 // wordings
}

type refWording struct {
	cand   int
	kind   wordingKind
	order  []string // its terms
	terms  map[string]float64
	share  float32
	weight float64
}

type refHeard struct {
	cand  int
	stems []string
}

type refUse struct {
	cand int
	n    float32
}

type refTerm struct {
	key, word string
	weight    float64
	part      bool
}

func newReference(c *corpus.Corpus) *reference {
	r := &reference{corpus: c, known: map[string]int{}, english: set(englishText), phrases: map[string]string{},
		users: map[string][]int{}, uses: map[string][]refUse{}, idf: map[string]float64{}, features: map[string][]int{}}
	seen := map[string]bool{}
	name := func(concept string, names ...string) {
		for _, n := range names {
			words := corpus.Words(n)
			for _, w := range words {
				seen[w] = true
			}
			if key := strings.Join(stemsOf(words), " "); key != "" && r.phrases[key] == "" {
				r.phrases[key] = concept
				r.longest = max(r.longest, len(words))
			}
		}
	}
	for _, v := range c.Voices {
		name("@"+v.ID, append([]string{v.Name}, v.Aliases...)...)
	}
	for _, t := range c.Glossary {
		name("="+t.Term, append([]string{t.Term}, t.Also...)...)
	}
	var order []string // of terms, as they are first used
	seenTwice := map[string]bool{}
	hear := func(cand int, words []string) {
		h := refHeard{cand, stemsOf(words)}
		for _, f := range featuresOf(h.stems) {
			seenTwice[f] = r.features[f] != nil
			if !slices.Contains(r.features[f], len(r.heards)) {
				r.features[f] = append(r.features[f], len(r.heards))
			}
		}
		r.heards = append(r.heards, h)
	}
	add := func(kind wordingKind, texts ...string) {
		for _, text := range texts {
			words := corpus.Words(text)
			for _, w := range words {
				r.known[w]++
				seen[w] = true
			}
			cand := len(r.cands) - 1
			r.cands[cand].n++
			w := refWording{cand: cand, kind: kind, terms: map[string]float64{}}
			terms := r.terms(words)
			if kind != asText {
				terms = append(terms, intentsOf(words)...)
			}
			for _, t := range terms {
				if _, twice := w.terms[t.key]; !twice {
					w.order = append(w.order, t.key)
				}
				w.terms[t.key] = max(w.terms[t.key], t.weight)
			}
			w.share = shareOf(len(w.order))
			for _, k := range w.order {
				us := r.uses[k]
				if us == nil {
					order = append(order, k)
				}
				if len(us) == 0 || us[len(us)-1].cand != cand {
					us = append(us, refUse{cand: cand})
				}
				us[len(us)-1].n += w.share
				r.uses[k] = us
				r.users[k] = append(r.users[k], len(r.wordings))
			}
			hear(cand, words)
			r.wordings = append(r.wordings, w)
		}
	}
	for _, e := range c.Entries {
		r.cands = append(r.cands, refCand{})
		add(asAsk, slices.Collect(e.Asks.All())...)
		add(asTitle, e.Title)
		add(asContrary, slices.Collect(e.Contrary.All())...)
		v := c.Voice(e.Voice)
		add(asText, strings.Join([]string{e.Says, e.Quote, v.Name, v.Role, c.Topic(e.Topic).Name}, " "))
	}
	for _, g := range c.Gaps {
		r.cands = append(r.cands, refCand{gap: true})
		add(asAsk, slices.Collect(g.Asks.All())...)
		add(asTitle, g.Title)
	}
	for message := range strings.Lines(elsewhere) {
		hear(len(r.cands), corpus.Words(message))
	}
	for _, words := range []map[string]bool{seen, set(plainWords), set(chatWords)} {
		for w := range words {
			r.known[w]++
		}
	}
	for f, ws := range r.features {
		if strings.Contains(f, " ") && !seenTwice[f] {
			delete(r.features, f)
			continue
		}
		for _, w := range ws {
			r.sizes[b2i(r.isGap(r.heards[w].cand))]++
		}
	}
	n := float64(len(r.cands))
	for _, k := range order {
		most := 0.0
		for _, u := range r.uses[k] {
			most = max(most, float64(u.n)/r.cands[u.cand].n*float64(len(r.wordings))/n)
		}
		r.idf[k] = (1 + most/(most+1)) / 2 * math.Pow(math.Log(1+n/float64(len(r.uses[k]))), idfPower)
	}
	for i := range r.wordings {
		w := &r.wordings[i]
		for _, k := range w.order {
			w.weight += r.idf[k] * w.terms[k]
		}
	}
	return r
}

// isGap reports whether a candidate is a gap, or the one for anything else.
func (r *reference) isGap(cand int) bool { return cand == len(r.cands) || r.cands[cand].gap }

func stemsOf(words []string) []string {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = stem(w)
	}
	return stems
}

// featuresOf returns the stems and the pairs of neighbouring stems.
func featuresOf(stems []string) []string {
	var fs []string
	before := "^"
	for _, s := range stems {
		fs = append(fs, s, before+" "+s)
		before = s
	}
	return fs
}

// knownOf returns the features of a text that stand in wordings, each once, and
// how many others there are.
func (r *reference) knownOf(stems []string) (known []string, unknown int) {
	for _, f := range featuresOf(stems) {
		switch {
		case r.features[f] == nil:
			unknown++
		case !slices.Contains(known, f):
			known = append(known, f)
		}
	}
	return known, unknown
}

func wantsIn(words []string) (w wants) {
	text := " " + strings.Join(words, " ") + " "
	for _, p := range phrasesFor {
		for phrase := range strings.SplitSeq(p.phrases, ", ") {
			if strings.Contains(text, " "+phrase+" ") {
				w |= p.wants
			}
		}
	}
	return w
}

func intentsOf(words []string) (terms []refTerm) {
	for _, i := range intents {
		if wantsIn(words)&i.wants != 0 {
			terms = append(terms, refTerm{key: i.name, weight: 1})
		}
	}
	return terms
}

var plainSet, chatSet, pronounSet, modalSet = set(plainWords), set(chatWords), set(pronouns), set(afterModal)

func (r *reference) terms(words []string) (terms []refTerm) {
	stems := stemsOf(words)
	for i := 0; i < len(words); {
		n := min(len(words)-i, r.longest)
		for n > 0 && r.phrases[strings.Join(stems[i:i+n], " ")] == "" {
			n--
		}
		modal := n == 1 && words[i] == "may" && (i > 0 && pronounSet[words[i-1]] ||
			i+1 < len(words) && (modalSet[words[i+1]] || i == 0 && (words[1] == "i" || words[1] == "we")))
		switch {
		case n > 0 && !modal:
			terms = append(terms, refTerm{key: r.phrases[strings.Join(stems[i:i+n], " ")], word: strings.Join(words[i:i+n], " "), weight: 1})
			for k := i; n > 1 && k < i+n; k++ {
				if !plainSet[words[k]] {
					terms = append(terms, refTerm{stems[k], words[k], partWeight, true})
				}
			}
			i += n
		case !plainSet[words[i]] && !chatSet[words[i]] && words[i] != "may":
			terms = append(terms, refTerm{key: stems[i], word: words[i], weight: 1})
			i++
		default:
			i++
		}
	}
	return terms
}

func (r *reference) repair(w string) []spelling {
	if full, ok := shorthand[w]; ok && r.known[w] == 0 {
		w = full
	}
	n := utf8.RuneCountInString(w)
	if r.known[w] > 0 || n < minOneEdit || strings.ContainsAny(w, "0123456789") {
		return []spelling{{w, 1}}
	}
	limit := 1
	if n >= minTwoEdits {
		limit = 2
	}
	best := nearness{edits: limit + 1}
	forms := oneLess(w)
	for c, uses := range r.known {
		length := utf8.RuneCountInString(c)
		nearly := length >= minOneEdit-1 && length >= n-1 && length <= n+1 && slices.ContainsFunc(oneLess(c), func(f string) bool { return slices.Contains(forms, f) })
		if nearly || length >= minOneEdit && c[0] == w[0] {
			if near := (nearness{editsOf(w, c), c[0] == w[0], int32(uses), c}); near.edits <= limit && near.before(best) {
				best = near
			}
		}
	}
	switch {
	case r.english[w] && best.edits == 1 && best.sameFirst && n > minOneEdit:
		return []spelling{{best.word, realWordWeight}}
	case r.english[w]:
		return []spelling{{w, 1}}
	case best.edits == 1:
		return []spelling{{best.word, oneEditWeight}}
	}
	a, b, most := "", "", 0
	for i := 3; i+3 <= len(w); i++ {
		if m := min(r.known[w[:i]], r.known[w[i:]]); m > most {
			a, b, most = w[:i], w[i:], m
		}
	}
	switch {
	case most > 0:
		return []spelling{{a, oneEditWeight}, {b, oneEditWeight}}
	case best.edits == 2 && best.edits <= limit:
		return []spelling{{best.word, twoEditsWeight}}
	case len(w) > maxFuzzy:
		return []spelling{{w, 1}}
	}
	var list []string
	for c := range r.known {
		if c[0] == w[0] {
			list = append(list, c)
		}
	}
	slices.Sort(list)
	for _, m := range fuzzy.Find(w, list) {
		if len(m.Str) <= 2*len(w) {
			return []spelling{{m.Str, abridgedWeight}}
		}
	}
	return []spelling{{w, 1}}
}

// editsOf is the optimal string alignment distance, by its textbook table.
func editsOf(a, b string) int {
	x, y := []rune(a), []rune(b)
	d := make([][]int, len(x)+1)
	for i := range d {
		d[i] = make([]int, len(y)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			default:
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+b2i(x[i-1] != y[j-1]))
				if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(x)][len(y)]
}

// FuzzEdits compares the distance with the textbook's, up to its limit.
func FuzzEdits(f *testing.F) {
	f.Add("hteir", "their")
	f.Add("décision", "devsiion")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a[:min(len(a), 12)], ""), strings.ToValidUTF8(b[:min(len(b), 12)], "")
		want := editsOf(a, b)
		for limit := range 3 {
			if got := edits(a, b, limit); got != want && (got <= limit || want <= limit) {
				t.Errorf("%q, %q within %d: %d, want %d", a, b, limit, got, want)
			}
		}
	})
}

// oneLess returns a word and every form of it with one letter left out.
func oneLess(w string) []string {
	forms := []string{w}
	for i, r := range w {
		forms = append(forms, w[:i]+w[i+utf8.RuneLen(r):])
	}
	return forms
}

// A reading is what becomes of a question before anything is decided.
type reading struct {
	Fixed   []string
	Unknown []string
	Terms   []string
	Weights []float64
	Total   float64
	Wants   wants
	Entries []ranked
	Gaps    []ranked
	Alien   float64
}

type ranked struct {
	Cand                                                  int
	Score, Likeness, Recall, Second, Same, Covered, Heard float64
}

func (r *reference) read(text string) (out reading) {
	words := corpus.Words(text)
	sure := map[string]float64{}
	for _, w := range words[:min(len(words), maxWords)] {
		for _, s := range r.repair(w) {
			out.Fixed = append(out.Fixed, s.word)
			if s.weight < 1 {
				sure[s.word] = s.weight
			}
		}
	}
	doubt := 0.0
	var known []refTerm
	for _, t := range r.terms(out.Fixed) {
		for w := range strings.FieldsSeq(t.word) {
			if c, ok := sure[w]; ok {
				t.weight *= c
				t.part = false
				if c == realWordWeight {
					doubt += 1 - c
				}
			}
		}
		if r.uses[t.key] != nil {
			known = append(known, t)
		} else if !t.part {
			out.Unknown = append(out.Unknown, t.word)
			if len(t.word) < minOneEdit {
				doubt += shortDoubt
			} else {
				doubt++
			}
		}
	}
	out.Wants = wantsIn(out.Fixed)
	for _, t := range append(known, intentsOf(out.Fixed)...) {
		if r.uses[t.key] == nil {
			continue
		}
		w := r.idf[t.key] * t.weight
		if i := slices.Index(out.Terms, t.key); i >= 0 {
			out.Weights[i] = max(out.Weights[i], w)
		} else {
			out.Terms, out.Weights = append(out.Terms, t.key), append(out.Weights, w)
		}
	}
	for _, w := range out.Weights {
		out.Total += w
	}
	out.Total += unknownWeight * doubt * math.Pow(math.Log(1+float64(len(r.cands))), idfPower)
	r.rank(&out, r.heard(stemsOf(out.Fixed)))
	if len(out.Entries) > 0 {
		out.Alien = r.alien(stemsOf(out.Fixed), out.Entries[0].Cand)
	}
	return out
}

func (r *reference) rank(out *reading, heard []float64) {
	ms := make([]ranked, len(r.cands))
	for i, k := range out.Terms {
		for _, u := range r.uses[k] {
			half := saturation * r.cands[u.cand].n / float64(len(r.wordings)) * float64(len(r.cands))
			ms[u.cand].Covered += out.Weights[i] / out.Total * float64(float32(float64(u.n)/(float64(u.n)+half)))
		}
	}
	overlaps := make([]float64, len(r.wordings))
	for i, k := range out.Terms {
		for _, w := range r.users[k] {
			overlaps[w] += min(out.Weights[i], r.idf[k]*r.wordings[w].terms[k])
		}
	}
	for i, overlap := range overlaps {
		if overlap == 0 {
			continue
		}
		w := r.wordings[i]
		m := &ms[w.cand]
		norm := math.Pow(out.Total, questionShare)
		likeness := overlap * float64(float32(1/math.Pow(w.weight, 1-questionShare)))
		if w.kind == asText {
			likeness = textWeight * overlap / out.Total * norm
		} else if overlap > nearlyAll*out.Total && overlap > nearlyAll*float64(float32(w.weight)) {
			m.Same = sameBonus
		}
		if likeness /= norm; likeness > m.Likeness {
			m.Second, m.Likeness, m.Recall = m.Likeness, likeness, overlap/out.Total
		} else {
			m.Second = max(m.Second, likeness)
		}
	}
	for c, m := range ms {
		if m.Likeness == 0 {
			continue
		}
		m.Cand = c
		m.Heard = heard[c]
		m.Score = coverWeight*m.Covered + heardWeight*m.Heard
		if r.cands[c].gap {
			out.Gaps = append(out.Gaps, m)
		} else {
			out.Entries = append(out.Entries, m)
		}
	}
	entries := shortlisted
	if out.Wants&sides != 0 || r.parties(out) > 1 {
		entries = shortlistedSides
	}
	for list, most := range map[*[]ranked]int{&out.Entries: entries, &out.Gaps: shortlistedGaps} {
		best := func(a, b ranked) int { return cmp.Compare(b.Score, a.Score) }
		slices.SortStableFunc(*list, best)
		*list = (*list)[:min(len(*list), most)]
		for i := range *list {
			m := &(*list)[i]
			m.Score += m.Likeness + secondWeight*m.Second + m.Same
		}
		slices.SortFunc(*list, func(a, b ranked) int { return cmp.Or(best(a, b), cmp.Compare(a.Cand, b.Cand)) })
	}
}

// parties is how many parties a question names that speak in the corpus; of the
// years, none if there is but one.
func (r *reference) parties(out *reading) int {
	voices, years := map[string]bool{}, map[string]bool{}
	for _, e := range r.corpus.Entries {
		body := r.corpus.Voice(e.Voice).Body
		for _, k := range out.Terms {
			if id, ok := strings.CutPrefix(k, "@"); ok && (id == e.Voice || r.corpus.Voice(id).Name == body) {
				voices[k] = true
			}
		}
		if y := r.corpus.Source(e.Source).Published.Year(); slices.Contains(out.Fixed, y) {
			years[y] = true
		}
	}
	if len(years) == 1 {
		return len(voices)
	}
	return len(voices) + len(years)
}

// alien is what a tongue's odds are for one candidate.
func (r *reference) alien(stems []string, cand int) float64 {
	known, unknown := r.knownOf(stems)
	sum := 0.0
	for _, f := range known {
		own, n := false, [2]float64{}
		for _, w := range r.features[f] {
			own = own || r.heards[w].cand == cand
			n[b2i(r.isGap(r.heards[w].cand))]++
		}
		if own {
			continue
		}
		share := r.sizes[1] / (r.sizes[0] + r.sizes[1])
		odds := math.Log((n[1]+priorUse*share)/(n[0]+priorUse*(1-share))) + math.Log(r.sizes[0]/r.sizes[1])
		sum += max(-maxOdds, min(maxOdds, odds))
	}
	return sum / math.Sqrt(float64(len(known)+unknown))
}

// heard is what a tongue hears of each candidate.
func (r *reference) heard(stems []string) []float64 {
	known, _ := r.knownOf(stems)
	length := 0.0
	for _, f := range known {
		length += r.value(f) * r.value(f)
	}
	heard := make([]float64, len(r.cands)+1)
	for c := range heard {
		sum := 0.0
		for _, f := range known {
			sum += math.Round(fine*r.value(f)/math.Sqrt(length)) * float64(r.weight(f, c))
		}
		heard[c] = max(0, sum*unit/fine)
	}
	return heard
}

// value is what a feature counts in a text.
func (r *reference) value(feature string) float64 {
	return math.Sqrt(math.Log(1 + float64(len(r.heards))/float64(len(r.features[feature]))))
}

// weight looks up what a feature weighs for a candidate.
func (r *reference) weight(feature string, cand int) int8 {
	t, f := r.tongue, r.numbers[feature]
	if at := t.rows[f]; at != none {
		return int8(int(t.common[int(at)+cand]) - zeroWeight)
	}
	for _, l := range t.likings.of(int(f)) {
		if int(l.cand()) == cand {
			return l.weight()
		}
	}
	return 0
}

// numbersOf returns the numbers of an index's features.
func numbersOf(x *Index) map[string]int32 {
	numbers := map[string]int32{}
	for s := range x.tongue.stems() {
		name := x.words.name(symbol(s))
		numbers[name] = s
		for i, before := range x.tongue.pairs.of(int(s)) {
			first := "^"
			if before != atStart {
				first = x.words.name(before)
			}
			numbers[first+" "+name] = x.tongue.stems() + x.tongue.pairs.starts[s] + int32(i)
		}
	}
	return numbers
}

// reading returns what an index makes of a question.
func (x *Index) reading(q *inquiry, text string) (out reading) {
	x.understand(&q.question, text)
	x.find(q, 1)
	out.Fixed = append(out.Fixed, q.fixed...)
	for _, t := range q.unknown {
		out.Unknown = append(out.Unknown, q.text(t))
	}
	for _, t := range q.weighed {
		out.Terms = append(out.Terms, x.words.name(t.term.symbol))
		out.Weights = append(out.Weights, t.weight)
	}
	out.Total, out.Wants = q.total, q.wants
	take := func(ms []match) (out []ranked) {
		for _, m := range ms {
			out = append(out, ranked{int(m.cand), m.score, m.likeness, m.recall, m.second, m.same, m.covered, m.heard})
		}
		return out
	}
	out.Entries, out.Gaps = take(q.entries), take(q.gaps)
	if len(out.Entries) > 0 {
		out.Alien = x.tongue.odds(&q.hearing, []int32{int32(out.Entries[0].Cand)})
	}
	return out
}

var theIndex = sync.OnceValue(func() *Index { return New(corpus.Embedded()) })

// A comparison puts the same questions to an index and to the reference. It has
// one inquiry for all of them, since what one leaves behind must not tell on the next.
type comparison struct {
	reference *reference
	index     *Index
	inquiry   *inquiry
}

func compareOn(c *corpus.Corpus) *comparison {
	r, x := newReference(c), New(c)
	r.tongue, r.numbers = x.tongue, numbersOf(x)
	return &comparison{r, x, x.newInquiry()}
}

// agree reports a question that index and reference read in two ways, to the
// last bit of every number.
func (c *comparison) agree(t *testing.T, text string) {
	t.Helper()
	got, want := c.index.reading(c.inquiry, text), c.reference.read(text)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q\n got %+v\nwant %+v", text, got, want)
	}
}

// TestReference asks some of the question sets and, as they stand and with
// slips, of the wordings: each takes the reference a hundred times as long.
func TestReference(t *testing.T) {
	c := compareOn(corpus.Embedded())
	for i, p := range practiceQuestions(t, "practice") {
		if i%step == 0 {
			c.agree(t, p.Q)
		}
	}
	for message := range strings.Lines(elsewhere) {
		if foldOf(message) == 0 {
			c.agree(t, message)
		}
	}
	for _, name := range []string{"nearmiss", "smalltalk"} {
		f, err := os.Open(filepath.Join("testdata", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for i, lines := 0, bufio.NewScanner(f); lines.Scan(); i++ {
			if i%step == 0 {
				c.agree(t, lines.Text())
			}
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := 0; i < len(wordings()); i += 300 * step {
		for _, v := range variants {
			c.agree(t, v.make(wordings()[i], r))
		}
	}
}

// FuzzReference asks a part of the corpus: each of the fuzzer's processes has to
// learn it, at the pace of instrumented code.
func FuzzReference(f *testing.F) {
	c := sync.OnceValue(func() *comparison { return compareOn(partOf(corpus.Embedded())) })
	c() // takes longer than one input may
	f.Add("when could legislation start?")
	f.Add("Wen may Mrs May lgislate, élan and straße, 2022/23?")
	f.Add("what do 5 and 5 say of the merger") // a stem that only names have, again and again
	f.Fuzz(func(t *testing.T, text string) { c().agree(t, text[:min(len(text), 300)]) })
}

// partOf returns a corpus of some of the entries and gaps, each with some of its wordings.
func partOf(c *corpus.Corpus) *corpus.Corpus {
	const some = 12
	part := *c
	part.Entries, part.Gaps = nil, nil
	few := func(w corpus.Wordings) corpus.Wordings {
		all := slices.Collect(w.All())
		return corpus.NewWordings(all[:min(len(all), some)]...)
	}
	for i := 0; i < len(c.Entries); i += some {
		e := *c.Entries[i]
		e.Asks = few(e.Asks)
		part.Entries = append(part.Entries, &e)
	}
	for i := 0; i < len(c.Gaps); i += some {
		g := *c.Gaps[i]
		g.Asks = few(g.Asks)
		part.Gaps = append(part.Gaps, &g)
	}
	return corpus.Assemble(part)
}
