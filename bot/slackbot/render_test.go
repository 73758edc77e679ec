package slackbot

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/bot"
	"nhslaw/bot/transcript/transcripttest"
)

// faults finds what Slack would refuse, cut, or take for something else.
func faults(m message) []string {
	var out []string
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	length := utf8.RuneCountInString
	most := func(what string, n, most int) {
		if n > most || n == 0 {
			fault("%s: %d; 1 to %d", what, n, most)
		}
	}
	text := func(o *slack.TextBlockObject, limit int) {
		most(o.Type, length(o.Text), limit)
		if o.Type == slack.MarkdownType {
			out = append(out, strays(o.Text)...)
		} else if calls().MatchString(o.Text) || strings.ContainsAny(o.Text, "<>") {
			fault("a call in %q", o.Text)
		}
	}
	ids := map[string]bool{}
	for _, b := range m.Blocks {
		if id := b.ID(); id != "" {
			most("block_id", len(id), maxID)
			if ids[id] {
				fault("block_id %s twice", id)
			}
			ids[id] = true
		}
		switch b := b.(block).Block.(type) {
		case *slack.SectionBlock:
			text(b.Text, maxSection)
		case *slack.HeaderBlock:
			text(b.Text, 150)
		case *slack.ContextBlock:
			most("context", len(b.ContextElements.Elements), 10)
			for _, e := range b.ContextElements.Elements {
				text(e.(*slack.TextBlockObject), maxSection)
			}
		case *slack.ActionBlock:
			most("actions", len(b.Elements.ElementSet), maxButtons)
			for _, e := range b.Elements.ElementSet {
				e := e.(*slack.ButtonBlockElement)
				text(e.Text, maxLabel)
				most("label", length(e.AccessibilityLabel), maxLabel)
				most("value", length(e.Value), maxValue)
				if strings.ContainsAny(e.Value, "<>") {
					fault("not escaped: %q", e.Value)
				}
				most("action_id", len(e.ActionID), maxID)
			}
		case *slack.DividerBlock:
		default:
			fault("a block of type %T", b)
		}
	}
	most("blocks", len(m.Blocks), maxBlocks)
	most("text", length(m.Text), maxText)
	out = append(out, strays(m.Text)...)
	if len(m.json) > maxMessage {
		fault("%d bytes", len(m.json))
	}
	// What is sent is what the SDK would send.
	w := m.webhook()
	w.Blocks = &slack.Blocks{}
	for _, b := range m.Blocks {
		w.Blocks.BlockSet = append(w.Blocks.BlockSet, b.(block).Block)
	}
	var want, got any
	its, err := json.Marshal(w)
	if err != nil || json.Unmarshal(its, &want) != nil || json.Unmarshal(m.json, &got) != nil || !reflect.DeepEqual(got, want) {
		fault("%s, and the SDK's is %s", m.json, its)
	}
	return out
}

var (
	linked    = regexp.MustCompile(`<https?://[^<>|]+\|[^<>|]*>`)
	mentioned = regexp.MustCompile(`Shared by <@U1>`)
	escaped   = regexp.MustCompile(`&(amp|lt|gt);`)
)

// strays finds what isn't escaped in mrkdwn, and calls.
func strays(text string) []string {
	var out []string
	bare := escaped.ReplaceAllString(mentioned.ReplaceAllString(linked.ReplaceAllString(text, ""), ""), "")
	if strings.ContainsAny(bare, "&<>") {
		out = append(out, fmt.Sprintf("not escaped: %q", bare))
	}
	if calls().MatchString(mentioned.ReplaceAllString(text, "")) {
		out = append(out, fmt.Sprintf("a call in %q", text))
	}
	return out
}

var scenes = map[string]scene{
	"thread":  {},
	"private": {asked: "when could legislation start?", private: true},
	"check":   {asked: "“too big to challenge”", private: true, check: true},
	"shared":  {asked: "when could legislation start?", sharer: "U1"},
}

// TestConversations has everything said that the transcripts hold, and looks
// at every reply in every scene.
func TestConversations(t *testing.T) {
	for file, text := range transcripttest.Said(t, conversations) {
		r := desk().Say(file, text)
		for name, s := range scenes {
			m := render(r, s)
			if f := faults(m); len(f) > 0 {
				t.Errorf("%s: %q, %s: %s", file, text, name, strings.Join(f, "\n"))
			}
			for _, c := range r.Claims {
				for what, part := range map[string]string{"text": c.Text, "quotation": c.Quote, "speaker": c.Speaker, "headline": c.Headline, "date": c.When, "paragraph": c.Where} {
					if !strings.Contains(asJSON(t, m.Blocks), strings.Trim(asJSON(t, escape(part)), "\"\n")) {
						t.Errorf("%s: %q, %s: the %s %q is not shown", file, text, name, what, part)
					}
				}
			}
			if len(r.Claims) > 0 && !strings.Contains(m.Text, bot.StandingNote) {
				t.Errorf("%s: %q, %s: no standing note for who can't see the blocks", file, text, name)
			}
		}
	}
}

func TestButtons(t *testing.T) {
	r := desk().Ask("when could legislation start?")
	for _, tt := range []struct {
		scene        scene
		has, has_not []string
	}{
		{scene{}, []string{`"ask.1"`, `"helpful"`, `"not_helpful"`}, []string{`"share"`, "Shared by"}},
		{scenes["private"], []string{`"ask.1"`, `"share"`, "“when could legislation start?”"}, []string{"Shared by"}},
		{scenes["check"], []string{`"share_check"`}, []string{`"share"`}},
		{scenes["shared"], []string{"Shared by <@U1>", "“when could legislation start?”", `"helpful"`}, []string{`"share"`}},
		{scene{asked: "x", sharer: "!channel"}, nil, []string{"Shared by", "!channel"}},
		{scene{asked: strings.Repeat("long ", 500), private: true}, nil, []string{`"share"`}},
	} {
		got := asJSON(t, render(r, tt.scene).Blocks)
		for _, has := range tt.has {
			if !strings.Contains(got, has) {
				t.Errorf("%+v: no %s", tt.scene, has)
			}
		}
		for _, hasNot := range tt.has_not {
			if strings.Contains(got, hasNot) {
				t.Errorf("%+v: has %s", tt.scene, hasNot)
			}
		}
	}
	for _, command := range []string{"help", "topics", "sources"} {
		got := asJSON(t, render(desk().Say("", command), scenes["private"]).Blocks)
		if strings.Contains(got, `"share"`) || !strings.Contains(got, `"ask.1"`) {
			t.Errorf("%s has the wrong buttons", command)
		}
	}
}

// everywhere is a reply with a text in every place.
func everywhere(text string) bot.Reply {
	claim := bot.Claim{Entry: text, Text: text, Quote: text, Speaker: text, Role: text, Voice: text, When: text, Headline: text, Author: text, Where: text, Link: "https://x.test/?" + text, Note: text, Stance: text, Reported: true}
	r := bot.Reply{
		Status: answers.Answered, Lead: "Lead. " + text, Joint: text, Note: text, Verbatim: text, Sides: true, Next: []string{text, text},
		Items: []bot.Item{{Name: text, Text: text, Link: text, Ask: text}, {Name: text, Ask: text}},
		Diff:  []quotes.Edit{{Op: quotes.Delete, Text: text}, {Op: quotes.Insert, Text: text}, {Op: quotes.Equal, Text: text}},
	}
	for range 6 {
		r.Claims = append(r.Claims, claim)
	}
	return r
}

func TestLongTextsKeepTheCitation(t *testing.T) {
	sentence := "The quick brown fox jumps over the lazy dog & more. "
	for _, times := range []int{1, 10, 100, 1000} {
		r := everywhere(strings.Repeat(sentence, times))
		for i := range r.Claims {
			r.Claims[i].Headline, r.Claims[i].Where, r.Claims[i].When, r.Claims[i].Author, r.Claims[i].Link = "Headline", "paragraph 25", "28 February 2019", "HSJ", "https://x.test/"
		}
		m := render(r, scenes["private"])
		if f := faults(m); len(f) > 0 {
			t.Errorf("%d: %s", times, strings.Join(f, "\n"))
		}
		const cited = "<https://x.test/|“Headline”>, HSJ, 28 February 2019, paragraph 25"
		if !strings.Contains(m.Text, cited) || !strings.Contains(asJSON(t, m.Blocks), cited) {
			t.Errorf("%d: no citation in %s", times, m.Text)
		}
		if times == 100 && !strings.Contains(m.Text, "more.…") {
			t.Errorf("not cut at a sentence: %s", m.Text)
		}
	}
}

// TestKeptPartsAreTheirOwn: what is rendered once and kept is that of the reply,
// in its place, whatever was shown before.
func TestKeptPartsAreTheirOwn(t *testing.T) {
	r := desk().Ask("when could legislation start?")
	before := asJSON(t, render(r, scene{}).Blocks)
	r.Claims = slices.Clone(r.Claims)
	r.Claims[0].Text, r.Next = "The entry says something else by now.", []string{"And now?"}
	if got := asJSON(t, render(r, scene{}).Blocks); !strings.Contains(got, r.Claims[0].Text) || !strings.Contains(got, "And now?") {
		t.Errorf("a part of another corpus: %s", got)
	}
	if got := asJSON(t, render(desk().Ask("when could legislation start?"), scene{}).Blocks); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
	r.Claims = append(r.Claims[:0:0], r.Claims[1], r.Claims[0])
	r.Sides = true
	if f := faults(render(r, scene{})); len(f) > 0 {
		t.Errorf("in other places: %s", strings.Join(f, "\n"))
	}
}

// TestNothingPrivateIsKept: no part that is kept has a word of the reader's.
func TestNothingPrivateIsKept(t *testing.T) {
	const word = "Xylophonist"
	for _, say := range []string{"%s", "when could legislation start, %s?", "who is %s?", "check \"%s too big to challenge\"", "compare %s", "explain when could %s start?", "topic %s", "cite %s"} {
		asked := fmt.Sprintf(say, word)
		render(desk().Say("", asked), scene{asked: asked, private: true, check: true})
	}
	if rendered.Len() == 0 || feet.Len() == 0 {
		t.Error("nothing is kept at all")
	}
	look := func(kept page) {
		got := asJSON(t, kept.blocks)
		for _, l := range kept.text {
			got += l.text
		}
		if strings.Contains(got, word) {
			t.Errorf("kept: %s", got)
		}
	}
	for _, k := range rendered.Values() {
		look(k.page)
	}
	for _, p := range feet.Values() {
		look(p)
	}
}

// FuzzRender proves that no text calls, mentions, links or formats, and that
// every limit is kept.
func FuzzRender(f *testing.F) {
	for _, s := range []string{
		"plain", "<!channel>", "<@U2>", "@channel @HERE @everyone", "@\u200bchannel", "@`here`", "a & b < c > d", "&lt;!here&gt;", "*bold* _it_ ~no~ `code` ```block```",
		"<https://evil.test|good>", "|>x", "\u202ereversed", "\xff", "```", "line\nline", strings.Repeat("long & ", 500), strings.Repeat("<", 318), strings.Repeat("<", 1500), " ", "\x00", "<!subteam^S1>", "a.b.c",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for name, s := range scenes {
			s.asked = text
			if f := faults(render(everywhere(text), s)); len(f) > 0 {
				t.Errorf("%s: %s", name, strings.Join(f, "\n"))
			}
		}
	})
}

var own = regexp.MustCompile(`<@U1(\|[^<>]*)?>`)

// FuzzRead proves that reading what Slack delivers never fails, and that the
// bot's own mention is gone.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"<@U1> when?", "<@U1|bot>when?", "a &amp;lt; b", "<https://x.test|label>", "<https://x.test>", "<!date^1^{date}|then>", "<#C1|general>", "<<>>", "<@U2> and <@U3|ann>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// What people wrote with entities or brackets of their own may look like anything.
		if got := read(text, "U1"); own.MatchString(got) && !strings.Contains(text, "&") && strings.Count(text, "<") == 1 {
			t.Errorf("%q still mentions the bot: %q", text, got)
		}
	})
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"<@U1> when could it start?":                   "when could it start?",
		"when <@U1|nhslaw>":                            "when",
		"what does <@U2> say in <#C1|general>?":        "what does somebody say in #general?",
		"fish &amp; chips &lt;b&gt; &amp;lt;":          "fish & chips <b> &lt;",
		"see <https://x.test/?a=1&amp;b=2|the page>":   "see the page",
		"see <https://x.test/?a=1&amp;b=2>":            "see https://x.test/?a=1&b=2",
		"<!here> <!date^1^{date}|today> <!subteam^S1>": "today",
		"  ": "",
	} {
		if got := read(text, "U1"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	r := desk().Ask("when could legislation start?")
	for b.Loop() {
		render(r, scenes["private"])
	}
}

func BenchmarkRenderLong(b *testing.B) {
	r := desk().Ask("when could legislation start?")
	r.Lead = strings.Repeat("long & ", 2000)
	for b.Loop() {
		render(r, scenes["private"])
	}
}
