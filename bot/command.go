package bot

import (
	"fmt"
	"slices"
	"strings"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// commandWords are the commands, which are plain words so that they work
// wherever text does.
var commandWords = []string{"help", "topics", "topic", "sources", "source", "who", "compare", "check", "cite", "explain"}

// command replies to a message that is a command. A question that happens to
// begin with a command's word ("who wants the merger?") is none: the rest must
// be what the command takes.
func (l *library) command(text string) (Reply, bool) {
	text = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(text), "/!"))
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	word = strings.Trim(strings.ToLower(word), ":.?! ")
	word = spelled(word)
	alone := nameKey(rest) == ""
	switch {
	case word == "help" && alone:
		return l.Help(), true
	case word == "topics" && alone:
		return l.Topics(), true
	case word == "sources" && alone:
		return l.Sources(), true
	case (word == "topic" || word == "topics") && !alone:
		if t := find(l.names().topics, rest); t != nil {
			return l.Topic(t), true
		}
	case (word == "source" || word == "sources") && !alone:
		if s := find(l.names().sources, rest); s != nil {
			return l.Source(s), true
		}
	case word == "who" && !alone:
		if v := find(l.names().voices, rest); v != nil {
			return l.Who(v), true
		}
	case word == "compare" && !alone:
		if t := find(l.names().topics, rest); t != nil {
			return l.Compare(t), true
		}
	case word == "cite" && !alone:
		if e := find(l.names().entries, rest); e != nil {
			return l.Cite(e), true
		}
		if !strings.Contains(rest, " ") { // a name, and no question
			return Reply{Status: answers.Unknown, Lead: "There is no entry of that name. To cite one, give its name, as in: cite " + l.corpus.Entries[0].ID}, true
		}
	case word == "check" && !alone:
		if q, ok := l.toCheck(rest); ok {
			return l.Check(q), true
		}
	case word == "explain" && isQuestion(rest):
		return l.Explain(rest), true
	}
	if example, ok := lacking[word]; ok && (alone || strings.Trim(rest, "\"'“”‘’ ") == "") {
		return Reply{Status: answers.Help, Lead: fmt.Sprintf("“%s” takes something after it, for example: %s", word, example)}, true
	}
	if (word == "topic" || word == "source") && !strings.Contains(rest, " ") && len(corpus.Words(rest)) > 0 {
		r := l.Topics()
		if word == "source" {
			r = l.Sources()
		}
		r.Lead = "There is no " + word + " of that name. There are these:"
		return r, true
	}
	return Reply{}, false
}

// lacking shows, for each command that takes something, what it takes.
var lacking = map[string]string{
	"topic": "topic procurement", "source": "source may-2018", "who": "who Ian Dodge", "compare": "compare merger",
	"check": "check \"too big to challenge\"", "cite": "cite start-april-2022", "explain": "explain when could legislation start?",
}

// spelled returns the command that a word is, or misspells; else the word.
func spelled(word string) string {
	if len(word) < 5 { // too short to be sure: "whom", "site"
		return word
	}
	if c := find(commandNames, word); c != nil {
		return *c
	}
	return word
}

// commandNames finds commands by their words.
var commandNames = func() map[string]*string {
	m := map[string]*string{}
	for _, c := range commandWords {
		m[c] = &c
	}
	return m
}()

// isQuestion reports whether a text begins as questions do.
func isQuestion(text string) bool {
	words := corpus.Words(text)
	return len(words) > 1 && slices.Contains([]string{"what", "who", "whose", "when", "where", "why", "which", "how", "does", "do", "did", "is", "are", "was", "were",
		"can", "could", "will", "would", "should", "has", "have", "had"}, words[0])
}

// toCheck returns the quotation of a check: what stands in quote marks, or
// what is known to the sources. "check whether the merger needs a law" is a question.
func (l *library) toCheck(rest string) (string, bool) {
	if strings.ContainsAny(rest, "“”\"‘«„") || strings.HasPrefix(rest, "'") {
		return rest, true
	}
	if first, _, _ := strings.Cut(strings.ToLower(rest), " "); first == "whether" || first == "if" || first == "that" || isQuestion(rest) {
		return "", false
	}
	return rest, len(corpus.Words(rest)) >= minQuoted
}

// Help says how to ask.
func (l *library) Help() Reply {
	r := l.answer(l.index.Ask("help"))
	r.Items = []Item{
		{Name: "topics", Text: "what you can ask about", Ask: "topics"},
		{Name: "compare TOPIC", Text: "who says what on a topic, in date order", Ask: "compare merger"},
		{Name: "who NAME", Text: "a person or body, and what they said", Ask: "who Ian Dodge"},
		{Name: "check \"QUOTATION\"", Text: "whether a quotation is exact, altered or not in the sources"},
		{Name: "sources", Text: "the five articles", Ask: "sources"},
		{Name: "cite ENTRY", Text: "one entry, with a reference to paste"},
		{Name: "explain QUESTION", Text: "how an answer was found"},
	}
	return r
}

// Topics lists what can be asked about.
func (l *library) Topics() Reply {
	r := Reply{Status: answers.Help, Lead: "I can answer questions on:"}
	for _, t := range l.corpus.Topics {
		if len(l.on(t)) > 0 {
			r.Items = append(r.Items, Item{Name: t.Name, Ask: "topic " + t.ID})
		}
	}
	return r
}

// Sources lists the articles.
func (l *library) Sources() Reply {
	r := Reply{Status: answers.Help, Lead: "I answer from these articles:"}
	for _, s := range l.corpus.Sources {
		r.Items = append(r.Items, sourceItem(s))
	}
	return r
}

// entries returns the entries that fit, in the order of the corpus.
func (l *library) entries(fits func(*corpus.Entry) bool) []*corpus.Entry {
	var list []*corpus.Entry
	for _, e := range l.corpus.Entries {
		if fits(e) {
			list = append(list, e)
		}
	}
	return list
}

// on returns the entries on a topic, in date order.
func (l *library) on(t *corpus.Topic) []*corpus.Entry {
	entries := l.entries(func(e *corpus.Entry) bool { return e.Topic == t.ID })
	slices.SortStableFunc(entries, func(a, b *corpus.Entry) int {
		x, y := l.corpus.Source(a.Source).Published, l.corpus.Source(b.Source).Published
		switch {
		case x.Before(y):
			return -1
		case y.Before(x):
			return 1
		}
		return 0
	})
	return entries
}

// maxShown is how many claims a list of them shows; a phone scrolls no further.
const maxShown = 6

// Topic shows the claims on a topic and offers its questions.
func (l *library) Topic(t *corpus.Topic) Reply {
	entries := l.on(t)
	if len(entries) == 0 {
		return Reply{Status: answers.Unknown, Lead: fmt.Sprintf("There is nothing on “%s”.", t.Name)}
	}
	return l.some(t.Name, entries)
}

// some shows the first of many claims, and offers questions on the rest.
func (l *library) some(what string, entries []*corpus.Entry) Reply {
	shown := entries[:min(maxShown, len(entries))]
	lead := what + ":"
	if len(shown) < len(entries) {
		lead = fmt.Sprintf("%s (%d of %d claims):", what, len(shown), len(entries))
	}
	r := l.cited(lead, shown...)
	r.Next = nextOf(entries[len(shown):])
	return r
}

// Source describes an article and shows what it says.
func (l *library) Source(s *corpus.Source) Reply {
	entries := l.entries(func(e *corpus.Entry) bool { return e.Source == s.ID })
	r := l.some(sourceItem(s).Text, entries)
	if s.Note != "" {
		r.Joint = s.Note
	}
	return r
}

// Who says who somebody is, as the sources give it, and shows what they said.
func (l *library) Who(v *corpus.Voice) Reply {
	own := l.entries(func(e *corpus.Entry) bool { return e.Voice == v.ID })
	lead := v.Name
	if v.Role != "" {
		lead += ", " + v.Role
	}
	if len(own) > 0 {
		return l.some(lead, own)
	}
	r := l.Ask("who is " + v.Name)
	if r.Status == answers.Answered {
		r.Lead = lead + " is named, but says nothing in the sources."
		return r
	}
	return Reply{Status: answers.Unknown, Lead: lead + ": the sources hold nothing of their own from them.", Next: r.Next}
}

// Compare shows the sides on a topic in date order: each voice once in each
// source, those who take a stance before those who only report.
func (l *library) Compare(t *corpus.Topic) Reply {
	var sides []*corpus.Entry
	taken := map[[2]string]int{}
	for _, e := range l.on(t) {
		side := [2]string{e.Voice, e.Source}
		i, has := taken[side]
		switch {
		case !has:
			taken[side] = len(sides)
			sides = append(sides, e)
		case weight(e) > weight(sides[i]):
			sides[i] = e
		}
	}
	for len(sides) > maxShown { // those without a stance make room first
		least := 0
		for i, e := range sides {
			if weight(e) < weight(sides[least]) {
				least = i
			}
		}
		sides = slices.Delete(sides, least, least+1)
	}
	if len(sides) == 0 {
		return l.Topic(t)
	}
	r := l.cited(t.Name+", side by side in date order:", sides...)
	r.Sides = true
	if len(sides) == 1 {
		r.Lead = fmt.Sprintf("On “%s” only one voice speaks:", t.Name)
	}
	return r
}

// weight is how much an entry says about where its voice stands.
func weight(e *corpus.Entry) int {
	w := 0
	if e.Stance != "" && e.Stance != "neutral" {
		w += 4
	}
	if e.Kind == "position" || e.Kind == "proposal" {
		w += 2
	}
	if e.Quote != "" {
		w++
	}
	return w
}

// Cite shows one entry, with a reference to paste.
func (l *library) Cite(e *corpus.Entry) Reply {
	r := l.cited("", e)
	c := r.Claims[0]
	ref := fmt.Sprintf("%s, “%s”", c.Author, c.Headline)
	if pub := l.corpus.Source(e.Source).Publisher; pub != c.Author {
		ref += ", " + pub
	}
	ref += fmt.Sprintf(", %s, %s, %s", c.When, c.Where, l.corpus.Source(e.Source).URL)
	r.Items = []Item{{Name: "Reference", Text: ref}}
	return r
}

// Explain tells how the answer to a question was found.
func (l *library) Explain(question string) Reply {
	r := l.Ask(question)
	return Reply{Status: answers.Help, Lead: "How the answer was found:", Verbatim: l.index.Explain(question).String(), Next: r.Next}
}
