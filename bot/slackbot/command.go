package slackbot

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
)

// A command is what is needed of a slash command.
type command struct {
	Text        string `json:"text"`
	ResponseURL string `json:"response_url"`
}

// formCommand reads a slash command as it comes over HTTP.
func formCommand(body []byte) (command, error) {
	form, err := url.ParseQuery(string(body))
	if err == nil && form.Get("command") == "" {
		err = errors.New("no command in it")
	}
	if err != nil {
		return command{}, fmt.Errorf("reading a slash command: %w", err)
	}
	return command{Text: form.Get("text"), ResponseURL: form.Get("response_url")}, nil
}

// socketCommand reads a slash command as it comes over Socket Mode.
func socketCommand(payload []byte) (command, error) {
	var c command
	if err := json.Unmarshal(payload, &c); err != nil {
		return c, fmt.Errorf("reading a slash command: %w", err)
	}
	return c, nil
}

// help is what somebody who says nothing is taken to ask.
const help = "help"

// reply is the reply to a slash command, for the one who typed it alone. Slash
// commands don't work in threads, so there is nothing that one could follow on.
func (b *Bot) reply(c command) message {
	asked := read(c.Text, "")
	text := asked
	if text == "" {
		text = help
	}
	return render(b.clerk.Say("", text), scene{asked: asked, private: true})
}
