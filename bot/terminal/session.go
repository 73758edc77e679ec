package terminal

import (
	"strings"

	"nhslaw/bot"
)

// A Session is a conversation in a terminal, as plain text.
type Session struct {
	Desk   *bot.Desk
	Thread string // of its own, if follow-ups are to work
}

// Say returns what the terminal shows in reply.
func (s Session) Say(text string) (string, error) {
	var b strings.Builder
	err := Screen{Out: &b}.Render(s.Desk.Say(s.Thread, text))
	return b.String(), err
}
