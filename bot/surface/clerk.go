package surface

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"nhslaw/answers"
	"nhslaw/bot"
)

// A Clerk speaks for the desk on one surface. It is safe for concurrent use.
type Clerk struct {
	Surface string // "slack", "discord"
	Desk    *bot.Desk
	Meter   *Meter
	Log     *slog.Logger // has the surface's name
	// LogQuestions has every question logged. People's words are private:
	// only the operator's explicit setting turns it on.
	LogQuestions bool

	declines *rate.Limiter // of lines in the log
	unlogged atomic.Int64  // decisions since the last of those lines
}

// Anybody on the internet can send what isn't answered, and as much as they
// like. The meter counts all of it; the log takes the first declineBurst at
// once and declineRate a second after that, so that it fills no disk and
// what matters in it can be found.
const (
	declineBurst = 200
	declineRate  = 10
)

// NewClerk returns a clerk for the surface of that name.
func NewClerk(name string, desk *bot.Desk, meter *Meter, log *slog.Logger) *Clerk {
	return &Clerk{
		Surface: name, Desk: desk, Meter: meter, Log: log.With("surface", name),
		declines: rate.NewLimiter(declineRate, declineBurst),
	}
}

// Say replies to a message in a thread, as [bot.Desk.Say] does.
func (c *Clerk) Say(thread, text string) bot.Reply {
	return c.reply(text, func() bot.Reply { return c.Desk.Say(thread, text) })
}

// Check checks a quotation, as [bot.Desk.Check] does.
func (c *Clerk) Check(text string) bot.Reply {
	return c.reply(text, func() bot.Reply { return c.Desk.Check(text) })
}

// Sorry is what somebody gets whose message made the program fail.
var Sorry = bot.Reply{
	Status: answers.Unknown,
	Lead:   "Something went wrong here, and it has been noted. Please ask again, perhaps in other words.",
}

// reply counts and logs a reply. A panic becomes a polite one.
func (c *Clerk) reply(text string, make func() bot.Reply) (r bot.Reply) {
	began := time.Now()
	defer func() {
		if c.caught(recover(), "answering") {
			r = Sorry
		}
		took := time.Since(began)
		topic, entry := "", ""
		if len(r.Claims) > 0 {
			topic, entry = r.Claims[0].Topic, r.Claims[0].Entry
		}
		c.Meter.Question(c.Surface, r.Status, topic, took)
		attrs := []any{"status", r.Status, "topic", topic, "entry", entry, "took_us", took.Microseconds()}
		if c.LogQuestions {
			attrs = append(attrs, "question", text)
		}
		c.Log.Info("answered", attrs...)
	}()
	return make()
}

// Decline counts and logs a decision not to answer. The reason is one of few,
// in snake_case ("own_message"); attrs never hold what anybody wrote or who.
func (c *Clerk) Decline(reason string, attrs ...any) {
	c.Meter.Declined(c.Surface, reason)
	if !c.declines.Allow() {
		c.unlogged.Add(1)
		return
	}
	attrs = append([]any{"reason", reason}, attrs...)
	if n := c.unlogged.Swap(0); n > 0 {
		attrs = append(attrs, "unlogged", n) // others like it, before
	}
	c.Log.Info("not answered", attrs...)
}

// Feedback counts and logs what a reader thought of an entry, never who. An
// entry that the corpus doesn't have is nobody's to judge, and is declined.
func (c *Clerk) Feedback(entry string, helpful bool) {
	if !c.Desk.Has(entry) {
		c.Decline("feedback_on_unknown_entry")
		return
	}
	c.Meter.Feedback(c.Surface, entry, helpful)
	c.Log.Info("feedback", "entry", entry, "helpful", helpful)
}

// Guard, deferred, keeps a panic in one request from ending the process.
func (c *Clerk) Guard(doing string) { c.caught(recover(), doing) }

// caught logs a panic; what it holds may be a user's, so only where it was and
// of what type is told.
func (c *Clerk) caught(panicked any, doing string) bool {
	if panicked == nil {
		return false
	}
	c.Meter.Panic(c.Surface)
	c.Log.Error("panic", "doing", doing, "type", fmt.Sprintf("%T", panicked), "stack", string(debug.Stack()))
	return true
}
