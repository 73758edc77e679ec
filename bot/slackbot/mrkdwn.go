package slackbot

import (
	"net/url"
	"regexp"
	"strings"
	"sync"

	"nhslaw/bot"
)

// marks are what Slack formats text with, and characters that look alike: it
// has no escape for them (docs.slack.dev/messaging/formatting-message-text).
var marks = strings.NewReplacer("*", "∗", "_", "ˍ", "~", "∼", "`", "ˋ", "&", "&amp;", "<", "&lt;", ">", "&gt;")

// calls are what Slack may take for a mention, of a person or of a whole
// channel, where it looks for them by itself. What stands for a backtick is a letter.
var calls = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("@([\\pL\\pN_`])") })

// escape makes a text appear in mrkdwn as it is: nothing in it formats, links,
// mentions or calls anybody.
func escape(text string) string {
	return marks.Replace(uncall(bot.Plain(text)))
}

// uncall parts the @ of a mention from its name with a word joiner, which nobody
// sees.
func uncall(text string) string {
	if !strings.Contains(text, "@") { // nearly always
		return text
	}
	return calls().ReplaceAllString(text, "@\u2060$1")
}

// addresses lack what ends a link, parts its address from its label, or begins a call.
var addresses = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "@", "%40", "&", "&amp;")

// maxAddress is the longest address of a link, after its escapes: what a claim
// says must fit beside it into a section and into the text beside the blocks.
const maxAddress = 1000

// link makes a link of a text, or leaves the text where the address is no web address.
func link(address, text string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return escape(text)
	}
	address = addresses.Replace(bot.Plain(address))
	if len(address) > maxAddress {
		return escape(text)
	}
	return "<" + address + "|" + strings.ReplaceAll(escape(text), "|", "¦") + ">"
}

// references are the links, mentions and dates in what Slack delivers:
// <https://…>, <https://…|label>, <@U1>, <#C1|general>, <!here>, <!date^…|label>.
var references = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`) })

// write escapes a text for where it isn't shown, as in a button's value; read
// turns it back.
func write(text string) string { return escapes.Replace(text) }

// escapes and entities are the three that Slack escapes, there and back.
var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// read turns a text as Slack delivers it into what its author saw, without
// mentions of the bot itself.
func read(text, self string) string {
	text = references().ReplaceAllStringFunc(text, func(ref string) string {
		parts := references().FindStringSubmatch(ref)
		target, label := parts[1], parts[2]
		switch {
		case self != "" && target == "@"+self:
			return ""
		case strings.HasPrefix(target, "#") && label != "":
			return "#" + label
		case strings.HasPrefix(target, "@") && label != "":
			return "@" + label
		case label != "":
			return label
		case strings.HasPrefix(target, "@"):
			return "somebody" // an id says nothing to anybody
		case strings.HasPrefix(target, "!"), strings.HasPrefix(target, "#"):
			return ""
		}
		return target
	})
	return strings.TrimSpace(entities.Replace(text))
}

// mentions reports whether a text as Slack delivers it mentions a user.
func mentions(text, user string) bool {
	return user != "" && (strings.Contains(text, "<@"+user+">") || strings.Contains(text, "<@"+user+"|"))
}
