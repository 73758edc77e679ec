package bot

import (
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/corpus"
)

const (
	// maxThreads and maxAge bound what is remembered: enough for every thread
	// that people still have on their screens.
	maxThreads = 10_000
	maxAge     = 24 * time.Hour
)

// A Desk answers messages from one corpus. It is safe for concurrent use.
type Desk struct {
	corpus *corpus.Corpus
	index  *answers.Index
	quotes *quotes.Checker
	names  names
	memory *expirable.LRU[string, topicOfTalk]
}

// A topicOfTalk is what a thread was last about. It holds entry ids and
// questions of the corpus, and nothing that a user wrote.
type topicOfTalk struct {
	entries []string // those shown last, in order
	seen    []string // all those shown in the thread so far
	next    []string // the questions offered last
}

// NewDesk builds what is needed to answer from a corpus.
func NewDesk(c *corpus.Corpus) *Desk {
	return &Desk{c, answers.New(c), quotes.New(c), newNames(c), expirable.NewLRU[string, topicOfTalk](maxThreads, nil, maxAge)}
}

// Index returns the index behind the desk.
func (d *Desk) Index() *answers.Index { return d.index }

// Say replies to a message: a command, a follow-up, a quotation to check or a
// question. Any text at all gets a reply. The thread is where it was said (a
// thread, a direct message, a terminal session), by a name that the surface
// chooses; what was shown there last is what a follow-up follows on. With
// thread "" nothing is remembered.
func (d *Desk) Say(thread, text string) Reply {
	before, _ := d.memory.Get(thread)
	reply := d.reply(text, before)
	if thread != "" && (len(reply.Claims) > 0 || len(reply.Next) > 0) {
		d.memory.Add(thread, before.after(reply))
	}
	return reply
}

// after returns what a thread is about once a reply was given in it.
func (t topicOfTalk) after(r Reply) topicOfTalk {
	now := topicOfTalk{entries: t.entries, seen: t.seen, next: r.Next}
	if len(r.Claims) > 0 {
		now.entries = nil
		for _, c := range r.Claims {
			now.entries = append(now.entries, c.Entry)
		}
		now.seen = append(now.entries[:len(now.entries):len(now.entries)], t.seen...)
		now.seen = now.seen[:min(len(now.seen), maxSeen)]
	}
	return now
}

// maxSeen bounds what one thread remembers of what it has shown.
const maxSeen = 64

func (d *Desk) reply(text string, before topicOfTalk) Reply {
	if r, ok := d.command(text); ok {
		return r
	}
	if r, ok := d.followUp(text, before); ok {
		return r
	}
	if q, ok := wholeQuotation(text); ok {
		return d.Check(q)
	}
	return d.Ask(text)
}

// Ask answers a question; any text at all gets a reply.
func (d *Desk) Ask(question string) Reply { return answerReply(d.index.Ask(question)) }

// claims cites entries.
func (d *Desk) claims(entries []*corpus.Entry) []Claim {
	out := make([]Claim, len(entries))
	for i, e := range entries {
		out[i] = NewClaim(answers.Cite(d.corpus, e))
	}
	return out
}

// cited is a reply that shows entries.
func (d *Desk) cited(lead string, entries ...*corpus.Entry) Reply {
	if len(entries) == 0 { // without a citation there is no answer
		return Reply{Status: answers.Unknown, Lead: lead}
	}
	r := Reply{Status: answers.Answered, Lead: lead, Claims: d.claims(entries), Note: StandingNote}
	r.Next = nextOf(d.entries(func(e *corpus.Entry) bool {
		return e.Topic == entries[0].Topic && !slices.Contains(entries, e)
	}))
	return r
}

// nextOf returns the questions of the first entries.
func nextOf(entries []*corpus.Entry) []string {
	var next []string
	for _, e := range entries[:min(maxNext, len(entries))] {
		next = append(next, answers.Question(e))
	}
	return next
}

// maxNext is how many questions a reply offers to go on with.
const maxNext = 3

// wholeQuotation reports whether a message is nothing but a quotation in quote marks.
func wholeQuotation(text string) (string, bool) {
	text = strings.TrimSpace(text)
	for _, marks := range []string{"“”", "\"\"", "‘’", "„“", "«»"} {
		open, shut := string([]rune(marks)[0]), string([]rune(marks)[1])
		inner, ok := strings.CutPrefix(text, open)
		if !ok {
			continue
		}
		// One quotation, not a question that begins and ends with one.
		if inner, ok = strings.CutSuffix(inner, shut); ok && !strings.Contains(inner, shut) && len(corpus.Words(inner)) >= minQuoted {
			return inner, true
		}
	}
	return "", false
}

// minQuoted is the fewest words that can be told from any others.
const minQuoted = 3
