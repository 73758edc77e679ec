package slackbot

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/bot"
)

// Slack's limits (docs.slack.dev/reference/block-kit), in characters.
const (
	maxBlocks  = 50
	maxSection = 3000
	maxButtons = 25 // in one block
	maxLabel   = 75 // of a button, for eyes and for screen readers
	maxValue   = 2000
	maxID      = 255
	maxText    = 4000 // of the text beside the blocks; more may be cut

	// maxMessage, in bytes of JSON, keeps a reply in a Socket Mode
	// acknowledgement: Slack drops those of 20480 bytes and more without a
	// word. The envelope's own fields need under 100.
	maxMessage = 20000
)

// What a reply shows at most, so that it stays a reply. Nothing in the
// conversation reaches these; they hold for any corpus.
const (
	maxClaims   = 10
	maxItems    = 3 * maxButtons
	maxNext     = 5
	maxQuestion = 300 // of a question shown above its answer
)

// Actions are what buttons do, by their action_id; those of questions are numbered.
const (
	actAsk        = "ask"
	actShare      = "share"
	actShareCheck = "share_check"
	actHelpful    = "helpful"
	actNotHelpful = "not_helpful"
)

// A scene is where a reply is shown.
type scene struct {
	asked   string // the question, where it doesn't stand above the reply anyway
	private bool   // for one reader alone, who can share it
	check   bool   // asked is the text of a message whose quotation was checked
	sharer  string // id of the user who shares it; "" if it isn't shared
}

// A message is a reply as Slack shows it: blocks, and beside them the same in
// plain words for notifications and screen readers.
type message struct {
	Text   string
	Blocks []slack.Block
	lines  []line          // Text
	json   json.RawMessage // of webhook; made when its size is looked at
}

// clean makes a text fit to be shown.
func clean(text string) string { return bot.Shorten(bot.Plain(text), maxSection) }

// render turns any reply into a message within all of Slack's limits. Of what
// is too long, other voices go first, then texts are shortened at a sentence;
// the first claim and its citation always stay.
func render(r bot.Reply, s scene) message {
	claims := slices.Clone(r.Claims[:min(len(r.Claims), maxClaims)]) // cleaned where each is rendered
	r.Claims = nil
	r = r.Map(clean)
	r.Claims = claims
	r.Items = r.Items[:min(len(r.Items), maxItems)]
	r.Next = r.Next[:min(len(r.Next), maxNext)]
	most := maxSection * 9 / 10 // a claim shares its section with its quotation's marks
	for {
		m := compose(r, s, most)
		if m.fits() {
			return m
		}
		switch {
		case len(r.Claims) > 1:
			r.Claims = r.Claims[:len(r.Claims)-1]
		case len(r.Items) > maxButtons:
			r.Items = r.Items[:maxButtons]
		case most > 50:
			most /= 2
		case len(r.Items) > 0:
			r.Items = r.Items[:len(r.Items)/2]
		case len(r.Next) > 0:
			r.Next = r.Next[:len(r.Next)-1]
		default: // what the buttons hold is all that is left
			s.asked = ""
			for i := range r.Claims {
				r.Claims[i].Entry = ""
			}
			m := compose(r, s, most)
			m.fits()
			return m
		}
	}
}

// fits reports whether a message is within the limits on the whole of it.
func (m *message) fits() bool {
	if len(m.Blocks) > maxBlocks {
		return false
	}
	for _, b := range m.Blocks {
		if b.(block).length > maxSection {
			return false
		}
	}
	if utf8.RuneCountInString(m.Text) > maxText {
		return false
	}
	m.json = m.marshal()
	return len(m.json) <= maxMessage
}

// marshal returns the JSON of webhook, put together from that of its parts: the
// text stands first in it, the blocks last.
func (m *message) marshal() json.RawMessage {
	size := len(`{"text":"",`) + len(settings()) + len(`"blocks":[]}`)
	for _, l := range m.lines {
		size += len(l.json) + len(`\n`)
	}
	for _, b := range m.Blocks {
		size += len(b.(block).json) + len(`,`)
	}
	out := append(make([]byte, 0, size), '{')
	if m.Text != "" {
		out = append(out, `"text":"`...)
		for i, l := range m.lines {
			if i > 0 {
				out = append(out, `\n`...)
			}
			out = append(out, l.json...)
		}
		out = append(out, `",`...)
	}
	out = append(out, settings()...)
	for i, b := range m.Blocks {
		if i == 0 {
			out = append(out, `,"blocks":[`...)
		} else {
			out = append(out, ',')
		}
		out = append(out, b.(block).json...)
	}
	if len(m.Blocks) > 0 {
		out = append(out, ']')
	}
	return append(out, '}')
}

// settings is what every message says of itself, as it stands in its JSON.
var settings = sync.OnceValue(func() []byte {
	b := marshal(message{}.webhook())
	return b[1 : len(b)-1]
})

// shorten returns what escapes a text of at most so many characters.
func shorten(most int) func(string) string {
	return func(text string) string { return escape(bot.Shorten(text, most)) }
}

// compose lays a reply out, with no text in it longer than most.
func compose(r bot.Reply, s scene, most int) message {
	var p page
	short := shorten(most)
	p.asked(s, min(most, maxQuestion))
	p.section("", short(r.Lead))
	end := foot{note: r.Note, most: most}
	if len(r.Claims) == 0 && strings.HasSuffix(r.Lead, ":") { // the lead announces examples
		p.next(r.Next)
	} else {
		copy(end.next[:], r.Next)
	}
	p.diff(r.Diff, most)
	for i, c := range r.Claims {
		if i == 1 {
			p.section("", bold(short(r.Joint)))
		}
		p.claim(c, spot{i + 1, r.Sides, most})
		if i == 0 {
			p.kept = len(p.text)
		}
	}
	p.items(r.Items, short)
	if r.Verbatim != "" {
		p.verbatim(r.Verbatim, most)
	}
	p.foot(end)
	p.buttons("verdict", verdicts(r, s))
	return p.message()
}

// verdicts are the buttons that share a reply and tell what a reader thinks of it.
func verdicts(r bot.Reply, s scene) []slack.BlockElement {
	var buttons []slack.BlockElement
	if s.private && r.Status != answers.Help {
		act := actShare
		if s.check {
			act = actShareCheck
		}
		buttons = button(buttons, act, "Share with channel", s.asked, "Share this answer with the channel")
	}
	if len(r.Claims) > 0 {
		entry := r.Claims[0].Entry
		buttons = button(buttons, actHelpful, "Helpful", entry, "This answer is helpful")
		buttons = button(buttons, actNotHelpful, "Not helpful", entry, "This answer is not helpful")
	}
	return buttons
}

// brackets that mean nothing to Slack, for plain text, which isn't escaped.
var brackets = strings.NewReplacer("<", "‹", ">", "›")

func plain(text string, most int) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: bot.Shorten(brackets.Replace(uncall(bot.Plain(text))), most)}
}

// bold is an escaped text in bold.
func bold(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return "*" + text + "*"
}

// asked shows the question, up to so many characters, and who shared the answer to it.
func (p *page) asked(s scene, most int) {
	if s.asked == "" {
		return
	}
	var lines []string
	if userID().MatchString(s.sharer) {
		lines = append(lines, "Shared by <@"+s.sharer+">")
	}
	lines = append(lines, "“"+escape(bot.Shorten(s.asked, most))+"”")
	var shown []slack.MixedElement
	for _, l := range lines {
		shown = append(shown, mrkdwn(l))
	}
	p.add(slack.NewContextBlock("", shown...), strings.Join(lines, ""))
	for _, l := range lines {
		p.say(l)
	}
}

// userID is a user's id; nothing else is ever mentioned.
var userID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[UW][A-Z0-9]{1,30}$`) })

// diff shows how a quotation was altered: struck what was not said, bold what was.
func (p *page) diff(edits []quotes.Edit, most int) {
	if len(edits) == 0 {
		return
	}
	var out []string
	length := 0
	for _, e := range edits {
		text := escape(bot.Shorten(e.Text, most-length))
		length += utf8.RuneCountInString(text)
		switch {
		case text == "":
		case e.Op == quotes.Delete:
			out = append(out, "~"+text+"~")
		case e.Op == quotes.Insert:
			out = append(out, "*"+text+"*")
		default:
			out = append(out, text)
		}
		if length >= most {
			break
		}
	}
	if len(out) == 0 {
		return
	}
	text := "&gt; " + strings.Join(out, " ")
	p.add(&slack.SectionBlock{Type: slack.MBTSection, Text: mrkdwn(text), Expand: true}, text)
	p.say(escape(bot.Shorten(bot.Diff(edits), most))) // for those who see no strokes
}

// items shows a list, and what there is to ask of it as buttons.
func (p *page) items(items []bot.Item, short func(string) string) {
	var lines, names []string
	var ask []slack.BlockElement
	for _, it := range items {
		if it.Text != "" || it.Link != "" || it.Ask == "" {
			line := "• " + bold(link(it.Link, bot.Shorten(it.Name, maxQuestion)))
			if it.Text != "" {
				line += "  " + short(it.Text)
			}
			lines = append(lines, line)
		} else {
			names = append(names, "• "+short(it.Name))
		}
		label := it.Ask
		if it.Text == "" {
			label = it.Name
		}
		ask = question(ask, label, it.Ask)
	}
	for len(lines) > 0 { // as many lines a section as it holds
		n, length := 1, utf8.RuneCountInString(lines[0])
		for n < len(lines) && length+1+utf8.RuneCountInString(lines[n]) <= maxSection {
			length += 1 + utf8.RuneCountInString(lines[n])
			n++
		}
		p.section("", strings.Join(lines[:n], "\n"))
		lines = lines[n:]
	}
	if len(names) > 0 {
		p.say(strings.Join(names, "\n"))
	}
	p.buttons("items", ask)
}

// verbatim shows preformatted text.
func (p *page) verbatim(text string, most int) {
	var lines []string
	for l := range strings.Lines(text) {
		// Inside a code block only its own end means anything.
		lines = append(lines, strings.ReplaceAll(write(uncall(strings.TrimRight(l, "\n"))), "`", "ˋ"))
	}
	left := most
	for i, l := range lines {
		if left -= utf8.RuneCountInString(l) + 1; left < 0 {
			lines = append(lines[:i], "…")
			break
		}
	}
	p.section("", "```\n"+strings.Join(lines, "\n")+"\n```")
}

// buttons shows buttons, in as many blocks as they need.
func (p *page) buttons(id string, buttons []slack.BlockElement) {
	for n := 1; len(buttons) > 0; n++ {
		some := buttons[:min(len(buttons), maxButtons)]
		buttons = buttons[len(some):]
		p.add(slack.NewActionBlock(fmt.Sprintf("%s.%d", id, n), some...), "")
	}
}

// button adds a button to others, with what it shows, what it sends when it is
// pressed, and what a screen reader says; none where it couldn't send that.
func button(others []slack.BlockElement, action, label, value, spoken string) []slack.BlockElement {
	shown := plain(label, maxLabel)
	value = write(value)
	if strings.TrimSpace(shown.Text) == "" || value == "" || len(value) > maxValue {
		return others
	}
	b := slack.NewButtonBlockElement(action, value, shown)
	b.AccessibilityLabel = plain(spoken, maxLabel).Text
	return append(others, b)
}

// question adds a button that asks something.
func question(others []slack.BlockElement, label, ask string) []slack.BlockElement {
	return button(others, fmt.Sprintf("%s.%d", actAsk, len(others)+1), label, ask, "Ask: "+ask)
}

// webhook is the message as an acknowledgement or a response_url takes it.
func (m message) webhook() *slack.WebhookMessage {
	no := false
	w := &slack.WebhookMessage{Text: m.Text, ResponseType: slack.ResponseTypeEphemeral, Parse: "none", UnfurlLinks: &no, UnfurlMedia: &no}
	if len(m.Blocks) > 0 {
		w.Blocks = &slack.Blocks{BlockSet: m.Blocks}
	}
	return w
}
