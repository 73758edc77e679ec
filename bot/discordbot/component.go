package discordbot

import (
	"strings"

	"nhslaw/answers"
	"nhslaw/bot"
)

// A component's custom_id holds all that its press needs, so that buttons work
// after a restart and on any replica: version, act and argument, as in
// "1:ask:When could legislation start?".
const customIDVersion = "1"

// The acts. Their names are in messages that were sent long ago: to change what
// one means is to count the version up.
const (
	actAsk        = "ask"  // a question
	actPick       = "pick" // the menu's number; what to say is the value chosen
	actHelpful    = "yes"  // the entries shown, the first of which is judged
	actNotHelpful = "no"   // the same

	entrySeparator = "," // between entries; their ids have none
)

// customID makes a custom_id; it reports whether it has room.
func customID(act, argument string) (string, bool) {
	id := customIDVersion + ":" + act + ":" + argument
	return id, size(id) <= maxCustomID
}

// readCustomID takes a custom_id apart; ok is false for one of another version
// or of somebody else.
func readCustomID(id string) (act, argument string, ok bool) {
	rest, ok := strings.CutPrefix(id, customIDVersion+":")
	if !ok {
		return "", "", false
	}
	return strings.Cut(rest, ":")
}

// pressed answers a press on a button or a choice from a menu. The presser
// alone sees the answer: others didn't ask.
func (b *Bot) pressed(i interaction) post {
	act, argument, ok := readCustomID(i.Data.CustomID)
	switch {
	case ok && act == actAsk:
		return i.privately(render(argument, b.clerk.Say("", argument)))
	case ok && act == actPick && len(i.Data.Values) == 1:
		return i.privately(render("", b.clerk.Say("", i.Data.Values[0])))
	case ok && (act == actHelpful || act == actNotHelpful):
		entry, _, _ := strings.Cut(argument, entrySeparator)
		b.clerk.Feedback(entry, act == actHelpful)
		return i.privately(render("", thanks))
	}
	b.clerk.Decline("unknown_component")
	return i.privately(render("", outdated))
}

var (
	thanks   = bot.Reply{Status: answers.Help, Lead: "Thank you, noted."}
	outdated = bot.Reply{Status: answers.Unknown, Lead: "I don't know this button any more. Please ask again with /nhslaw, or mention me."}
)

// entriesOf returns the entries that a message of the bot's shows, as its
// buttons tell.
func entriesOf(m message) []string {
	for _, id := range m.customIDs() {
		if act, argument, ok := readCustomID(id); ok && act == actHelpful {
			return strings.Split(argument, entrySeparator)
		}
	}
	return nil
}
