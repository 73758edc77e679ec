package discordbot

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/bot"
	"nhslaw/bot/transcript/transcripttest"
	"nhslaw/corpus"
)

var desk = sync.OnceValue(func() *bot.Desk { return bot.NewDesk(corpus.Embedded()) })

// TestRenderEveryConversation renders whatever the recorded conversations say.
func TestRenderEveryConversation(t *testing.T) {
	for file, text := range transcripttest.Said(t, conversations) {
		r := desk().Say(file, text)
		p := render(text, r)
		check(t, text, p)
		for _, c := range r.Claims {
			if !strings.Contains(all(p), "]("+strings.SplitN(c.Link, "#", 2)[0]) {
				t.Errorf("%q: %s is shown without its link", text, c.Entry)
			}
		}
		if len(r.Claims) > 0 && (p.Embeds[0].Footer == nil || p.Embeds[0].Footer.Text != bot.StandingNote) {
			t.Errorf("%q: without the standing note", text)
		}
	}
}

// TestEveryEntry renders all that can be cited, with nothing lost.
func TestEveryEntry(t *testing.T) {
	c := corpus.Embedded()
	for _, e := range c.Entries {
		r := desk().Say("", "cite "+e.ID)
		p := render("", r)
		check(t, e.ID, p)
		shown := all(p)
		for _, want := range []string{escape(e.Says), escape(e.Quote), escape(r.Claims[0].Citation())} {
			if !strings.Contains(shown, want) {
				t.Errorf("%s lacks %q:\n%s", e.ID, want, shown)
			}
		}
		if got := entriesOf(sent(t, p)); !slices.Equal(got, []string{e.ID}) {
			t.Errorf("%s can't be recalled: %q", e.ID, got)
		}
	}
	for _, t2 := range c.Topics {
		check(t, t2.ID, render("", desk().Say("", "compare "+t2.ID)))
		check(t, t2.ID, render("", desk().Say("", "topic "+t2.ID)))
	}
}

// sent is a post as it comes back from Discord.
func sent(t testing.TB, p post) message {
	t.Helper()
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var m message
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// all is every text of a post's embeds.
func all(p post) string {
	var b strings.Builder
	for _, e := range p.Embeds {
		b.WriteString(e.Title + "\n" + e.Description + "\n")
		for _, f := range e.Fields {
			b.WriteString(f.Name + "\n" + f.Value + "\n")
		}
	}
	return b.String()
}

// check holds a post to Discord's limits, and to saying nothing aloud.
func check(t testing.TB, what string, p post) {
	t.Helper()
	what = bot.Shorten(what, 60)
	data, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"allowed_mentions":{"parse":[],"replied_user":false}`) {
		t.Errorf("%q may notify people: %s", what, data)
	}
	atMost := func(name, text string, least, most int) {
		if n := size(text); n < least || n > most {
			t.Errorf("%q: %s has %d characters, not %d to %d", what, name, n, least, most)
		}
	}
	total := 0
	if len(p.Embeds) != 1 {
		t.Errorf("%q: %d embeds", what, len(p.Embeds))
	}
	for _, e := range p.Embeds {
		atMost("title", e.Title, 0, maxTitle)
		atMost("description", e.Description, 0, maxDescription)
		total += size(e.Title) + size(e.Description)
		if e.Footer != nil {
			atMost("footer", e.Footer.Text, 1, 2048)
			total += size(e.Footer.Text)
		}
		if len(e.Fields) > 25 {
			t.Errorf("%q: %d fields", what, len(e.Fields))
		}
		for _, f := range e.Fields {
			atMost("field name", f.Name, 1, maxFieldName)
			atMost("field", f.Value, 1, maxField)
			total += size(f.Name) + size(f.Value)
		}
	}
	if total == 0 || total > maxEmbed {
		t.Errorf("%q: %d characters in all", what, total)
	}
	ids := map[string]bool{}
	id := func(id string) {
		atMost("custom_id", id, 1, maxCustomID)
		if ids[id] {
			t.Errorf("%q: two components with custom_id %q", what, id)
		}
		ids[id] = true
	}
	if len(p.Components) > maxRows {
		t.Errorf("%q: %d rows", what, len(p.Components))
	}
	for _, row := range p.Components {
		inner := row.(discordgo.ActionsRow).Components
		if len(inner) == 0 || len(inner) > maxButtons {
			t.Errorf("%q: %d components in a row", what, len(inner))
		}
		for _, c := range inner {
			switch c := c.(type) {
			case discordgo.Button:
				id(c.CustomID)
				atMost("label", c.Label, 1, maxLabel)
			case discordgo.SelectMenu:
				id(c.CustomID)
				atMost("placeholder", c.Placeholder, 1, 150)
				if len(inner) != 1 || len(c.Options) == 0 || len(c.Options) > maxOptions {
					t.Errorf("%q: a menu of %d options among %d", what, len(c.Options), len(inner))
				}
				values := map[string]bool{}
				for _, o := range c.Options {
					atMost("option", o.Label, 1, maxOption)
					atMost("value", o.Value, 1, maxOption)
					atMost("option's description", o.Description, 0, maxOption)
					if values[o.Value] {
						t.Errorf("%q: two options of value %q", what, o.Value)
					}
					values[o.Value] = true
				}
			}
		}
	}
	quiet(t, what, all(p))
}

var (
	block    = regexp.MustCompile("(?s)```.*?```")
	escaped  = regexp.MustCompile(`\\.`)
	masked   = regexp.MustCompile(`\]\(https?://[^()\s]*\)`)
	shouting = regexp.MustCompile(`[@<]|://|\x60|\|\||__|^#|\n#`)
)

// quiet finds mentions, bare links and formatting that isn't ours.
func quiet(t testing.TB, what, text string) {
	t.Helper()
	left := escaped.ReplaceAllString(block.ReplaceAllString(text, ""), "x")
	left = masked.ReplaceAllString(left, "]")
	if found := shouting.FindString(left); found != "" {
		t.Errorf("%q lets %q through:\n%s", what, found, text)
	}
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			t.Errorf("%q lets %U through", what, r)
		}
	}
}

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"plain, with (brackets) and 10-20%":   "plain, with (brackets) and 10-20%",
		"@everyone <@1> <#2> <@&3> <:e:4>":    `\@everyone \<\@1\> \<#2\> \<\@&3\> \<:e:4\>`,
		"**bold** _it_ ~~s~~ ||spoiler|| `c`": `\*\*bold\*\* \_it\_ \~\~s\~\~ \|\|spoiler\|\| ` + "\\`c\\`",
		"[free](https://evil.example)":        `\[free\](https\://evil.example)`,
		"# heading":                           `\# heading`,
		"-# small":                            `\-# small`,
		"- list":                              `\- list`,
		"1. list":                             `1\. list`,
		"> quote":                             `\> quote`,
		"two\nlines":                          "two lines",
		`back\slash`:                          `back\\slash`,
		"\u202eesrever\u200b":                 "esrever",
	} {
		if got := escape(text); got != want {
			t.Errorf("%q escapes to %q, want %q", text, got, want)
		}
	}
}

// everywhere is a reply with a text in every place.
func everywhere(text string, n int) bot.Reply {
	claim := bot.Claim{Entry: text, Topic: text, Title: text, Text: text, Quote: text, Speaker: text, Role: text, Voice: text, When: text, Headline: text,
		Author: text, Where: text, Link: "https://www.hsj.co.uk/a#:~:text=" + text, Note: text, Stance: text, Reported: true}
	item := bot.Item{Name: text, Text: text, Link: text, Ask: text}
	r := bot.Reply{
		Status: answers.Answered, Lead: text, Joint: text, Note: text, Next: []string{text, text, text + "?"}, Verbatim: text + "\n" + text, Sides: n%2 == 0,
		Diff: []quotes.Edit{{Op: quotes.Delete, Text: text}, {Op: quotes.Insert, Text: text}, {Op: quotes.Equal, Text: text}},
	}
	for i := range n {
		r.Claims = append(r.Claims, claim)
		it := item
		it.Ask = fmt.Sprint(text, i)
		r.Items = append(r.Items, it)
	}
	return r
}

// FuzzRender proves that no text, however long, breaks a limit or means
// anything to Discord.
func FuzzRender(f *testing.F) {
	for _, s := range []string{"", "plain", "@everyone", "<@123> <#4>", "[x](https://evil.example)", "```\n@here\n```", "# h\n- l\n> q\n1. x", "\u202e\u200b", "\\", "a_b*c~d|e`f",
		strings.Repeat("long words ", 600), strings.Repeat("*", 5000), strings.Repeat("🙂", 3000), strings.Repeat("A sentence. ", 500), "\xff\x00", ")](", "-", "2017."} {
		f.Add(s, 1)
		f.Add(s, 7)
		f.Add(s, 40)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		check(t, text, render(text, everywhere(text, max(0, min(n, 100)))))
	})
}

func TestCitationSurvivesAnyLength(t *testing.T) {
	r := desk().Say("", "when could legislation start?")
	r.Claims[0].Text = strings.Repeat("A long sentence that goes on and on. ", 200)
	r.Claims[0].Quote = strings.Repeat("words without end ", 200)
	p := render("q", r)
	check(t, "long", p)
	if !strings.Contains(p.Embeds[0].Description, escape(r.Claims[0].Citation())) {
		t.Errorf("the citation is gone: %s", p.Embeds[0].Description)
	}
}

func FuzzCustomID(f *testing.F) {
	f.Add("1:ask:when?")
	f.Add("1:yes:a,b")
	f.Add("2:ask:x")
	f.Add(":::")
	f.Fuzz(func(t *testing.T, id string) {
		act, argument, ok := readCustomID(id)
		if !ok {
			return
		}
		if again, _ := customID(act, argument); again != id {
			t.Errorf("%q is read as %q and %q", id, act, argument)
		}
	})
}
