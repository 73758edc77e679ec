package answers

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/antzucaro/matchr"
	"github.com/sahilm/fuzzy"
)

const (
	// Words of fewer letters than these are not repaired at that distance: of
	// three letters, one changed is another word.
	minOneEdit  = 4
	minTwoEdits = 7

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
	known   map[string]int      // the corpus's words, and how often it uses them
	english map[string]bool     // ordinary words that must not be repaired
	deletes map[string][]string // a known word with a letter left out (or none), to the words
	list    []string            // known words in order, for the fuzzy layer
}

func newSpeller(known map[string]int, english map[string]bool) *speller {
	s := &speller{known: known, english: english, deletes: map[string][]string{}}
	for w := range known {
		s.list = append(s.list, w)
	}
	slices.Sort(s.list)
	for _, w := range s.list {
		if utf8.RuneCountInString(w) >= minOneEdit-1 {
			for _, d := range oneLess(w) {
				s.deletes[d] = append(s.deletes[d], w)
			}
		}
	}
	return s
}

// oneLess returns the word and every form of it with one letter left out.
func oneLess(w string) []string {
	forms := []string{w}
	for i, r := range w {
		forms = append(forms, w[:i]+w[i+utf8.RuneLen(r):])
	}
	return forms
}

type spelling struct {
	word   string
	weight float64
}

// repair returns what a word was meant to be: itself, the corpus's word that it
// misspells, or the two that it runs together.
func (s *speller) repair(w string) []spelling {
	if full, ok := shorthand[w]; ok && s.known[w] == 0 {
		w = full
	}
	n := utf8.RuneCountInString(w)
	if s.known[w] > 0 || n < minOneEdit || !isWord(w) {
		return []spelling{{w, 1}}
	}
	english := s.english[w]
	best, distance := s.closest(w, n)
	switch {
	case english && distance == 1 && best[0] == w[0] && n > minOneEdit:
		return []spelling{{best, realWordWeight}}
	case english:
		return []spelling{{w, 1}}
	case distance == 1:
		return []spelling{{best, oneEditWeight}}
	}
	if a, b, ok := s.split(w); ok {
		return []spelling{{a, oneEditWeight}, {b, oneEditWeight}}
	}
	if distance == 2 {
		return []spelling{{best, twoEditsWeight}}
	}
	if full := s.abridged(w); full != "" {
		return []spelling{{full, abridgedWeight}}
	}
	return []spelling{{w, 1}}
}

func isWord(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return r >= '0' && r <= '9' })
}

// closest returns the known word with the fewest edits to w, at most two; of
// several the one with the same first letter, then the more frequent, then the
// first in order. Every word within one edit shares a form with one letter
// less, and most within two do.
func (s *speller) closest(w string, n int) (best string, distance int) {
	limit := 1
	if n >= minTwoEdits {
		limit = 2
	}
	distance = limit + 1
	rank := func(c string, d int) bool {
		if d != distance {
			return d < distance
		}
		if same := c[0] == w[0]; same != (best[0] == w[0]) {
			return same
		}
		if s.known[c] != s.known[best] {
			return s.known[c] > s.known[best]
		}
		return c < best
	}
	seen := map[string]bool{}
	for _, form := range oneLess(w) {
		for _, c := range s.deletes[form] {
			if seen[c] {
				continue
			}
			seen[c] = true
			if d := matchr.OSA(w, c); d <= limit && rank(c, d) {
				best, distance = c, d
			}
		}
	}
	return best, distance
}

// split takes apart two known words that lack the space between them.
func (s *speller) split(w string) (a, b string, ok bool) {
	most := 0
	for i := 3; i+3 <= len(w); i++ {
		if m := min(s.known[w[:i]], s.known[w[i:]]); m > most {
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
	from, _ := slices.BinarySearch(s.list, w[:1])
	to := from
	for to < len(s.list) && s.list[to][0] == w[0] {
		to++
	}
	for _, m := range fuzzy.Find(w, s.list[from:to]) {
		if len(m.Str) <= 2*len(w) {
			return m.Str
		}
	}
	return ""
}

// maxFuzzy caps the patterns given to sahilm/fuzzy, whose score overflows from
// about 40 letters.
const maxFuzzy = 32
