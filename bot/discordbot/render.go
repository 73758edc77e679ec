package discordbot

import (
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/bot"
)

// The limits of a message (discord-api-docs, resources/message and
// components/reference).
const (
	maxTitle       = 256
	maxDescription = 4096
	maxFieldName   = 256
	maxField       = 1024
	maxEmbed       = 6000 // all texts of a message's embeds together
	maxLabel       = 80   // of a button
	maxOption      = 100  // label, value and description of an option
	maxOptions     = 25   // of a select menu
	maxButtons     = 5    // in a row
	maxRows        = 5
	maxCustomID    = 100
)

const (
	// maxLead, maxItems and maxMain share out an embed: with the title and the
	// footer they leave the rest of it to the other claims.
	maxLead  = 1000
	maxItems = 2200
	maxMain  = 1500
	// maxFields is how many claims have room to be read, quotation and citation.
	maxFields = 6
)

// The colours of the line beside a reply. Nothing hangs on them: the words say it too.
const (
	colourAnswered = 0x005eb8 // the NHS's blue
	colourRelated  = 0xed8b00 // its orange
	colourOther    = 0x768692 // its grey
)

// A post is a message as the bot sends it, by REST or in a response.
type post struct {
	Content         string                            `json:"content,omitempty"`
	Embeds          []*discordgo.MessageEmbed         `json:"embeds,omitempty"`
	Components      []discordgo.MessageComponent      `json:"components,omitempty"`
	AllowedMentions *discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags            `json:"flags,omitempty"`
	Reference       *discordgo.MessageReference       `json:"message_reference,omitempty"`
	Nonce           string                            `json:"nonce,omitempty"`
	EnforceNonce    bool                              `json:"enforce_nonce,omitempty"` // a message sent twice is made once
}

// nobody is who the bot's messages may notify. Parse must be an empty list: nil
// is null, which means everybody.
var nobody = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

// render makes the message that shows a reply. The question heads it where
// readers wouldn't see it otherwise; it may be "". Nothing that a user or a
// source wrote has a meaning to Discord, and every limit is kept by shortening
// at a sentence, with the citation intact.
func render(question string, r bot.Reply) post {
	e := &discordgo.MessageEmbed{Title: fit(question, maxTitle), Color: colour(r.Status)}
	if note := label(r.Note, maxNote); note != "" {
		e.Footer = &discordgo.MessageEmbedFooter{Text: note}
	}
	first := 0 // the claims of a list are all alike; of an answer, the first stands out
	if r.Joint != "" && !r.Sides || len(r.Claims) == 1 {
		first = 1
	}
	var d description
	d.add(fit(r.Lead, maxLead))
	d.add(diff(r.Diff))
	for _, c := range r.Claims[:min(first, len(r.Claims))] {
		d.add(claim(c, maxMain, "\n> – "))
	}
	d.add(items(r.Items))
	d.add(verbatim(r.Verbatim))
	others := r.Claims[min(first, len(r.Claims)):]
	if first == 1 && len(others) > 0 {
		d.add(fit(r.Joint, maxLead))
	}
	e.Description = d.String()
	left := maxEmbed - size(e.Title) - size(e.Description) - maxNote
	for i, c := range others[:min(len(others), maxFields)] {
		name := fit(c.Side(), maxFieldName)
		share := left/(min(len(others), maxFields)-i) - size(name)
		f := &discordgo.MessageEmbedField{Name: name, Value: claim(c, min(maxField, share), " – ")}
		if f.Name == "" || f.Value == "" {
			continue
		}
		left -= size(f.Name) + size(f.Value)
		e.Fields = append(e.Fields, f)
	}
	if e.Description == "" && len(e.Fields) == 0 && e.Title == "" && e.Footer == nil {
		e.Description = "…" // Discord refuses an empty embed
	}
	return post{Embeds: []*discordgo.MessageEmbed{e}, Components: components(r), AllowedMentions: nobody}
}

// maxNote is the room kept for the footer, less than its 2048: all texts share one limit.
const maxNote = 200

func colour(s answers.Status) int {
	switch s {
	case answers.Answered:
		return colourAnswered
	case answers.Related:
		return colourRelated
	}
	return colourOther
}

// A description is made of paragraphs, as many as have room.
type description struct{ strings.Builder }

func (d *description) add(paragraph string) {
	if paragraph == "" || size(d.String())+len("\n\n")+size(paragraph) > maxDescription {
		return
	}
	if d.Len() > 0 {
		d.WriteString("\n\n")
	}
	d.WriteString(paragraph)
}

// claim words a claim in so many characters: what is said, the quotation, the
// citation and the note. What is too long is shortened in this order: note,
// what is said, quotation; the citation stays. Before who said it stands dash.
func claim(c bot.Claim, most int, dash string) string {
	cited := citation(c, most)
	left := most - size(cited) - 2*len("\n")
	quoted := ""
	if c.Quote != "" {
		said := dash + fit(c.Said(), left/3)
		if quote := fit(c.Quote, left/2-size(said)); quote != "" {
			quoted = "> “" + quote + "”" + said
			left -= size(quoted) + len("> “”")
		}
	}
	var lines []string
	text := fit(c.Text, left)
	left -= size(text)
	if text != "" {
		lines = append(lines, text)
	}
	for _, line := range []string{quoted, cited} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	if note := "-# Note: " + escape(c.Note); c.Note != "" && size(note) < left {
		lines = append(lines, note)
	}
	return strings.Join(lines, "\n")
}

// citation is a masked link to the quoted sentence; where that has no room, to
// the article; and where even that hasn't, no link.
func citation(c bot.Claim, most int) string {
	label := brackets.Replace(bot.Plain(c.Citation()))
	page, _, _ := strings.Cut(c.Link, "#")
	for _, address := range []string{c.Link, page} {
		if cited := link(escape(label), address); size(cited) <= most*2/3 {
			return cited
		}
	}
	return fit(label, most/2)
}

// brackets are what would end the text of a masked link.
var brackets = strings.NewReplacer("[", "(", "]", ")")

// diff shows what was said wrongly struck through, and the true words in bold.
func diff(edits []quotes.Edit) string {
	var out []string
	for _, e := range edits {
		text := escape(e.Text)
		switch {
		case strings.TrimSpace(text) == "":
			continue
		case e.Op == quotes.Delete:
			text = "~~" + text + "~~"
		case e.Op == quotes.Insert:
			text = "**" + text + "**"
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return ""
	}
	return "> " + strings.Join(out, " ")
}

// items lists names with what they are; names alone run on in one paragraph.
func items(list []bot.Item) string {
	var lines []string
	running := !slices.ContainsFunc(list, func(it bot.Item) bool { return it.Text != "" || it.Link != "" })
	left := maxItems
	for _, it := range list {
		line := fit(it.Name, maxOption)
		if !running {
			line = "- " + link("**"+brackets.Replace(line)+"**", it.Link)
			if text := fit(it.Text, maxField); text != "" {
				line += " – " + text
			}
		}
		if left -= size(line) + len(" · "); left < 0 {
			break
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	if running {
		return strings.Join(lines, " · ")
	}
	return strings.Join(lines, "\n")
}

// verbatim sets preformatted text in a block, as many lines as have room.
func verbatim(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.ReplaceAll(bot.Plain(strings.TrimRight(line, "\n")), "`", "'") // nothing else ends the block
		if size(b.String())+size(line) > maxItems {
			b.WriteString("…\n")
			break
		}
		b.WriteString(line + "\n")
	}
	if strings.TrimSpace(b.String()) == "" {
		return ""
	}
	return "```\n" + b.String() + "```"
}

// components are what a reader can press: the next questions, the items of a
// list, and whether the reply helped.
func components(r bot.Reply) []discordgo.MessageComponent {
	var rows []discordgo.MessageComponent
	if buttons := nextButtons(r.Next); len(buttons) > 0 {
		rows = append(rows, discordgo.ActionsRow{Components: buttons})
	}
	rows = append(rows, menus(r.Items)...)
	if len(r.Claims) > 0 {
		if verdict := feedbackButtons(r.Claims); verdict != nil && len(rows) < maxRows {
			rows = append(rows, discordgo.ActionsRow{Components: verdict})
		}
	}
	return rows
}

func nextButtons(next []string) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	var taken []string
	for _, q := range next {
		id, ok := customID(actAsk, bot.Plain(q))
		text := label(q, maxLabel)
		if !ok || text == "" || slices.Contains(taken, id) || len(buttons) == maxButtons {
			continue // a question that has no room can still be typed
		}
		taken = append(taken, id)
		buttons = append(buttons, discordgo.Button{Label: text, Style: discordgo.SecondaryButton, CustomID: id})
	}
	return buttons
}

// maxMenus leaves rows for the questions and the verdict.
const maxMenus = 3

// menus are select menus of the items that can be asked for.
func menus(items []bot.Item) []discordgo.MessageComponent {
	var options []discordgo.SelectMenuOption
	for _, it := range items {
		o := discordgo.SelectMenuOption{Label: label(it.Name, maxOption), Value: bot.Plain(it.Ask), Description: label(it.Text, maxOption)}
		same := func(other discordgo.SelectMenuOption) bool { return other.Value == o.Value }
		if o.Label == "" || o.Value == "" || size(o.Value) > maxOption || slices.ContainsFunc(options, same) {
			continue
		}
		options = append(options, o)
	}
	var rows []discordgo.MessageComponent
	// Even parts: 34 topics are 17 and 17, not 25 and 9.
	parts := min((len(options)+maxOptions-1)/maxOptions, maxMenus)
	for part := range parts {
		from, to := part*len(options)/parts, (part+1)*len(options)/parts
		some := options[from:min(to, from+maxOptions)]
		placeholder := "Choose one …"
		if parts > 1 {
			placeholder = some[0].Label + " …"
		}
		id, _ := customID(actPick, string(rune('0'+part)))
		rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: id, Placeholder: placeholder, Options: some},
		}})
	}
	return rows
}

// feedbackButtons ask whether a reply helped. They also hold which entries it
// shows, so that a follow-up can be understood by a process that knows nothing
// but the message.
func feedbackButtons(claims []bot.Claim) []discordgo.MessageComponent {
	entries := ""
	for _, c := range claims {
		more := c.Entry
		if entries != "" {
			more = entries + entrySeparator + c.Entry
		}
		if _, ok := customID(actHelpful, more); !ok || c.Entry == "" || strings.Contains(c.Entry, entrySeparator) {
			break
		}
		entries = more
	}
	yes, ok := customID(actHelpful, entries)
	no, fits := customID(actNotHelpful, entries)
	if entries == "" || !ok || !fits {
		return nil
	}
	return []discordgo.MessageComponent{
		discordgo.Button{Label: "Helpful", Style: discordgo.SecondaryButton, CustomID: yes, Emoji: &discordgo.ComponentEmoji{Name: "👍"}},
		discordgo.Button{Label: "Not helpful", Style: discordgo.SecondaryButton, CustomID: no, Emoji: &discordgo.ComponentEmoji{Name: "👎"}},
	}
}
