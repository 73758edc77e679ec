package main

import (
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// copies is how many the tests grow: enough for what grows to show.
const copies = 4

var (
	seedOnce = sync.OnceValue(func() *seed { return newSeed(corpus.Embedded()) })
	smaller  = sync.OnceValue(func() grown { return seedOnce().grow(1, askedEach) })
	larger   = sync.OnceValue(func() grown { return seedOnce().grow(copies, askedEach) })
)

// TestGrownKeepsItsShape holds a grown corpus against the one that it grew from.
func TestGrownKeepsItsShape(t *testing.T) {
	small, large := shapeOf(smaller().corpus), shapeOf(larger().corpus)
	t.Log(small)
	t.Log(large)
	ratio := func(a, b int) float64 { return float64(a) / float64(b) }
	wordsOf := func(s shape) float64 { return ratio(s.words, s.wordings) }
	onceOf := func(s shape) float64 { return ratio(s.once, s.vocabulary) }
	for _, tt := range []struct {
		name              string
		got, want, leeway float64
	}{
		{"entries", ratio(large.entries, small.entries), copies, 0},
		{"gaps", ratio(large.gaps, small.gaps), copies, 0},
		{"topics", ratio(large.topics, small.topics), copies, 0},
		{"wordings", ratio(large.wordings, small.wordings), copies, 0.1},
		{"words a wording", wordsOf(large) / wordsOf(small), 1, 0.05},
		{"share of the vocabulary that stands once", onceOf(large), onceOf(small), 0.05},
		// Function words and names of bodies don't grow, so that all words grow less than the varied ones.
		{"power of the vocabulary's growth", math.Log(ratio(large.vocabulary, small.vocabulary)) / math.Log(copies), seedOnce().heaps - 0.05, 0.1},
		{"share of the text in its hundred commonest words", commonest(larger().corpus), commonest(smaller().corpus), 0.03},
	} {
		if math.Abs(tt.got-tt.want) > tt.leeway {
			t.Errorf("%s: %.3f, want %.3f give or take %v", tt.name, tt.got, tt.want, tt.leeway)
		}
	}
}

// commonest returns the share of the wordings' words that are among the hundred commonest.
func commonest(c *corpus.Corpus) float64 {
	uses, all := map[string]int{}, 0
	for _, e := range c.Entries {
		for ask := range e.Asks.All() {
			for w := range strings.FieldsSeq(ask) {
				uses[w]++
				all++
			}
		}
	}
	top := 0
	for range 100 {
		most := ""
		for w, n := range uses {
			if most == "" || n > uses[most] {
				most = w
			}
		}
		top += uses[most]
		delete(uses, most)
	}
	return float64(top) / float64(all)
}

// TestFirstCopyIsTheSeed compares the texts of the first copy with the corpus's own.
func TestFirstCopyIsTheSeed(t *testing.T) {
	c := corpus.Embedded()
	for i, e := range smaller().corpus.Entries {
		o := c.Entries[i]
		if e.ID != o.ID || e.Says != fold(o.Says) || e.Title != fold(o.Title) {
			t.Errorf("%s is %s, %q, %q", o.ID, e.ID, e.Title, e.Says)
		}
	}
}

// TestNoTwoCopiesSayTheSame looks for what one copy says in the others.
func TestNoTwoCopiesSayTheSame(t *testing.T) {
	c := larger().corpus
	by := map[string]string{}
	for _, e := range c.Entries {
		if o, has := by[e.Says]; has {
			t.Errorf("%s says what %s does: %q", e.ID, o, e.Says)
		}
		by[e.Says] = e.ID
		if c.Source(e.Source) == nil || c.Topic(e.Topic) == nil || c.Voice(e.Voice) == nil || len(strings.Fields(e.Quote)) >= 3 && c.QuoteParagraph(e) == 0 {
			t.Errorf("%s refers to nowhere", e.ID)
		}
		for _, id := range e.Same {
			if c.Entry(id) == nil {
				t.Errorf("%s is the same as %s, which is none", e.ID, id)
			}
		}
	}
}

func TestGrownIsAlwaysTheSame(t *testing.T) {
	again := newSeed(corpus.Embedded()).grow(copies, askedEach)
	if got, want := again.corpus.Digest(), larger().corpus.Digest(); got != want {
		t.Errorf("one seed grows to %s and to %s", want, got)
	}
	for i, q := range again.questions {
		if want := larger().questions[i].text; q.text != want {
			t.Errorf("question %d is %q and %q", i, want, q.text)
		}
	}
}

// TestQuestionsAreLeftOut holds that no question stands in the corpus, and that
// an answer from its own entry is right.
func TestQuestionsAreLeftOut(t *testing.T) {
	g := larger()
	if n := len(g.questions); n < askedEach*9/10 || n > askedEach*11/10 {
		t.Errorf("%d questions, want about %d", n, askedEach)
	}
	wordings := map[string]bool{}
	for _, e := range g.corpus.Entries {
		for _, text := range wordingsOf(g.corpus, e) {
			wordings[text] = true
		}
	}
	for _, q := range g.questions {
		if wordings[q.text] {
			t.Errorf("%q is asked and stands in the corpus", q.text)
		}
		n := 0
		for _, e := range g.corpus.Entries {
			r := answers.Result{Status: answers.Answered, Answers: []answers.Answer{{Entry: e}}}
			if right, first := q.judge(r); right && first {
				n++
			}
			r.Status = answers.Related
			if right, _ := q.judge(r); right {
				t.Errorf("%q is right though not answered", q.text)
			}
		}
		if n == 0 || n > 20 {
			t.Errorf("%q is answered by %d entries", q.text, n)
		}
	}
}

func TestDraw(t *testing.T) {
	weights := []float64{math.Log(8), math.Log(4), math.Log(2), 0, 0}
	const times = 2000
	firsts := make([]int, len(weights))
	for seed := range uint64(times) {
		drawn := draw(weights, 3, 1, rand.New(rand.NewPCG(seed, 0)))
		seen := map[int]bool{}
		for _, k := range drawn {
			seen[k] = true
		}
		if len(drawn) != 3 || len(seen) != 3 || !seen[4] {
			t.Fatalf("%v is drawn", drawn)
		}
		firsts[drawn[0]]++
	}
	for k, want := range []float64{8. / 16, 4. / 16, 2. / 16, 1. / 16, 1. / 16} {
		if got := float64(firsts[k]) / times; math.Abs(got-want) > 0.04 {
			t.Errorf("%d is drawn first %.2f of the time, want %.2f", k, got, want)
		}
	}
}

func TestForetold(t *testing.T) {
	l := limits{building: time.Minute, gigabytes: 1, asking: time.Second}
	for _, tt := range []struct {
		name   string
		b      building
		beyond bool
	}{
		{"nothing known", building{}, false},
		{"within all", building{took: 5 * time.Second, most: 5e7, asked: 50 * time.Millisecond}, false},
		{"long to build", building{took: 7 * time.Second}, true},
		{"large", building{most: 2e8}, true},
		{"slow to ask", building{asked: 200 * time.Millisecond}, true},
	} {
		if got := tt.b.times(10).beyond(l); got != tt.beyond {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.beyond)
		}
	}
}

func TestBuildSeesWhatItTakes(t *testing.T) {
	const size = 64 << 20
	_, b, err := build(peer{[]string{"heap"}, func(*corpus.Corpus) ([]asker, error) { return []asker{ballast(make([]byte, size))}, nil }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b.holds < size*0.9 || b.holds > size*1.5 || b.most < size*0.9 {
		t.Errorf("%s hold, %s at most; want %s", megabytes(b.holds), megabytes(b.most), megabytes(size))
	}
}

// Ballast answers nothing and takes room.
type ballast []byte

func (ballast) Ask(string) answers.Result { return answers.Result{} }
