package answers_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"nhslaw/answers"
	"nhslaw/answers/slips"
	"nhslaw/corpus"
)

// benchmark gives each of the texts in turn to a function, which is to say the
// same of a text each time.
func benchmark(b *testing.B, texts []string, do func(text string) string) {
	want := make([]string, len(texts))
	for i, text := range texts {
		want[i] = do(text)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := i % len(texts)
		if got := do(texts[k]); got != want[k] {
			b.Fatalf("%.40q gives %s, and %s before", texts[k], got, want[k])
		}
	}
}

// answerable returns the questions of the sets that have an answer.
func answerable(b *testing.B) []string {
	var texts []string
	for _, name := range []string{"dev", "practice"} {
		for _, q := range readQuestions(b, name) {
			if q.Answerable {
				texts = append(texts, q.Q)
			}
		}
	}
	return texts
}

// each returns what becomes of each text.
func each(texts []string, change func(i int, text string) string) []string {
	changed := make([]string, len(texts))
	for i, text := range texts {
		changed[i] = change(i, text)
	}
	return changed
}

// typed returns texts with so many slips each, always the same ones.
func typed(texts []string, n int) []string {
	return each(texts, func(i int, text string) string {
		return slips.In(text, n, rand.New(rand.NewPCG(uint64(i), uint64(n))))
	})
}

// hopeless returns messages that have no answer, because they are about anything else.
func hopeless(b *testing.B) []string {
	text, err := os.ReadFile("elsewhere.txt")
	if err != nil {
		b.Fatal(err)
	}
	return slices.Collect(strings.Lines(string(text)))
}

// pasted is how many letters the long messages have; wrapped have as many as are
// looked at sentence by sentence.
const pasted, wrapped = 5000, 3999

// page returns texts in one, from the i-th on.
func page(texts []string, i int) string {
	return strings.Join(append(slices.Clone(texts[i:]), texts...), " ")
}

func BenchmarkAsk(b *testing.B) {
	clean := answerable(b)
	for _, bb := range []struct {
		name  string
		texts []string
	}{
		{"clean", clean},
		{"one slip", typed(clean, 1)},
		{"two slips", typed(clean, 2)},
		{"hopeless", hopeless(b)},
		{"wrapped", each(clean, func(i int, _ string) string { return page(clean, i)[:wrapped] })},
		{"long", each(clean, func(i int, _ string) string { return page(clean, i)[:pasted] })},
	} {
		b.Run(bb.name, func(b *testing.B) {
			benchmark(b, bb.texts, func(text string) string {
				r := index().Ask(text)
				if len(r.Answers) == 0 {
					return string(r.Status)
				}
				return r.Answers[0].ID
			})
		})
	}
}

func BenchmarkSuggest(b *testing.B) {
	const most = 25 // what Discord shows
	for n := 1; n <= 12; n++ {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			begun := each(answerable(b), func(_ int, text string) string { return text[:min(n, len(text))] })
			benchmark(b, begun, func(text string) string {
				if s := index().Suggest(text, most); len(s) > 0 {
					return s[0]
				}
				return ""
			})
		})
	}
}

func BenchmarkNew(b *testing.B) {
	whole := corpus.Embedded()
	part := *whole
	part.Entries = part.Entries[1:]
	for _, bb := range []struct {
		name   string
		corpus *corpus.Corpus
	}{{"recalled", whole}, {"learned", corpus.Assemble(part)}} {
		b.Run(bb.name, func(b *testing.B) {
			bb.corpus.Digest() // which is worked out once
			b.ReportAllocs()
			for b.Loop() {
				if len(answers.New(bb.corpus).Suggest("", 1)) == 0 {
					b.Fatal("the index has nothing")
				}
			}
		})
	}
}
