package bot

import (
	"fmt"
	"net/url"
	"strings"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/corpus"
)

// StandingNote goes with every reply that answers: who quotes the bot in a
// meeting must know what they are quoting.
const StandingNote = "These are reports and proposals of 2017 to 2019, not the law today."

// A Reply is what the bot says to one message, before any surface renders it.
type Reply struct {
	Status answers.Status // what became of the question; Help for commands that need no source
	Lead   string         // the first sentence, where the claims don't speak for themselves
	Claims []Claim        // cited claims; of an answer, the first is the answer
	Joint  string         // stands between the first claim and the others
	Items  []Item         // a list: topics, sources, examples
	Diff   []quotes.Edit  // of a quotation that was altered: from the reader's words to the true ones
	// Verbatim is preformatted text, as of an explanation.
	Verbatim string
	Note     string   // the standing note, with every claim
	Sides    bool     // the claims are sides: each is headed by when, who and stance
	Next     []string // questions to go on with
}

// A Claim is one cited claim: what is said, the words that back it, who said
// it and when, and where it stands.
type Claim struct {
	Entry    string // id
	Topic    string // id
	Title    string
	Text     string
	Quote    string // without quote marks; may be empty
	Speaker  string // whose words the quotation is in
	Role     string
	Voice    string // whose claim it is
	Reported bool   // the speaker only reports what the voice said
	When     string // "28 February 2019"
	Stance   string
	Headline string
	Author   string
	Where    string // "paragraph 25", "paragraphs 5 and 25"
	Link     string // to the quoted sentence, if the reader's browser can find it
	Note     string // a trap in the text
}

// An Item is a line of a list.
type Item struct {
	Name, Text, Link string
	Ask              string // what to type for more; may be empty
}

// NewClaim makes a claim of an answer.
func NewClaim(a answers.Answer) Claim {
	return Claim{
		Entry: a.ID, Topic: a.Topic, Title: a.Title, Text: a.Says, Quote: a.Quote,
		Speaker: a.Speaker.Name, Role: a.Speaker.Role,
		When: a.Source.Published.String(), Stance: a.Stance,
		Headline: a.Source.Headline, Author: a.Source.Author(),
		Where: where(a.Paragraphs), Link: Link(a), Note: a.Entry.Note,
		Voice: a.Voice.Name, Reported: a.Reported,
	}
}

// Said tells whose words the quotation is in, and when they were published.
func (c Claim) Said() string {
	said := c.Speaker
	if c.Role != "" {
		said += ", " + c.Role
	}
	if c.Reported {
		said += ", reporting " + c.Voice
	}
	return said + ", " + c.When
}

// Citation tells where the claim stands.
func (c Claim) Citation() string {
	return fmt.Sprintf("“%s”, %s, %s, %s", c.Headline, c.Author, c.When, c.Where)
}

// Side heads a claim among others: when, who, and where they stand.
func (c Claim) Side() string {
	head := c.When + ": " + c.Voice
	if c.Stance != "" && c.Stance != "neutral" {
		head += " " + c.Stance
	}
	return head
}

// where words paragraph numbers for a reader.
func where(paragraphs []int) string {
	if len(paragraphs) == 1 {
		return fmt.Sprintf("paragraph %d", paragraphs[0])
	}
	return "paragraphs " + list(paragraphs)
}

// list joins items as in a sentence: "5, 25 and 26".
func list[T any](items []T) string {
	var b strings.Builder
	for i, it := range items {
		switch {
		case i > 0 && i == len(items)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		fmt.Fprint(&b, it)
	}
	return b.String()
}

// fragments escapes what is syntax in a text fragment.
var fragments = strings.NewReplacer("-", "%2D", ",", "%2C", "&", "%26")

// Link returns the address of the source with a text fragment that takes a
// reader's browser to the quotation (WICG Scroll to Text Fragment); the dash,
// the comma and the ampersand are syntax there and are escaped as well.
func Link(a answers.Answer) string {
	if a.Quote == "" {
		return a.Source.URL
	}
	return a.Source.URL + "#:~:text=" + fragments.Replace(url.PathEscape(a.Quote))
}

// unsure is the confidence below which fewer than half of the answers are
// right (answers/testdata/calibration.golden), and the reply says so.
const unsure = 0.5

// answer words a result.
func (l *library) answer(r answers.Result) Reply {
	reply := Reply{Status: r.Status, Next: r.Suggestions}
	for _, a := range r.Answers {
		reply.Claims = append(reply.Claims, l.claim(a.Entry))
	}
	if len(reply.Claims) > 0 {
		reply.Note = StandingNote
	}
	switch r.Status {
	case answers.Answered:
		switch {
		case r.Reason == answers.Contrary:
			reply.Lead = "In fact:"
		case r.Confidence < unsure:
			reply.Lead = "I'm not sure that this is what you ask, but the sources say:"
		}
		reply.Joint = "Also on this:"
	case answers.Related:
		reply.Lead = "The sources don't say. The closest they come:"
		if r.Note != "" {
			reply.Lead = r.Note + " The closest they come:"
		}
	case answers.Unknown:
		reply.Lead = "I can't find anything on that in the five articles on NHS law reform that I know. I can answer questions like these:"
		if r.Reason == answers.Empty {
			reply.Lead = "Ask me a question about NHS law reform in 2017 to 2019, for example:"
		}
	case answers.Help:
		reply.Lead = "Hello. Ask me in your own words about NHS law reform in 2017 to 2019; I answer from five articles, with the quotation and the source. For example:"
	}
	return reply
}

// sourceItem describes a source in a list.
func sourceItem(s *corpus.Source) Item {
	return Item{
		Name: s.ID,
		Text: fmt.Sprintf("%s. %s, %s, %s (%d paragraphs)", s.Headline, s.Author(), s.Published, s.Kind, s.Paragraphs),
		Link: s.URL, Ask: "source " + s.ID,
	}
}
