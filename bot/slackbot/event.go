package slackbot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"nhslaw/answers"
	"nhslaw/bot"
)

// A delivery is what is needed of what the Events API delivers.
type delivery struct {
	Type           string `json:"type"` // event_callback, url_verification, app_rate_limited
	Challenge      string `json:"challenge"`
	TeamID         string `json:"team_id"`
	EnterpriseID   string `json:"enterprise_id"`
	EventID        string `json:"event_id"`
	Authorizations []struct {
		TeamID       string `json:"team_id"`
		EnterpriseID string `json:"enterprise_id"`
	} `json:"authorizations"`
	Event json.RawMessage `json:"event"`
}

// from returns the ids of workspaces that a delivery may be for. In a channel
// that two companies share, that of the authorization is the app's.
func (d delivery) from() []string {
	var ids []string
	for _, a := range d.Authorizations {
		ids = append(ids, a.TeamID, a.EnterpriseID)
	}
	return append(ids, d.TeamID, d.EnterpriseID)
}

// An event is what is needed of a message or a mention.
type event struct {
	Subtype     string          `json:"subtype"`
	Hidden      bool            `json:"hidden"`
	Edited      json.RawMessage `json:"edited"`
	Channel     string          `json:"channel"`
	ChannelType string          `json:"channel_type"` // im, mpim, channel, group; of a mention ""
	User        string          `json:"user"`
	BotID       string          `json:"bot_id"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	mention     bool            // it came as a mention
}

func readDelivery(payload []byte) (delivery, error) {
	var d delivery
	if err := json.Unmarshal(payload, &d); err != nil {
		return d, fmt.Errorf("reading an event: %w", err)
	}
	return d, nil
}

// deliver handles an event in the background. errBusy asks Slack to deliver it
// again later; any other error says that it can't be read.
func (b *Bot) deliver(d delivery) error {
	switch d.Type {
	case "event_callback":
	case "app_rate_limited":
		b.clerk.Meter.RateLimited(b.clerk.Surface)
		b.clerk.Log.Warn("Slack delivers too many events a minute, and holds some back")
		return nil
	default:
		b.clerk.Decline("unknown_event")
		return nil
	}
	var e struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(d.Event, &e); err != nil {
		return fmt.Errorf("reading an event: %w", err)
	}
	handle := b.handler(e.Type)
	if handle == nil {
		b.clerk.Decline("unknown_event")
		return nil
	}
	return b.start("handling an event", func(ctx context.Context) {
		if d.EventID != "" && !b.once.First("event:"+d.EventID) {
			b.clerk.Decline("duplicate")
			return
		}
		if w := b.workspaceOf(ctx, "handling an event", d.from()...); w != nil {
			handle(ctx, w, d.Event)
		}
	})
}

// handler returns what handles an event of a type, or nil.
func (b *Bot) handler(eventType string) func(context.Context, *workspace, json.RawMessage) {
	switch eventType {
	case "message", "app_mention":
		return func(ctx context.Context, w *workspace, raw json.RawMessage) {
			e := event{}
			if json.Unmarshal(raw, &e) != nil {
				b.clerk.Decline("malformed")
				return
			}
			e.mention = eventType == "app_mention"
			b.message(ctx, w, e)
		}
	case "app_home_opened":
		return b.homeOpened
	case "assistant_thread_started":
		return b.agentOpened
	case "assistant_thread_context_changed":
		return func(context.Context, *workspace, json.RawMessage) {} // the answer is the same wherever the reader looks
	case "tokens_revoked":
		return b.tokensRevoked
	case "app_uninstalled":
		return func(_ context.Context, w *workspace, _ json.RawMessage) { b.revoke(w, "app_uninstalled") }
	}
	return nil
}

func (b *Bot) tokensRevoked(_ context.Context, w *workspace, raw json.RawMessage) {
	var e struct {
		Tokens struct {
			Bot []string `json:"bot"`
		} `json:"tokens"`
	}
	if json.Unmarshal(raw, &e) == nil && len(e.Tokens.Bot) > 0 {
		b.revoke(w, "token_revoked")
	}
}

// message replies to a message that is for the bot.
func (b *Bot) message(ctx context.Context, w *workspace, e event) {
	self := w.self.Load()
	if reason := e.notFromAPerson(self); reason != "" {
		b.clerk.Decline(reason)
		return
	}
	p := place{w: w, channel: e.Channel, thread: e.ThreadTS, user: e.User}
	direct := e.ChannelType == "im" || strings.HasPrefix(e.Channel, "D")
	addressed := direct || e.mention || mentions(e.Text, self.user)
	text := read(e.Text, self.user)
	if !addressed {
		if reason := b.notFollowing(ctx, p, e, text); reason != "" {
			b.clerk.Decline(reason)
			return
		}
	}
	if !direct && p.thread == "" {
		p.thread = e.TS // in a channel a reply opens a thread
	}
	// A mention comes as app_mention and, where the app is subscribed to
	// messages in channels, as message too.
	if !b.once.First("message:" + w.team + ":" + e.Channel + ":" + e.TS) {
		b.clerk.Decline("duplicate")
		return
	}
	if text == "" {
		text = help
	}
	b.recall(ctx, p, text)
	b.post(ctx, p, render(b.clerk.Say(p.key(), text), scene{}))
}

// notFromAPerson says why a message is none that somebody has just written, or "".
func (e event) notFromAPerson(self *identity) string {
	switch {
	case e.User == self.user:
		return "own_message"
	case e.BotID != "" || e.Subtype == "bot_message":
		return "bot_message"
	case e.User == "" || e.Channel == "" || e.TS == "" || e.Hidden:
		return "not_a_message"
	case len(e.Edited) > 0 && string(e.Edited) != "null":
		return "edited"
	}
	switch e.Subtype {
	case "", "file_share", "thread_broadcast":
		return ""
	}
	return "not_a_message" // edits, deletions, joins, topics…
}

// notFollowing says why a message in a channel that doesn't mention the bot
// isn't for it, or "". In a thread that the bot has answered in, what follows
// on is, and any question that the sources answer; people also talk to each
// other there.
func (b *Bot) notFollowing(ctx context.Context, p place, e event, text string) string {
	switch {
	case !b.cfg.FollowThreads || p.thread == "":
		return "not_addressed"
	case strings.Contains(e.Text, "<@"):
		return "addressed_to_another"
	}
	followsOn := bot.IsFollowUp(text)
	if followsOn {
		b.recall(ctx, p, text)
	}
	switch {
	case !b.clerk.Desk.Knows(p.key()):
		return "not_our_thread"
	case !followsOn && b.clerk.Desk.Say("", text).Status != answers.Answered:
		return "not_addressed"
	}
	return ""
}

// maxHistory is how many messages are looked through for what was shown last.
const maxHistory = 100

// recall reminds the desk of what stands in a conversation that it doesn't
// know: it was restarted, or another replica began it. Without the scope to
// read it the conversation goes on without.
func (b *Bot) recall(ctx context.Context, p place, text string) {
	readable := strings.HasPrefix(p.channel, "D") || b.cfg.FollowThreads
	if !readable || b.clerk.Desk.Knows(p.key()) || !bot.IsFollowUp(text) {
		return
	}
	var messages []slack.Message // newest first
	err := b.try(ctx, p.w, again, func(ctx context.Context) error {
		if p.thread != "" {
			thread, _, _, err := p.w.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: p.channel, Timestamp: p.thread, Limit: maxHistory})
			for _, m := range thread {
				messages = append([]slack.Message{m}, messages...)
			}
			return err
		}
		history, err := p.w.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: p.channel, Limit: maxHistory})
		if err == nil {
			messages = history.Messages
		}
		return err
	})
	if err != nil {
		b.failed("reading what was said before", err)
		return
	}
	self := p.w.self.Load()
	for _, m := range messages {
		if m.User != self.user && (m.BotID == "" || m.BotID != self.bot) {
			continue
		}
		var ids []string
		for _, block := range m.Blocks.BlockSet {
			ids = append(ids, block.ID())
		}
		if entries := entriesOf(ids); len(entries) > 0 {
			b.clerk.Desk.Recall(p.key(), entries...)
			return
		}
	}
}
