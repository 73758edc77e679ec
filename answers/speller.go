package answers

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// Words of fewer letters than these are not repaired at that distance: of
	// three letters, one changed is another word.
	minOneEdit  = 4
	minTwoEdits = 6

	// What a repaired word counts. One edit is nearly always what was meant;
	// two, or letters left out all over, less surely so.
	oneEditWeight  = 0.95
	twoEditsWeight = 0.85
	abridgedWeight = 0.7

	// realWordWeight is for a word that is English but not the corpus's, one
	// letter from one that is ("heath" for "health"): more likely meant than not
	// only among words this close.
	realWordWeight = 0.5
)

// A speller knows the words of the corpus and repairs what was mistyped.
type speller struct {
	words    *vocabulary
	list     []wordID      // the corpus's words in order, for the fuzzy layer
	byLength lists[wordID] // the same by how many letters they have
	listed   []letters     // of the words in list, in its order
	letters  []letters     // of the words in byLength, in its order
	longest  int32         // in bytes, of the words
}

func newSpeller(v *vocabulary) *speller {
	s := &speller{words: v}
	most := 0 // letters
	for id, w := range v.words {
		if w.uses > 0 {
			text := v.text(wordID(id))
			s.list = append(s.list, wordID(id))
			s.longest = max(s.longest, int32(len(text)))
			most = max(most, utf8.RuneCountInString(text))
		}
	}
	s.byLength = group(most+1, s.list, func(id wordID) int { return utf8.RuneCountInString(v.text(id)) })
	for _, id := range s.byLength.items {
		s.letters = append(s.letters, lettersOf(v.text(id)))
	}
	slices.SortFunc(s.list, func(a, b wordID) int { return strings.Compare(v.text(a), v.text(b)) })
	for _, id := range s.list {
		s.listed = append(s.listed, lettersOf(v.text(id)))
	}
	return s
}

// lay is for [image].
func (s *speller) lay(im *image) {
	lay(im, &s.list)
	s.byLength.lay(im)
	lay(im, &s.listed)
	lay(im, &s.letters)
	longest := []int32{s.longest}
	lay(im, &longest)
	s.longest = longest[0]
}

// letters is which letters a word has: a bit for each, and those outside the
// alphabet sharing what is left.
type letters uint64

func lettersOf(w string) letters {
	var ls letters
	for _, r := range w {
		ls |= 1 << (uint32(r-'a') % 64)
	}
	return ls
}

// A spelling is a word that may be meant, and how surely.
type spelling struct {
	word   string
	weight float64
}

// repair appends what a word was meant to be: itself, the corpus's word that it
// misspells, or the two that it runs together.
func (s *speller) repair(out []spelling, w string) []spelling {
	if s.uses(w) > 0 {
		return append(out, spelling{w, 1})
	}
	if full, ok := shorthand[w]; ok {
		w = full
	}
	n := utf8.RuneCountInString(w)
	if s.uses(w) > 0 || n < minOneEdit || strings.ContainsAny(w, "0123456789") {
		return append(out, spelling{w, 1})
	}
	english := isEnglish(w)
	best, distance := s.closest(w, n)
	switch {
	case english && distance == 1 && best[0] == w[0] && n > minOneEdit:
		return append(out, spelling{best, realWordWeight})
	case english:
		return append(out, spelling{w, 1})
	case distance == 1:
		return append(out, spelling{best, oneEditWeight})
	}
	if a, b, ok := s.split(w); ok {
		return append(out, spelling{a, oneEditWeight}, spelling{b, oneEditWeight})
	}
	if distance == 2 && best != "" {
		return append(out, spelling{best, twoEditsWeight})
	}
	if full := s.abridged(w); full != "" {
		return append(out, spelling{full, abridgedWeight})
	}
	return append(out, spelling{w, 1})
}

// uses returns how often the corpus uses a word.
func (s *speller) uses(w string) int32 { return s.words.uses(s.words.find(w)) }

// closest returns the known word with the fewest edits to w, at most two; of
// several the more frequent, then the first in order.
func (s *speller) closest(w string, n int) (best string, distance int) {
	limit := 1
	if n >= minTwoEdits {
		limit = 2
	}
	top := nearness{edits: limit + 1}
	have := lettersOf(w)
	try := func(id wordID) {
		text := s.words.text(id)
		near := nearness{edits(w, text, limit), text[0] == w[0], s.words.uses(id), text}
		if near.edits <= limit && near.before(top) {
			top = near
		}
	}
	// First those that are the same but for a letter left out of each, which
	// are all at one edit and some at two: few have nearly the same letters, so
	// that there is little to compare.
	for length := max(minOneEdit-1, n-1); length <= n+1; length++ {
		ids := s.byLength.of(length)
		if len(ids) == 0 {
			continue
		}
		from := s.byLength.starts[length]
		for i, ls := range s.letters[from : int(from)+len(ids)] {
			if bits.OnesCount64(uint64(have^ls)) <= 2 && nearlySame(w, s.words.text(ids[i])) {
				try(ids[i])
			}
		}
	}
	if top.edits <= 1 || limit < 2 {
		return top.word, top.edits
	}
	// Then the others at two edits, as far as the first letter is right, which
	// it is in nearly all that is mistyped.
	for k := s.firstWith(w); k < len(s.list) && s.words.text(s.list[k])[0] == w[0]; k++ {
		if bits.OnesCount64(uint64(have^s.listed[k])) > 4 {
			continue
		}
		if length := utf8.RuneCountInString(s.words.text(s.list[k])); length >= minOneEdit {
			try(s.list[k])
		}
	}
	return top.word, top.edits
}

// firstWith returns where the words begin in list that have the first letter of w.
func (s *speller) firstWith(w string) int {
	from, _ := slices.BinarySearchFunc(s.list, w[:1], func(id wordID, w string) int { return strings.Compare(s.words.text(id), w) })
	return from
}

// nearness is how near a known word comes to one that is not.
type nearness struct {
	edits     int
	sameFirst bool // letter
	uses      int32
	word      string
}

// firstCounts is how many times as often a word must be used as another to be
// meant though it has another first letter: that is the one most rarely mistyped.
const firstCounts = 4

// before reports whether a word is more likely meant than another.
func (a nearness) before(b nearness) bool {
	if a.edits != b.edits {
		return a.edits < b.edits
	}
	if x, y := a.likely(), b.likely(); x != y {
		return x > y
	}
	return a.word < b.word
}

func (a nearness) likely() int32 {
	if a.sameFirst {
		return firstCounts * a.uses
	}
	return a.uses
}

// edits returns how many letters have to be changed, left out, put in or swapped
// with the next to make one word of another, or more than limit if that many
// won't do.
func edits(a, b string, limit int) int {
	for {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if na == 0 || nb == 0 {
			return utf8.RuneCountInString(a) + utf8.RuneCountInString(b)
		}
		if ra == rb {
			a, b = a[na:], b[nb:]
			continue
		}
		if limit == 0 {
			return 1
		}
		fewest := min(edits(a[na:], b[nb:], limit-1), edits(a[na:], b, limit-1), edits(a, b[nb:], limit-1))
		if sa, ma := utf8.DecodeRuneInString(a[na:]); sa == rb && ma > 0 {
			if sb, mb := utf8.DecodeRuneInString(b[nb:]); sb == ra && mb > 0 {
				fewest = min(fewest, edits(a[na+ma:], b[nb+mb:], limit-1))
			}
		}
		return 1 + fewest
	}
}

// nearlySame reports whether two words are the same once at most one letter is
// left out of each.
func nearlySame(a, b string) bool {
	for a != "" && b != "" {
		ra, na := utf8.DecodeRuneInString(a)
		rb, nb := utf8.DecodeRuneInString(b)
		if ra != rb {
			break
		}
		a, b = a[na:], b[nb:]
	}
	for a != "" && b != "" {
		ra, na := utf8.DecodeLastRuneInString(a)
		rb, nb := utf8.DecodeLastRuneInString(b)
		if ra != rb {
			break
		}
		a, b = a[:len(a)-na], b[:len(b)-nb]
	}
	// What is left begins and ends with other letters, so the one left out of
	// each stands at an end of it, and at the other end in the other word.
	return utf8.RuneCountInString(a) <= 1 && utf8.RuneCountInString(b) <= 1 || afterFirst(a) == beforeLast(b) || beforeLast(a) == afterFirst(b)
}

func afterFirst(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[n:]
}

func beforeLast(w string) string {
	_, n := utf8.DecodeLastRuneInString(w)
	return w[:len(w)-n]
}

// split takes apart two known words that lack the space between them.
func (s *speller) split(w string) (a, b string, ok bool) {
	most := int32(0)
	longest := int(s.longest)
	for i := max(3, len(w)-longest); i <= min(len(w)-3, longest); i++ {
		if m := min(s.uses(w[:i]), s.uses(w[i:])); m > most {
			most, a, b = m, w[:i], w[i:]
		}
	}
	return a, b, most > 0
}

// abridged finds the known word that w leaves letters out of ("cttee",
// "mgmt"): the best subsequence match with the same first letter and no more
// than twice as long.
func (s *speller) abridged(w string) string {
	if len(w) > maxFuzzy {
		return ""
	}
	have := lettersOf(w)
	if !isASCII(w) {
		have = 0 // some letters outside of it pass for others
	}
	var likely []string
	for k := s.firstWith(w); k < len(s.list); k++ {
		text := s.words.text(s.list[k])
		if text[0] != w[0] {
			break
		}
		if len(text) <= 2*len(w) && s.listed[k]&have == have {
			likely = append(likely, text)
		}
	}
	if best := inOrder(w, likely); len(best) > 0 {
		return likely[best[0]]
	}
	return ""
}
