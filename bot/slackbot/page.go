package slackbot

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// A block is one of Slack's with its JSON, which is made once.
type block struct {
	slack.Block
	json   json.RawMessage
	length int // of the text in it, in characters
}

func (b block) MarshalJSON() ([]byte, error) { return b.json, nil }

// marshal returns the JSON of a block or a message, which hold texts alone: there
// always is one. It is what the SDK makes of it, but in one pass; the SDK has a
// marshaller in each block that has elements, and reads what that made again.
func marshal(v any) json.RawMessage {
	switch b := v.(type) {
	case *slack.ContextBlock:
		v = blockOf[slack.MixedElement]{b.Type, b.BlockID, b.ContextElements.Elements}
	case *slack.ActionBlock:
		v = blockOf[slack.BlockElement]{b.Type, b.BlockID, b.Elements.ElementSet}
	}
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}

// A blockOf is a block with elements.
type blockOf[E any] struct {
	Type     slack.MessageBlockType `json:"type"`
	BlockID  string                 `json:"block_id,omitempty"`
	Elements []E                    `json:"elements"`
}

// A page collects blocks, and the same as text.
type page struct {
	blocks []slack.Block
	text   []line
	kept   int // how much of the text must stay: to the end of the first claim
}

// A line of the text, or several, with its JSON.
type line struct {
	text string
	json json.RawMessage // without the quote marks
}

func newLine(text string) line {
	quoted := marshal(text)
	return line{text, quoted[1 : len(quoted)-1]}
}

// add adds a block; text is what limits hold for in it.
func (p *page) add(b slack.Block, text string) {
	p.blocks = append(p.blocks, block{b, marshal(b), utf8.RuneCountInString(text)})
}

// say adds to the text.
func (p *page) say(text string) { p.text = append(p.text, newLine(text)) }

// show adds what a part holds that was made before.
func (p *page) show(part page) {
	p.blocks = append(p.blocks, part.blocks...)
	p.text = append(p.text, part.text...)
}

func mrkdwn(text string) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: text}
}

func (p *page) section(id, text string) {
	if text = strings.TrimSpace(text); text != "" {
		p.add(&slack.SectionBlock{Type: slack.MBTSection, BlockID: id, Text: mrkdwn(text), Expand: true}, text)
		p.say(text)
	}
}

func (p *page) context(text string) {
	if text = strings.TrimSpace(text); text != "" {
		p.add(slack.NewContextBlock("", mrkdwn(text)), text)
		p.say(text)
	}
}

func (p *page) header(text string) {
	p.add(&slack.HeaderBlock{Type: slack.MBTHeader, Text: plain(text, maxLabel)}, "")
}

// message is the page as a message. Of a text that is too long, whole parts
// after the first claim are left out, but not the last, which holds the note.
func (p *page) message() message {
	lines := p.text
	text := join(lines)
	for n := len(p.text) - 1; utf8.RuneCountInString(text) > maxText && n > p.kept; n-- {
		lines = append(p.text[:n-1:n-1], newLine("…"), p.text[len(p.text)-1])
		text = join(lines)
	}
	return message{Text: text, Blocks: p.blocks, lines: lines}
}

func join(lines []line) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	return strings.Join(texts, "\n")
}
