package quotes

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nhslaw/corpus"
)

// minRate is how many of the altered quotations must be found out.
const minRate = 0.99

func TestCuratedQuotations(t *testing.T) {
	c := corpus.Embedded()
	for _, e := range c.Entries {
		if e.Quote == "" {
			continue
		}
		f := checker().Check(e.Quote)
		if len(corpus.Words(e.Quote)) < shingle {
			continue
		}
		if f.Verdict != Exact || !at(f, e.Source, e.Paragraphs) || f.Places[0].Voice != c.Speaker(e) {
			t.Errorf("%s: %q: %s; want it in %s%v, said by %s", e.ID, e.Quote, show(f), e.Source, e.Paragraphs, c.Speaker(e).ID)
		}
	}
}

// at reports whether the first place is in one of the paragraphs.
func at(f Finding, source string, paragraphs []int) bool {
	if len(f.Places) == 0 || f.Places[0].Source.ID != source {
		return false
	}
	within := func(n int) bool { return f.Places[0].Paragraph <= n && n <= f.Places[0].Last }
	return slices.ContainsFunc(paragraphs, within)
}

// alterations are the ways in which people get a quotation wrong, at a word that
// is neither the first nor, for a swap, the last. They leave w as it is.
var alterations = map[string]func(w []string, i int, other string) []string{
	"changed": func(w []string, i int, other string) []string {
		return slices.Concat(w[:i], []string{other}, w[i+1:])
	},
	"dropped": func(w []string, i int, _ string) []string { return slices.Concat(w[:i], w[i+1:]) },
	"added": func(w []string, i int, other string) []string {
		return slices.Insert(slices.Clone(w), i, other)
	},
	"swapped": func(w []string, i int, _ string) []string {
		return slices.Concat(w[:i], []string{w[i+1], w[i]}, w[i+2:])
	},
}

// inserted are words to put in: one of grammar, one of the field, one of neither.
var inserted = []string{"never", "services", "pyramid"}

// A rate counts how many altered quotations were found out.
type rate struct{ right, all int }

func (r *rate) add(right bool) {
	r.all++
	if right {
		r.right++
	}
}

func (r rate) String() string {
	return fmt.Sprintf("%d of %d (%.1f%%)", r.right, r.all, 100*float64(r.right)/float64(max(1, r.all)))
}

func TestAlteredQuotations(t *testing.T) {
	rates := map[string]*rate{}
	for _, e := range corpus.Embedded().Entries {
		w := strings.Fields(strings.NewReplacer("–", " ", "…", " ", "[", "", "]", "").Replace(e.Quote))
		short := len(w) < 6
		for how, alter := range alterations {
			if rates[how] == nil {
				rates[how] = &rate{}
			}
			for i := 1; i < len(w)-1; i++ {
				altered := alter(w, i, inserted[i%len(inserted)])
				text := strings.Join(altered, " ")
				if len(altered) < shingle || slices.Equal(altered, w) || standsSomewhere(altered) {
					continue
				}
				f := checker().Check(text)
				right := f.Verdict == Altered && at(f, e.Source, e.Paragraphs)
				switch {
				case f.Verdict == Exact:
					t.Errorf("%s: %q, with a word %s, is %s", e.ID, text, how, show(f))
				case !short:
					rates[how].add(right)
					if !right {
						t.Logf("%s: %q: %s", e.ID, text, show(f))
					}
				}
			}
		}
	}
	for how, r := range rates {
		t.Logf("a word %s: %s", how, r)
		if float64(r.right) < minRate*float64(r.all) {
			t.Errorf("with a word %s, %s are found out; want %v", how, r, minRate)
		}
	}
}

func standsSomewhere(words []string) bool {
	folded := corpus.Words(strings.Join(words, " "))
	return slices.ContainsFunc(corpus.Embedded().Sources, func(s *corpus.Source) bool {
		return len(s.Fingerprint.Where(folded)) > 0
	})
}

// sentence finds the end of one. It parts a few too many, which does no harm.
var sentence = regexp.MustCompile(`[.!?:]["”’]?\s+`)

// TestArticles checks all of the articles, where they are at hand.
func TestArticles(t *testing.T) {
	rates := map[string]*rate{}
	for _, s := range corpus.Embedded().Sources {
		paragraphs, err := corpus.ReadSource(os.DirFS("../../../shared/sources"), s.ID)
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip("the articles are not at hand")
		}
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, p := range paragraphs {
			texts = append(texts, " "+strings.Join(corpus.Words(p), " ")+" ")
		}
		for i, p := range paragraphs {
			n := i + 1
			if words := corpus.Words(p); len(words) >= shingle {
				if f := checker().Check(p); f.Verdict != Exact || !at(f, s.ID, []int{n}) {
					t.Errorf("%s[%d]: %.60q…: %s", s.ID, n, p, show(f))
				}
			}
			for _, text := range sentence.Split(p, -1) {
				if len(corpus.Words(text)) < shingle {
					continue
				}
				f := checker().Check(text)
				if f.Verdict != Exact || !slices.ContainsFunc(f.Places, func(at Place) bool { return at.Source == s && at.Paragraph == n }) {
					t.Errorf("%s[%d]: %q: %s", s.ID, n, text, show(f))
				}
				alterSentence(t, rates, s, n, text, texts)
			}
			if i > 0 && len(corpus.Words(p)) >= shingle && len(corpus.Words(paragraphs[i-1])) >= shingle {
				both := paragraphs[i-1] + "\n" + p
				if f := checker().Check(both); f.Verdict != Exact || !at(f, s.ID, []int{n}) {
					t.Errorf("%s[%d-%d]: %s", s.ID, i, n, show(f))
				}
			}
		}
	}
	for how, r := range rates {
		t.Logf("a word %s: %s", how, r)
		if float64(r.right) < minRate*float64(r.all) {
			t.Errorf("with a word %s, %s are found out; want %v", how, r, minRate)
		}
	}
}

// alterSentence alters a sentence of eight words or more at one word, and
// counts how often it is found out.
func alterSentence(t *testing.T, rates map[string]*rate, s *corpus.Source, n int, text string, texts []string) {
	w := corpus.Words(text)
	if len(w) < 8 {
		return
	}
	h := fnv.New32a()
	h.Write([]byte(text))
	i := 1 + int(h.Sum32()%uint32(len(w)-2))
	for how, alter := range alterations {
		if rates[how] == nil {
			rates[how] = &rate{}
		}
		altered := strings.Join(alter(w, i, inserted[i%len(inserted)]), " ")
		if slices.ContainsFunc(texts, func(p string) bool { return strings.Contains(p, " "+altered+" ") }) {
			continue
		}
		f := checker().Check(altered)
		if f.Verdict == Exact {
			t.Errorf("%s[%d]: %q, with a word %s, is %s", s.ID, n, altered, how, show(f))
		}
		there := func(at Place) bool { return at.Source == s && at.Paragraph <= n && n <= at.Last }
		right := f.Verdict == Altered && slices.ContainsFunc(f.Places, there)
		rates[how].add(right)
		if !right {
			t.Logf("%s[%d]: %q: %s", s.ID, n, altered, show(f))
		}
	}
}
