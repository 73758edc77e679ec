package discordbot

import (
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

// talks remembers which of the bot's messages were its last, so that what
// people say next goes on from there. It holds ids and the bot's own messages,
// and nothing that anybody wrote; what it forgets is read from the message
// that is followed up.
type talks struct {
	last  *expirable.LRU[string, message] // by channel: the bot's last message
	heads *expirable.LRU[string, string]  // by the id of the last message of a thread: the thread
}

const (
	maxTalks = 10_000
	talksFor = 24 * time.Hour
)

func newTalks() *talks {
	return &talks{
		last:  expirable.NewLRU[string, message](maxTalks, nil, talksFor),
		heads: expirable.NewLRU[string, string](maxTalks, nil, talksFor),
	}
}

// shown notes a message of the bot's.
func (t *talks) shown(m message) {
	if entriesOf(m) != nil {
		t.last.Add(m.ChannelID, message{ID: m.ID, ChannelID: m.ChannelID, Author: m.Author, Components: m.Components})
	}
}

// head notes the message that a thread ends with.
func (t *talks) head(id, thread string) {
	if id != "" {
		t.heads.Add(id, thread)
	}
}

// continued returns the thread that ends with a message. It ends there no
// longer: a second reply to that message is the start of another.
func (t *talks) continued(id string) (thread string, ok bool) {
	thread, ok = t.heads.Get(id)
	t.heads.Remove(id)
	return thread, ok
}
