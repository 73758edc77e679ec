package slackbot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/slack-go/slack"

	"nhslaw/bot"
)

// Shortcuts are on any message, by their callback_id.
const (
	shortcutCheck = "check_quotation"
	shortcutAsk   = "ask_sources"
)

// An interaction is what is needed of a press of a button or a shortcut.
type interaction struct {
	Type        string `json:"type"` // block_actions, message_action
	CallbackID  string `json:"callback_id"`
	TriggerID   string `json:"trigger_id"`
	ResponseURL string `json:"response_url"`
	Team        ref    `json:"team"`
	Enterprise  ref    `json:"enterprise"`
	User        ref    `json:"user"`
	Channel     ref    `json:"channel"`
	Container   struct {
		Type      string `json:"type"` // message, view
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
	} `json:"container"`
	Message struct {
		Text     string `json:"text"`
		ThreadTS string `json:"thread_ts"`
	} `json:"message"`
	Actions []pressed `json:"actions"`
}

type ref struct {
	ID     string `json:"id"`
	TeamID string `json:"team_id"`
}

type pressed struct {
	ActionID string `json:"action_id"`
	Value    string `json:"value"`
	ActionTS string `json:"action_ts"`
}

// formInteraction reads an interaction as it comes over HTTP.
func formInteraction(body []byte) (interaction, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return interaction{}, fmt.Errorf("reading an interaction: %w", err)
	}
	return socketInteraction([]byte(form.Get("payload")))
}

// socketInteraction reads an interaction as it comes over Socket Mode.
func socketInteraction(payload []byte) (interaction, error) {
	var i interaction
	err := json.Unmarshal(payload, &i)
	if err == nil && i.Type == "" {
		err = errors.New("no type in it")
	}
	if err != nil {
		return i, fmt.Errorf("reading an interaction: %w", err)
	}
	return i, nil
}

// interact handles an interaction in the background, or returns errBusy.
func (b *Bot) interact(i interaction) error {
	return b.start("handling an interaction", func(ctx context.Context) {
		switch i.Type {
		case "block_actions":
			for _, a := range i.Actions {
				b.press(ctx, i, a)
			}
		case "message_action":
			b.shortcut(ctx, i)
		default:
			b.clerk.Decline("unknown_interaction")
		}
	})
}

// thread returns the thread that an interaction happened in, or "".
func (i interaction) thread() string {
	if i.Container.ThreadTS != "" {
		return i.Container.ThreadTS
	}
	return i.Message.ThreadTS
}

// privately replies to the one who acted, alone.
func (b *Bot) privately(ctx context.Context, i interaction, m message) bool {
	if i.ResponseURL == "" {
		b.clerk.Decline("no_response_url")
		return false
	}
	reply := m.webhook()
	reply.ThreadTimestamp = i.thread()
	return b.respond(ctx, i.ResponseURL, reply)
}

// press does what a button is for.
func (b *Bot) press(ctx context.Context, i interaction, a pressed) {
	if i.TriggerID != "" && !b.once.First("press:"+i.TriggerID+":"+a.ActionTS+":"+a.ActionID) {
		b.clerk.Decline("duplicate")
		return
	}
	act, _, _ := strings.Cut(a.ActionID, ".")
	a.Value = read(a.Value, "")
	switch {
	case a.Value == "":
		b.clerk.Decline("unknown_action")
	case act == actAsk:
		b.ask(ctx, i, a.Value)
	case act == actShare, act == actShareCheck:
		b.share(ctx, i, a.Value, act == actShareCheck)
	case act == actHelpful, act == actNotHelpful:
		b.clerk.Feedback(a.Value, act == actHelpful)
		b.privately(ctx, i, message{Text: "Thank you, noted."})
	default:
		b.clerk.Decline("unknown_action")
	}
}

// ask answers the question of a button: in a direct message there, from the
// App Home in a direct message too, elsewhere for the one who pressed it alone.
func (b *Bot) ask(ctx context.Context, i interaction, question string) {
	home := i.Container.Type == "view"
	if !home && !strings.HasPrefix(i.Channel.ID, "D") {
		b.privately(ctx, i, render(b.clerk.Say("", question), scene{asked: question, private: true}))
		return
	}
	w := b.workspaceOf(ctx, "answering a button", i.Team.ID, i.User.TeamID, i.Enterprise.ID)
	if w == nil {
		return
	}
	if !home {
		p := place{w: w, channel: i.Channel.ID, thread: i.thread(), user: i.User.ID}
		b.post(ctx, p, render(b.clerk.Say(p.key(), question), scene{asked: question}))
		return
	}
	reply := b.clerk.Say("", question)
	if channel, ok := b.post(ctx, place{w: w, channel: i.User.ID}, render(reply, scene{asked: question})); ok {
		// Only now is it known which conversation that is.
		b.clerk.Desk.Recall(place{w: w, channel: channel}.key(), shown(reply)...)
	}
}

// shown returns the entries that a reply shows.
func shown(r bot.Reply) []string {
	var entries []string
	for _, c := range r.Claims {
		entries = append(entries, c.Entry)
	}
	return entries
}

// share posts a private reply for all to see, asked anew: the same question
// has the same answer. Slack can't turn a private message into a public one,
// so a new one is posted first and then the private one replaced.
func (b *Bot) share(ctx context.Context, i interaction, question string, check bool) {
	// Who presses twice sees one post. Only a hash is kept of what was asked.
	key := sha256.Sum256([]byte(i.Channel.ID + ":" + i.Container.MessageTS + ":" + question))
	if !b.once.First("share:" + string(key[:])) {
		b.clerk.Decline("duplicate")
		return
	}
	say := b.clerk.Desk.Say
	if check {
		say = func(_, text string) bot.Reply { return b.clerk.Desk.Check(text) }
	}
	post := render(say("", question), scene{asked: question, check: check, sharer: i.User.ID}).webhook()
	post.ResponseType, post.ThreadTimestamp = slack.ResponseTypeInChannel, i.thread()
	if !b.respond(ctx, i.ResponseURL, post) {
		b.privately(ctx, i, message{Text: "That couldn't be shared just now. Please ask again, and share the new reply."})
		return
	}
	done := message{Text: "Shared with the channel."}.webhook()
	done.ReplaceOriginal = true
	b.respond(ctx, i.ResponseURL, done)
}

// shortcut replies to a shortcut on a message, privately.
func (b *Bot) shortcut(ctx context.Context, i interaction) {
	if i.TriggerID != "" && !b.once.First("shortcut:"+i.TriggerID+":"+i.CallbackID) {
		b.clerk.Decline("duplicate")
		return
	}
	text := read(i.Message.Text, "")
	switch i.CallbackID {
	case shortcutCheck:
		b.privately(ctx, i, render(b.clerk.Check(text), scene{asked: text, private: true, check: true}))
	case shortcutAsk:
		b.privately(ctx, i, render(b.clerk.Say("", text), scene{asked: text, private: true}))
	default:
		b.clerk.Decline("unknown_shortcut")
	}
}
