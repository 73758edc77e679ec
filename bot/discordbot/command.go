package discordbot

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"nhslaw/answers"
	"nhslaw/bot"
)

// The names of the commands and their options.
const (
	cmdAsk   = "nhslaw"
	cmdCheck = "Check this quotation"
	cmdSay   = "What do the sources say?"

	optQuestion = "question"
	optPrivate  = "private"
)

// maxQuestion is longer than any question that has an answer.
const maxQuestion = 1000

// Commands are what is registered with Discord: usable in servers, in direct
// messages with the bot and, by those who added it to their account, anywhere.
func Commands() []*discordgo.ApplicationCommand {
	contexts := &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel}
	installs := &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall}
	commands := []*discordgo.ApplicationCommand{
		{
			Type: discordgo.ChatApplicationCommand, Name: cmdAsk,
			Description: "Ask about NHS law reform, 2017 to 2019: the answer, the quotation, the source",
			Options: []*discordgo.ApplicationCommandOption{
				{
					Type: discordgo.ApplicationCommandOptionString, Name: optQuestion, Required: true, Autocomplete: true, MaxLength: maxQuestion,
					Description: "In your own words; or help, topics, compare, who, check",
				},
				{
					Type: discordgo.ApplicationCommandOptionBoolean, Name: optPrivate,
					Description: "Whether only you see the answer",
				},
			},
		},
		{Type: discordgo.MessageApplicationCommand, Name: cmdCheck},
		{Type: discordgo.MessageApplicationCommand, Name: cmdSay},
	}
	for _, c := range commands {
		c.Contexts, c.IntegrationTypes = contexts, installs
		localise(c)
	}
	return commands
}

// localise puts the names and descriptions of other languages in.
func localise(c *discordgo.ApplicationCommand) {
	for locale, texts := range translations {
		if name, ok := texts[c.Name]; ok {
			if c.NameLocalizations == nil {
				c.NameLocalizations = &map[discordgo.Locale]string{}
			}
			(*c.NameLocalizations)[locale] = name
		}
		if description, ok := texts[c.Description]; ok && c.Description != "" {
			if c.DescriptionLocalizations == nil {
				c.DescriptionLocalizations = &map[discordgo.Locale]string{}
			}
			(*c.DescriptionLocalizations)[locale] = description
		}
	}
}

// translations hold, by language, what stands for an English name or description.
// British English stands for itself; Welsh is not among Discord's languages.
var translations = map[discordgo.Locale]map[string]string{}

// command answers a command.
func (b *Bot) command(i interaction) post {
	target := i.Data.Resolved.Messages[i.Data.TargetID]
	switch {
	case i.Data.Name == cmdAsk:
		question := i.text(optQuestion)
		p := render(question, b.clerk.Say("", question))
		if i.flag(optPrivate, b.private) {
			return i.privately(p)
		}
		return p
	case i.Data.Name == cmdCheck || i.Data.Name == cmdSay:
		text := target.text()
		switch {
		case strings.TrimSpace(text) == "":
			b.clerk.Decline("no_text")
			return i.privately(render("", wordless))
		case i.Data.Name == cmdCheck:
			return i.privately(render("", b.clerk.Check(text)))
		}
		return i.privately(render("", b.clerk.Say("", text)))
	}
	b.clerk.Decline("unknown_command")
	return i.privately(render("", unknown))
}

var wordless = bot.Reply{Status: answers.Unknown, Lead: "I can't find any text in that message. Copy the words into /nhslaw, and I'll look."}
