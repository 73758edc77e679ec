package surface

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"nhslaw/answers"
	"nhslaw/bot"
	"nhslaw/corpus"
)

var desk = sync.OnceValue(func() *bot.Desk { return bot.NewDesk(corpus.Embedded()) })

func clerk(out io.Writer) *Clerk {
	return NewClerk("slack", desk(), NewMeter(), slog.New(slog.NewJSONHandler(out, nil)))
}

func counts(m *Meter) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

func TestClerkCountsAndLogs(t *testing.T) {
	var log bytes.Buffer
	c := clerk(&log)
	if r := c.Say("t", "when could legislation start?"); r.Status != answers.Answered {
		t.Fatalf("got %v", r.Status)
	}
	c.Feedback("start-april-2022", true)
	c.Feedback("no-such-entry", false)
	c.Decline("own_message")
	for _, want := range []string{
		`nhslaw_questions_total{status="answered",surface="slack",topic="commencement"} 1`,
		`nhslaw_feedback_total{entry="start-april-2022",surface="slack",verdict="helpful"} 1`,
		`nhslaw_declined_total{reason="own_message",surface="slack"} 1`,
		`nhslaw_declined_total{reason="feedback_on_unknown_entry",surface="slack"} 1`,
		`nhslaw_answer_seconds_count{surface="slack"} 1`,
	} {
		if !strings.Contains(counts(c.Meter), want) {
			t.Errorf("the meter lacks %s", want)
		}
	}
	if strings.Contains(counts(c.Meter), "no-such-entry") {
		t.Error("a label holds what somebody sent")
	}
	if strings.Contains(log.String(), "legislation start") || !strings.Contains(log.String(), `"entry":"start-april-2022"`) {
		t.Errorf("logged: %s", &log)
	}
}

// TestLogIsNotFlooded declines more than anybody would read of.
func TestLogIsNotFlooded(t *testing.T) {
	var log bytes.Buffer
	c := clerk(&log)
	for range 10 * declineBurst {
		c.Decline("not_signed")
	}
	if n := strings.Count(log.String(), "\n"); n < declineBurst || n > 2*declineBurst {
		t.Errorf("%d lines", n)
	}
	if want := `nhslaw_declined_total{reason="not_signed",surface="slack"} 2000`; !strings.Contains(counts(c.Meter), want) {
		t.Errorf("the meter lacks %s", want)
	}
	c.declines.SetLimit(rate.Inf)
	c.Decline("not_signed")
	if !strings.Contains(log.String(), `"unlogged":`) {
		t.Error("nothing says that lines are missing")
	}
}

func TestQuestionsAreLoggedOnlyWhereTurnedOn(t *testing.T) {
	var log bytes.Buffer
	c := clerk(&log)
	c.LogQuestions = true
	c.Say("", "when could legislation start?")
	if !strings.Contains(log.String(), `"question":"when could legislation start?"`) {
		t.Errorf("logged: %s", &log)
	}
}

func TestPanicIsOnePoliteReply(t *testing.T) {
	var log bytes.Buffer
	c := clerk(&log)
	r := c.reply("secret words", func() bot.Reply { panic("secret words") })
	if r.Lead != Sorry.Lead {
		t.Errorf("got %q", r.Lead)
	}
	func() {
		defer c.Guard("sending")
		panic("secret words")
	}()
	if !strings.Contains(counts(c.Meter), `nhslaw_panics_total{surface="slack"} 2`) {
		t.Error("not counted")
	}
	if strings.Contains(log.String(), "secret words") || !strings.Contains(log.String(), `"doing":"sending"`) {
		t.Errorf("logged: %s", &log)
	}
}

func TestOnce(t *testing.T) {
	o := NewOnce(100, time.Hour)
	var firsts atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if o.First("Ev1") {
				firsts.Add(1)
			}
		})
	}
	wg.Wait()
	if firsts.Load() != 1 || !o.First("Ev2") {
		t.Errorf("%d firsts", firsts.Load())
	}
}

func TestWork(t *testing.T) {
	var log bytes.Buffer
	w := NewWork(clerk(&log), 2)
	release := make(chan struct{})
	for range 2 {
		if !w.TryStart("waiting", func(context.Context) { <-release }) {
			t.Fatal("there is no room")
		}
	}
	never := func(context.Context) { t.Error("it is begun") }
	if w.TryStart("one too many", never) {
		t.Error("there is room for three")
	}
	begun := make(chan struct{})
	go w.Start("what waits for room", func(context.Context) { close(begun) })
	close(release)
	<-begun
	var life context.Context
	w.Start("failing", func(ctx context.Context) { life = ctx; panic("secret words") })
	w.Idle()
	if !strings.Contains(log.String(), `"doing":"failing"`) || strings.Contains(log.String(), "secret words") {
		t.Errorf("logged: %s", &log)
	}
	w.Drain()
	if w.TryStart("after the end", never) || life.Err() == nil {
		t.Error("it goes on after the end")
	}
	w.Start("after the end", never)
}
