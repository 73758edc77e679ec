package discordbot

import (
	"encoding/json"

	"github.com/bwmarrin/discordgo"

	"nhslaw/answers"
	"nhslaw/bot"
	"nhslaw/bot/surface"
)

// An interaction is somebody using a command or pressing a component: what of
// it the bot needs, so that nothing else in it can be wrong.
type interaction struct {
	ID        string                    `json:"id"`
	Type      discordgo.InteractionType `json:"type"`
	Token     string                    `json:"token"`
	GuildID   string                    `json:"guild_id"`
	ChannelID string                    `json:"channel_id"`
	Context   *int                      `json:"context"`
	Member    struct {
		User user `json:"user"`
	} `json:"member"` // in a guild
	User user `json:"user"` // elsewhere
	Data struct {
		Name     string                           `json:"name"`
		Type     discordgo.ApplicationCommandType `json:"type"`
		Options  []option                         `json:"options"`
		TargetID string                           `json:"target_id"`
		Resolved struct {
			Messages map[string]message `json:"messages"`
		} `json:"resolved"`
		CustomID string   `json:"custom_id"`
		Values   []string `json:"values"`
	} `json:"data"`
}

type user struct {
	ID  string `json:"id"`
	Bot bool   `json:"bot"`
}

type option struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused"`
}

// text returns an option that is a string, or "".
func (i interaction) text(name string) (text string) {
	for _, o := range i.Data.Options {
		if o.Name == name {
			_ = json.Unmarshal(o.Value, &text) // what is no string is no text
		}
	}
	return text
}

// flag returns an option that is true or false; unset if it wasn't given.
func (i interaction) flag(name string, unset bool) bool {
	for _, o := range i.Data.Options {
		if o.Name == name && json.Unmarshal(o.Value, &unset) == nil {
			break
		}
	}
	return unset
}

func (i interaction) userID() string {
	if i.Member.User.ID != "" {
		return i.Member.User.ID
	}
	return i.User.ID
}

// withBot reports whether it happened in a direct message to the bot, where
// everything is private anyway.
func (i interaction) withBot() bool {
	if i.Context != nil {
		return *i.Context == int(discordgo.InteractionContextBotDM)
	}
	return i.GuildID == ""
}

// privately makes a post that only the person sees who used the interaction.
func (i interaction) privately(p post) post {
	if !i.withBot() {
		p.Flags |= discordgo.MessageFlagsEphemeral
	}
	return p
}

// A response is the first and only response to an interaction: the reply itself.
type response struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"` // a post or choices
}

func reply(p post) response {
	return response{discordgo.InteractionResponseChannelMessageWithSource, p}
}

// respond responds to an interaction, whichever way it came in.
func (b *Bot) respond(i interaction) (r response) {
	r = reply(i.privately(render("", surface.Sorry))) // if the next lines fail
	defer b.clerk.Guard("responding to an interaction")
	switch i.Type {
	case discordgo.InteractionPing:
		return response{Type: discordgo.InteractionResponsePong}
	case discordgo.InteractionApplicationCommandAutocomplete:
		return b.complete(i)
	case discordgo.InteractionApplicationCommand, discordgo.InteractionMessageComponent:
		if ok, _ := b.visitors.admit(i.userID(), i.ChannelID, b.now()); !ok {
			b.clerk.Decline("cooldown")
			return reply(i.privately(render("", slower)))
		}
		if i.Type == discordgo.InteractionMessageComponent {
			return reply(b.pressed(i))
		}
		return reply(b.command(i))
	}
	b.clerk.Decline("unknown_interaction")
	return reply(i.privately(render("", unknown)))
}

var (
	unknown = bot.Reply{Status: answers.Unknown, Lead: "I don't know this command. Type /nhslaw and a question."}
	slower  = bot.Reply{Status: answers.Unknown, Lead: "That was a lot at once. Please give me a few seconds, then ask again."}
)

// maxSeen and seenFor tell twins of interactions and messages: a resumed
// session can deliver one again, and a signed request can be replayed for as
// long as its signature holds.
const (
	maxSeen = 100_000
	seenFor = 2 * surface.SignatureAge
)
