package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// few is how many entries every peer is asked for; the slow ones take seconds for more.
const few = 6

// TestEveryPeerFindsEntriesByTheirWordings holds what is measured to be a search
// of the entries at all: it finds most of a few by the first of their wordings.
func TestEveryPeerFindsEntriesByTheirWordings(t *testing.T) {
	c := corpus.Embedded()
	for _, p := range peers {
		ways, err := p.build(c)
		if err != nil {
			t.Fatal(err)
		}
		defer closeAll(ways)
		for w, way := range ways {
			hits := 0
			for i := range few {
				e := c.Entries[i*len(c.Entries)/few]
				found := ids(way.Ask(e.Asks.First()))
				if len(found) > mostAnswers {
					t.Errorf("%s finds %d entries by %q", p.ways[w], len(found), e.Asks.First())
				}
				if slices.Contains(found, e.ID) {
					hits++
				} else {
					t.Logf("%s finds %v by %q of %s", p.ways[w], found, e.Asks.First(), e.ID)
				}
			}
			if hits <= few/2 {
				t.Errorf("%s finds %d entries of %d by their wordings", p.ways[w], hits, few)
			}
			if r := way.Ask("xqzxqzxqz"); r.Status == answers.Answered {
				t.Errorf("%s finds %v by no word at all", p.ways[w], ids(r))
			}
		}
	}
}

func ids(r answers.Result) []string {
	var ids []string
	for _, a := range r.Answers {
		ids = append(ids, a.ID)
	}
	return ids
}

// TestOnlyFuzzinessForgivesASlip tells the two ways to ask bleve apart.
func TestOnlyFuzzinessForgivesASlip(t *testing.T) {
	x, err := newBleve(corpus.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	const typed = "legilation"
	if r := x.Ask(typed); r.Status != answers.Unknown {
		t.Errorf("bleve finds %v by %q", ids(r), typed)
	}
	if r := (fuzzyBleve{x, 1}).Ask(typed); r.Status != answers.Answered {
		t.Errorf("bleve with fuzziness 1 finds nothing by %q", typed)
	}
}

// TestQuestionsAreTheSame holds the questions, and their slips, to one form.
func TestQuestionsAreTheSame(t *testing.T) {
	qs, err := readSets(testdata)
	if err != nil {
		t.Fatal(err)
	}
	if len(qs) < 400 {
		t.Errorf("only %d questions", len(qs))
	}
	for _, kind := range kinds {
		a, b := mistyped(qs, kind.slips), mistyped(qs, kind.slips)
		changed := 0
		for i := range qs {
			if a[i].text != b[i].text {
				t.Errorf("%s: %q and %q", kind.name, a[i].text, b[i].text)
			}
			if a[i].text != qs[i].text {
				changed++
			}
		}
		if want := min(kind.slips, 1) * len(qs); changed < want*9/10 || changed > want {
			t.Errorf("%s: %d of %d questions are mistyped", kind.name, changed, len(qs))
		}
	}
}

// An echo takes its time and answers everything.
type echo time.Duration

func (e echo) Ask(text string) answers.Result {
	time.Sleep(time.Duration(e))
	return answers.Result{Question: text, Status: answers.Answered}
}

func TestMeasure(t *testing.T) {
	var qs []question
	for _, text := range strings.Fields("a b c d e f g h i j") {
		qs = append(qs, question{text, func(r answers.Result) (bool, bool) { return r.Question < "e", r.Question == "a" }})
	}
	const long = 2 * slow
	rs := measure([]asker{echo(0), echo(long)}, qs, 5*long)
	quick, thin := rs[0], rs[1]
	if quick.of() != len(qs) || quick.right != 4 || quick.first != 1 || quick.percent(quick.right) != 40 {
		t.Errorf("of a quick way: %+v", quick)
	}
	if thin.of() == 0 || thin.of() > 5 || thin.first != 1 || thin.quantile(0.5) < long {
		t.Errorf("of a slow way: %+v", thin)
	}
}

func TestQuantile(t *testing.T) {
	var r reading
	for i := range 200 {
		r.times = append(r.times, time.Duration(i+1))
	}
	for _, tt := range []struct {
		share float64
		want  time.Duration
	}{{0, 1}, {0.5, 100}, {0.99, 198}, {1, 200}} {
		if got := r.quantile(tt.share); got != tt.want {
			t.Errorf("within %v: %d, want %d", tt.share, got, tt.want)
		}
	}
}

func TestShort(t *testing.T) {
	for _, tt := range []struct {
		d    time.Duration
		want string
	}{{0, "0s"}, {999, "999ns"}, {12345, "12.3µs"}, {1234567, "1.23ms"}, {332 * time.Millisecond, "332ms"}, {12345 * time.Millisecond, "12.3s"}} {
		if got := short(tt.d).String(); got != tt.want {
			t.Errorf("%v is %s, want %s", tt.d, got, tt.want)
		}
	}
}

func TestProcessor(t *testing.T) {
	if got := processorIn(strings.NewReader("processor\t: 0\nmodel name\t: AMD EPYC\n")); got != "AMD EPYC" {
		t.Errorf("%q", got)
	}
	if got := processorIn(strings.NewReader("")); got != "a processor" {
		t.Errorf("%q", got)
	}
}
