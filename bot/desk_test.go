package bot

import (
	"strings"
	"sync"
	"testing"

	"nhslaw/answers"
	"nhslaw/corpus"
)

var desk = sync.OnceValue(func() *Desk { return NewDesk(corpus.Embedded()) })

// TestCommands tells commands from questions that only begin like one.
func TestCommands(t *testing.T) {
	for _, tt := range []struct {
		text    string
		command bool
	}{
		{"help", true}, {"Help!", true}, {"/topics", true}, {"topcs", true}, {"sources please", true},
		{"topic procurement", true}, {"topic procurment", true}, {"source may-2018", true}, {"who Hare", true}, {"who is David Hare?", true},
		{"compare procurement", true}, {"cite start-april-2022", true}, {"check \"a b c\"", true}, {"explain when could legislation start?", true},
		{"who wants the merger?", false}, {"sources say the merger is off?", false}, {"topic of the day?", false}, {"compare May and Dickson on bureaucracy", false},
		{"check whether the merger needs a law", false}, {"check if CCGs stay", false}, {"explain the internal market", false}, {"help me understand procurement", false},
		{"who", true}, {"compare", true}, {"check \"\"", true}, {"topic zzzz", true}, {"", false},
	} {
		if _, got := desk().library.Load().command(tt.text); got != tt.command {
			t.Errorf("%q: command %v, want %v", tt.text, got, tt.command)
		}
	}
}

func TestFollowUps(t *testing.T) {
	for text, want := range map[string]followUp{
		"who said that?": askWho, "Says who?": askWho, "where is that from?": askWhere, "source?": askWhere, "when was this?": askWhen,
		"why?": askWhy, "but why?": askWhy, "more": askMore, "does anyone disagree?": askOthers, "what about Dickson?": askAbout, "and the CCGs?": askAbout,
		"the second one": askNumbered, "2": askNumbered, "number 3": askNumbered,
		"when could legislation start?": noFollowUp, "who wants the merger?": noFollowUp, "why does May want a review of targets?": noFollowUp,
		"and when could legislation start?": noFollowUp, "": noFollowUp, "what about the date when the new law could come into force?": noFollowUp,
	} {
		if got, _, _ := readFollowUp(text); got != want {
			t.Errorf("%q is follow-up %d, want %d", text, got, want)
		}
	}
}

func TestThreadsAreApart(t *testing.T) {
	d := NewDesk(corpus.Embedded())
	d.Say("a", "when could legislation start?")
	if r := d.Say("b", "who said that?"); len(r.Claims) > 0 {
		t.Errorf("thread b knows what was said in a: %v", r.Claims)
	}
	if r := d.Say("a", "who said that?"); len(r.Claims) != 1 || !strings.HasPrefix(r.Lead, "Ian Dodge") {
		t.Errorf("thread a has forgotten: %q", r.Lead)
	}
	if r := d.Say("", "who said that?"); len(r.Claims) > 0 {
		t.Error("without a thread something is remembered")
	}
}

// TestMemoryHoldsNoText keeps users' words out of what is remembered.
func TestMemoryHoldsNoText(t *testing.T) {
	d := NewDesk(corpus.Embedded())
	d.Say("a", "when could legislation start, asks Xanthippe?")
	for _, topic := range d.memory.Values() {
		for _, s := range append(append(topic.entries, topic.seen...), topic.next...) {
			if strings.Contains(s, "Xanthippe") {
				t.Errorf("remembered: %q", s)
			}
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	d := NewDesk(corpus.Embedded())
	for range 100 {
		d.Say("a", "when could legislation start?")
		d.Say("a", "what is the triple aim?")
	}
	topic, _ := d.memory.Get("a")
	if len(topic.seen) > maxSeen {
		t.Errorf("%d entries remembered", len(topic.seen))
	}
}

// TestCitations: what is answered or related is cited, whatever was said.
func TestCitations(t *testing.T) {
	thread := "citations"
	for _, text := range []string{"when could legislation start?", "why?", "more", "does anyone disagree?", "what about Hunt?", "2", "who Dickson", "compare merger",
		"topic targets", "source merger-2019", "cite start-april-2022", "what would the merger cost?", "check \"too big to challenge\"", "“recreating the huge NHS monopolies of old”"} {
		cited(t, text, desk().Say(thread, text))
	}
}

func cited(t *testing.T, text string, r Reply) {
	t.Helper()
	if (r.Status == answers.Answered || r.Status == answers.Related) && len(r.Claims) == 0 && len(r.Items) == 0 {
		t.Errorf("%q is %s without a citation", text, r.Status)
	}
	for _, c := range r.Claims {
		if c.Headline == "" || c.Where == "" || c.Link == "" || c.When == "" || c.Speaker == "" || r.Note != StandingNote {
			t.Errorf("%q: not fully cited: %+v", text, c)
		}
	}
	if r.Lead == "" && len(r.Claims) == 0 {
		t.Errorf("%q gets an empty reply", text)
	}
}

func FuzzSay(f *testing.F) {
	for _, s := range []string{"", "help", "who said that?", "compare merger", "check “a b c”", "\"\"", "“”", "1", "and", "what about ", "explain what", "\x00\xff", "cite \u202e", "/", "who "} {
		f.Add("when could legislation start?", s)
	}
	f.Fuzz(func(t *testing.T, first, then string) {
		d := desk()
		cited(t, first, d.Say("fuzz", first))
		cited(t, then, d.Say("fuzz", then))
	})
}
