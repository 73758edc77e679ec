package discordbot

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"nhslaw/bot"
)

// A message is what the bot needs of one. Its components are read by hand:
// people use bots with kinds of components that no library knows yet.
type message struct {
	ID        string                `json:"id"`
	ChannelID string                `json:"channel_id"`
	GuildID   string                `json:"guild_id"`
	WebhookID string                `json:"webhook_id"`
	Type      discordgo.MessageType `json:"type"`
	Content   string                `json:"content"`
	Author    user                  `json:"author"`
	Mentions  []user                `json:"mentions"`
	Embeds    []struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		Fields      []struct {
			Value string `json:"value"`
		} `json:"fields"`
	} `json:"embeds"`
	Components json.RawMessage `json:"components"`
	Referenced *message        `json:"referenced_message"`
	Forwarded  []struct {
		Message *message `json:"message"`
	} `json:"message_snapshots"`
}

// text returns what a message says, wherever it says it.
func (m message) text() string {
	parts := []string{m.Content}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
		for _, f := range e.Fields {
			parts = append(parts, f.Value)
		}
	}
	for _, c := range m.components() {
		if text, ok := c["content"].(string); ok {
			parts = append(parts, text)
		}
	}
	for _, f := range m.Forwarded {
		if f.Message != nil {
			parts = append(parts, f.Message.text())
		}
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.TrimSpace(mentions().ReplaceAllString(strings.Join(parts, "\n"), " "))
}

// mentions are users, channels, roles, emoji, times and commands as Discord
// writes them in a text: nothing that a question can be about.
var mentions = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^<>]+:\d+|id:\w+)>`)
})

// customIDs returns those of a message's components, in order.
func (m message) customIDs() []string {
	var ids []string
	for _, c := range m.components() {
		if id, ok := c["custom_id"].(string); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// components returns all components of a message, those within others too.
func (m message) components() []map[string]any {
	var top any
	if json.Unmarshal(m.Components, &top) != nil {
		return nil
	}
	var all []map[string]any
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		case map[string]any:
			if _, ok := v["type"]; ok {
				all = append(all, v)
			}
			for _, key := range []string{"components", "component", "accessory"} {
				walk(v[key])
			}
		}
	}
	walk(top)
	return all
}

// answerable are the types of message that somebody wrote.
var answerable = []discordgo.MessageType{discordgo.MessageTypeDefault, discordgo.MessageTypeReply}

// messageCame answers a message to the bot: a direct one, or one that mentions
// it, as replies to its messages do. Others were not for it, and it says nothing.
func (b *Bot) messageCame(ctx context.Context, m message) {
	self := b.self()
	direct := m.GuildID == ""
	if m.Author.ID == self && self != "" {
		b.talks.shown(m)
		return
	}
	if !direct && !slices.ContainsFunc(m.Mentions, func(u user) bool { return u.ID == self }) {
		return
	}
	switch {
	case m.Author.Bot || m.WebhookID != "":
		b.clerk.Decline("from_a_bot")
		return
	case !slices.Contains(answerable, m.Type):
		b.clerk.Decline("system_message")
		return
	case !b.once.First("message:" + m.ID):
		b.clerk.Decline("twin")
		return
	}
	began := b.now()
	ok, told := b.visitors.admit(m.Author.ID, m.ChannelID, b.now())
	if !ok {
		b.clerk.Decline("cooldown")
		if !told { // in a channel nothing is private, so once is enough
			b.send(ctx, m, render("", slower))
		}
		return
	}
	text := m.text()
	thread := b.threadOf(ctx, m, text)
	if sent, ok := b.send(ctx, m, render("", b.clerk.Say(thread, text))); ok {
		b.talks.head(sent.ID, thread)
		b.talks.shown(sent)
		b.clerk.Meter.Ack(b.clerk.Surface, b.now().Sub(began))
	}
}

// threadOf returns the thread that a message goes on with, as its reader sees
// it: that of the bot's message to which it replies; else, if it is a
// follow-up, that of the bot's last message in the channel; else a new one.
func (b *Bot) threadOf(ctx context.Context, m message, text string) string {
	var before message
	switch {
	case m.Referenced != nil && m.Referenced.Author.ID == b.self():
		before = *m.Referenced
	case bot.IsFollowUp(text):
		before = b.lastIn(ctx, m.ChannelID)
	}
	if before.ID != "" {
		if thread, ok := b.talks.continued(before.ID); ok {
			return thread
		}
	}
	thread := b.clerk.Surface + ":" + m.ChannelID + ":" + m.ID
	b.clerk.Desk.Recall(thread, slices.DeleteFunc(entriesOf(before), func(e string) bool { return !b.clerk.Desk.Has(e) })...)
	return thread
}

// lastIn returns the bot's last message in a channel: remembered, or else, as
// after a restart, looked up among the latest there.
func (b *Bot) lastIn(ctx context.Context, channel string) message {
	if m, ok := b.talks.last.Get(channel); ok {
		return m
	}
	var latest []message // the latest first
	if err := b.rest.do(ctx, call{method: http.MethodGet, path: "channels/" + channel + "/messages?limit=" + lookBack, route: "history " + channel}, &latest); err != nil {
		b.clerk.Log.Info("the channel's last messages can't be read", "error", err)
	}
	for _, m := range latest {
		if m.Author.ID == b.self() && len(entriesOf(m)) > 0 {
			return m
		}
	}
	return message{}
}

// lookBack is how many messages back a follow-up can mean.
const lookBack = "20"

// send replies to a message: in a channel as a reply to it, in a direct
// conversation in place. It reports whether that came about.
func (b *Bot) send(ctx context.Context, to message, p post) (sent message, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, replyWithin)
	defer cancel()
	p.Nonce, p.EnforceNonce = to.ID, true
	if to.GuildID != "" {
		never := false
		p.Reference = &discordgo.MessageReference{MessageID: to.ID, FailIfNotExists: &never}
	}
	c := call{method: http.MethodPost, path: "channels/" + to.ChannelID + "/messages", route: "messages " + to.ChannelID}
	for {
		c.body = p
		err := b.rest.do(ctx, c, &sent)
		switch {
		case err == nil:
			return sent, true
		case refusedWith(err, discordgo.ErrCodeCannotReplyWithoutPermissionToReadMessageHistory) && p.Reference != nil:
			p.Reference = nil
		case refusedWith(err, discordgo.ErrCodeMissingPermissions) && p.Embeds != nil:
			p = post{Content: noEmbeds, AllowedMentions: nobody, Reference: p.Reference, Nonce: p.Nonce, EnforceNonce: true}
		default:
			b.clerk.Log.Warn("a reply could not be sent", "error", err)
			return sent, false
		}
	}
}

const (
	// noEmbeds is what is said where the answer can't be shown.
	noEmbeds = "I may not show my answer in this channel: a server admin has to give me the permission “Embed Links” here. Until then /nhslaw works."
	// replyWithin is how long somebody waits for a reply to a message.
	replyWithin = 30 * time.Second
)
