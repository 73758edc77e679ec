package answers_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"nhslaw/answers"
	"nhslaw/corpus"
)

func TestStatus(t *testing.T) {
	for _, tt := range []struct {
		name, question string
		status         answers.Status
		reason         string
		entry          string // of the first answer, if any
	}{
		{"its own title", "Earliest start of a new law", answers.Answered, "", ""},
		{"a premise upside down", "Why does Dickson oppose merging NHS England with NHS Improvement?", answers.Answered, "", ""},
		{"a greeting", "Hello there!", answers.Help, "", ""},
		{"thanks", "thank you so much, very helpful", answers.Help, "", ""},
		{"about the bot", "what can you do?", answers.Help, "", ""},
		{"nothing", "", answers.Unknown, answers.Empty, ""},
		{"an emoji", "👋", answers.Unknown, answers.Empty, ""},
		{"punctuation", "?!", answers.Unknown, answers.Empty, ""},
		{"another subject", "how long should I roast a chicken", answers.Unknown, answers.OffTopic, ""},
		{"key mash", "xcvkjh qpwoei zmxnb", answers.Unknown, answers.OffTopic, ""},
		{"a known gap", "What would the merger of NHS England and NHS Improvement cost?", answers.Related, answers.KnownGap, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := index().Ask(tt.question)
			if r.Status != tt.status || tt.reason != "" && r.Reason != tt.reason {
				t.Errorf("%q is %s (%s), want %s (%s)", tt.question, r.Status, r.Reason, tt.status, tt.reason)
			}
			if got := len(r.Answers) > 0; got != (r.Status == answers.Answered || r.Status == answers.Related) {
				t.Errorf("%s with %d answers", r.Status, len(r.Answers))
			}
			if len(r.Suggestions) == 0 {
				t.Error("nothing to go on with")
			}
		})
	}
}

func TestBothSidesOnTheDate(t *testing.T) {
	r := index().Ask("when could legislation start?")
	var seen strings.Builder
	for _, a := range r.Answers {
		seen.WriteString(a.Says + a.Quote + a.Speaker.Name)
	}
	for _, want := range []string{"April 2022", "Ian Dodge", "2022/23", "Niall Dickson"} {
		if !strings.Contains(seen.String(), want) {
			t.Errorf("the reply does not mention %s", want)
		}
	}
}

// TestNamedSides asks for the sides of two voices, each of which has to be heard.
func TestNamedSides(t *testing.T) {
	for question, want := range map[string][]string{
		"compare Kibasi and Lambert with Dickson on the 2012 act": {"kibasi-lambert", "niall-dickson"},
		"compare Dickson and Hare on the procurement proposals":   {"niall-dickson", "david-hare"},
		"Hunt vs May on the internal market":                      {"jeremy-hunt", "theresa-may"},
		"compare Hare and Dodge on procurement":                   {"david-hare", "ian-dodge"},
		"may v hunt internal market":                              {"jeremy-hunt", "theresa-may"},
		"Hare is worried about procurement, but is the Confed?":   {"david-hare", "niall-dickson"},
		"the internal market in 2017 and in 2018":                 {"conservative-manifesto", "theresa-may"},
	} {
		r := index().Ask(question)
		for _, v := range want {
			if !slices.ContainsFunc(r.Answers, func(a answers.Answer) bool { return corpus.Embedded().Entry(a.ID).Voice == v }) {
				t.Errorf("%q has nothing from %s", question, v)
			}
		}
	}
}

// TestQuestionsInTalk asks what stands in the midst of other things, and two things at once.
func TestQuestionsInTalk(t *testing.T) {
	for message, want := range map[string][]string{
		"Morning all, back from leave and drowning in emails. When could legislation start? My manager wants it by lunchtime, and the kettle is on.": {"start-april-2022"},
		"Sorry to butt in, my train is late again. I wondered who called the internal market too bureaucratic. Thanks, Sam":                          {"hunt-internal-market-too-bureaucratic"},
		"When could legislation start, and who said the internal market is too bureaucratic?":                                                        {"start-april-2022", "hunt-internal-market-too-bureaucratic"},
		"When could legislation start? Also who said the internal market is too bureaucratic?":                                                       {"start-april-2022", "hunt-internal-market-too-bureaucratic"},
	} {
		r := index().Ask(message)
		for _, id := range want {
			if r.Status != answers.Answered || !slices.ContainsFunc(r.Answers, func(a answers.Answer) bool { return a.ID == id }) {
				t.Errorf("%q is %s and has no %s", message, r.Status, id)
			}
		}
	}
	if r := index().Ask("Hello there, lovely morning. What is the capital of France? I have a quiz tonight."); r.Status == answers.Answered {
		t.Errorf("answered with %s", r.Answers[0].ID)
	}
}

// TestContract holds the JSON form to the keys that other programs read.
func TestContract(t *testing.T) {
	for _, q := range []string{"when could legislation start?", "", "hi", "what would the merger cost?"} {
		b, err := json.Marshal(index().Ask(q))
		if err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		for key, kind := range map[string]reflect.Kind{"question": reflect.String, "status": reflect.String, "reason": reflect.String,
			"confidence": reflect.Float64, "answers": reflect.Slice, "suggestions": reflect.Slice, "corpus": reflect.String} {
			if v := reflect.ValueOf(got[key]); v.Kind() != kind {
				t.Errorf("%q: %s is %v, want %v", q, key, v.Kind(), kind)
			}
		}
		for _, a := range got["answers"].([]any) {
			cites := a.(map[string]any)["citations"].([]any)
			if len(cites) == 0 || len(cites[0].(map[string]any)["paragraphs"].([]any)) == 0 {
				t.Errorf("%q: an answer without a citation", q)
			}
		}
	}
}

// odd are messages that nobody should send and somebody will.
var odd = []string{"", "a", "?", "👋🏽", "\x00\x1b[31mred", "\u202eright to left\u202c", "\xff\xfe", strings.Repeat("legislation ", 900), strings.Repeat("x", 10_000),
	strings.Repeat("é", 5000), "@everyone", "<!channel>", "'; DROP TABLE articles; --", "NULL", "﷽", "1", "2022", "may", "may may may may"}

func TestTotalAndDeterministic(t *testing.T) {
	other := answers.New(corpus.Embedded())
	for _, q := range odd {
		a, b := index().Ask(q), other.Ask(q)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%.20q is answered in two ways", q)
		}
	}
}

func TestConcurrent(t *testing.T) {
	want := index().Ask("who wants the merger?")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, q := range odd {
				index().Ask(q)
			}
			if got := index().Ask("who wants the merger?"); !reflect.DeepEqual(got, want) {
				t.Error("the answer depends on who else asks")
			}
		})
	}
	wg.Wait()
}

func FuzzAsk(f *testing.F) {
	for _, q := range odd {
		f.Add(q)
	}
	f.Add("who wants to merge NHS England and NHS Improvement?")
	f.Fuzz(func(t *testing.T, q string) {
		r := index().Ask(q)
		for _, a := range r.Answers {
			if a.Source == nil || len(a.Paragraphs) == 0 {
				t.Errorf("%q: an answer without a citation", q)
			}
		}
		if r.Confidence < 0 || r.Confidence > 1 {
			t.Errorf("%q: confidence %v", q, r.Confidence)
		}
		if b, err := json.Marshal(r); err != nil || !utf8.Valid(b) {
			t.Errorf("%q: %v", q, err)
		}
		_ = index().Explain(q).String()
	})
}
