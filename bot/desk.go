package bot

import (
	"sync/atomic"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"

	"nhslaw/answers"
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
	library atomic.Pointer[library]
	memory  *expirable.LRU[string, topicOfTalk]
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
	d := &Desk{memory: expirable.NewLRU[string, topicOfTalk](maxThreads, nil, maxAge)}
	d.Replace(c)
	return d
}

// Replace makes the desk answer from another corpus, all at once: a message
// gets its whole reply from the one or from the other.
func (d *Desk) Replace(c *corpus.Corpus) { d.library.Store(newLibrary(c)) }

// Index returns the index behind the desk.
func (d *Desk) Index() *answers.Index { return d.library.Load().index }

// Say replies to a message: a command, a follow-up, a quotation to check or a
// question. Any text at all gets a reply. The thread is where it was said (a
// thread, a direct message, a terminal session), by a name that the surface
// chooses; what was shown there last is what a follow-up follows on. With
// thread "" nothing is remembered.
func (d *Desk) Say(thread, text string) Reply {
	before, _ := d.memory.Get(thread)
	reply := d.library.Load().reply(text, before)
	if thread != "" && (len(reply.Claims) > 0 || len(reply.Next) > 0) {
		d.memory.Add(thread, before.after(reply))
	}
	return reply
}

// Knows reports whether something that was shown in a thread is remembered.
func (d *Desk) Knows(thread string) bool { return d.memory.Contains(thread) }

// Recall reminds the desk of the entries shown last in a thread that it does
// not know: a surface finds their ids in the message that is followed up, and
// any replica can then go on with a conversation that another began.
func (d *Desk) Recall(thread string, entries ...string) {
	if thread != "" && len(entries) > 0 && !d.Knows(thread) {
		d.memory.Add(thread, topicOfTalk{entries: entries, seen: entries})
	}
}

// Ask answers a question; any text at all gets a reply.
func (d *Desk) Ask(question string) Reply { return d.library.Load().Ask(question) }

// Check says whether a quotation stands in the sources, and if not quite, how it differs.
func (d *Desk) Check(text string) Reply { return d.library.Load().Check(text) }

// Has reports whether the corpus has an entry of that id.
func (d *Desk) Has(entry string) bool { return d.library.Load().corpus.Entry(entry) != nil }

// IsFollowUp reports whether a message means something only after another, as
// "who said that?" does.
func IsFollowUp(text string) bool {
	kind, _, _ := readFollowUp(text)
	return kind != noFollowUp
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
