package discordbot

import (
	"github.com/bwmarrin/discordgo"

	"nhslaw/bot"
)

// maxChoices and maxChoice are Discord's limits; one choice that is too long or
// empty has the whole list refused.
const (
	maxChoices = 25
	maxChoice  = 100
)

// complete suggests what the question being typed may become. What is chosen is
// what is asked: name and value are the same.
func (b *Bot) complete(i interaction) response {
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	for _, text := range b.clerk.Desk.Suggest(i.text(optQuestion), maxChoices) {
		if text = bot.Plain(text); text != "" && size(text) <= maxChoice {
			choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: text, Value: text})
		}
	}
	return response{discordgo.InteractionApplicationCommandAutocompleteResult, map[string]any{"choices": choices}}
}
