package slackbot

import (
	"fmt"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"nhslaw/bot"
)

// A spot is how a claim is shown in a reply.
type spot struct {
	n    int  // first, second…
	side bool // headed as one of several sides
	most int  // characters of each text in it
}

// rendered are the claims shown of late, by entry and spot. Nothing in a claim is
// a user's, so it looks the same in every reply, and to make it so takes far
// longer than to find it.
var rendered, _ = lru.New[key, kept](maxRendered) // fails only for sizes below 1

type key struct {
	entry string
	at    spot
}

// A kept claim is shown again only if the entry still says the same: it may be
// another corpus's by now.
type kept struct {
	claim bot.Claim
	page  page
}

// maxRendered is enough for a corpus of some hundred entries, each as the answer
// and beside others; a claim takes some 5 KB.
const maxRendered = 1000

// claim shows a claim.
func (p *page) claim(c bot.Claim, at spot) {
	k, ok := rendered.Get(key{c.Entry, at})
	if !ok || k.claim != c {
		k = kept{c, at.render(c)}
		rendered.Add(key{c.Entry, at}, k)
	}
	p.show(k.page)
}

// render makes the part of a page that shows a claim. Its section's id holds
// the entry's, by which a follow-up finds it again (entriesOf).
func (at spot) render(c bot.Claim) page {
	var p page
	short := shorten(at.most)
	c = c.Map(clean)
	var lines []string
	if at.side {
		lines = append(lines, bold(short(c.Side())))
	}
	lines = append(lines, short(c.Text))
	switch quote, said := "&gt; “"+short(c.Quote)+"”", "– "+short(c.Said()); {
	case c.Quote == "":
	case at.n == 1:
		lines = append(lines, quote, "&gt; "+said)
	default: // closer together, so that the answer stays the answer
		lines = append(lines, quote+" "+said)
	}
	id := ""
	if c.Entry != "" {
		id = claimID(at.n, c.Entry)
	}
	p.section(id, strings.Join(lines, "\n"))
	// As bot.Claim.Citation words it, with the headline as the link.
	cited := link(c.Link, "“"+bot.Shorten(c.Headline, min(at.most, maxQuestion))+"”") + fmt.Sprintf(", %s, %s, %s", short(c.Author), short(c.When), short(c.Where))
	p.context(cited)
	if c.Note != "" {
		p.context("Note: " + short(c.Note))
	}
	return p
}

func claimID(n int, entry string) string {
	if id := fmt.Sprintf("claim.%d.%s", n, entry); len(id) <= maxID {
		return id
	}
	return ""
}

// entriesOf returns the ids of the entries that a message shows, in order.
func entriesOf(blockIDs []string) []string {
	var entries []string
	for _, id := range blockIDs {
		if parts := strings.SplitN(id, ".", 3); len(parts) == 3 && parts[0] == "claim" {
			entries = append(entries, parts[2])
		}
	}
	return entries
}
