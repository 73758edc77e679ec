package bot

import (
	"fmt"
	"slices"
	"strings"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// A follow-up is a short message that means something only after another.
type followUp int

const (
	noFollowUp followUp = iota
	askWho
	askWhere
	askWhen
	askWhy
	askMore
	askOthers
	askAbout    // "what about X?"
	askNumbered // "the second one"
)

// followUps are the words of follow-ups, folded, whole messages.
var followUps = map[followUp][]string{
	askWho: {"who said that", "who said this", "who said it", "who says", "says who", "who says that", "who says so", "who is that", "who was that", "who by", "by whom", "whose words are those", "whose words", "who is speaking",
		"quote him", "quote her", "quote them", "quote it", "the quote", "quote", "exact words", "the exact words", "what were the exact words", "what are the exact words",
		"can you give me the exact words", "give me the exact words", "word for word", "what exactly was said", "what was said exactly"},
	askWhere: {"where is that from", "wheres that from", "where is this from", "where does it say that", "where does that come from", "where did you get that", "what is the source", "whats the source", "source", "the source", "reference", "citation", "link", "which article", "which paragraph", "where", "cite that", "cite it"},
	askWhen:  {"when was this", "when was that", "when was it", "when was this said", "when was that said", "when did they say that", "when did he say that", "when did she say that", "when", "what date", "how old is this", "how old is that", "is that recent"},
	askWhy:   {"why", "why is that", "why so", "how come", "why not", "but why", "for what reason", "what is the reason", "whats the reason", "why do they say that", "why does he say that", "why does she say that", "why did they say that", "why did he say that", "why did she say that"},
	askMore:  {"more", "go on", "tell me more", "anything else", "what else", "and", "continue", "next", "more please", "more on this", "more on that", "say more"},
	askOthers: {"does anyone disagree", "who disagrees", "anyone against", "does anybody disagree", "who is against", "who else", "what do others say", "other views", "the other side", "what does the other side say", "any criticism", "anyone else", "do others agree", "does everyone agree", "is anyone against it", "who is against it", "who opposes it", "who opposes that",
		"who disagrees with him", "who disagrees with her", "who disagrees with them", "who disagrees with that", "who disagrees with this", "does anyone disagree with him",
		"does anyone disagree with her", "does anyone disagree with that"},
}

// ordinals are how people point at one of several.
var ordinals = map[string]int{"first": 1, "1": 1, "1st": 1, "one": 1, "second": 2, "2": 2, "2nd": 2, "two": 2, "third": 3, "3": 3, "3rd": 3, "three": 3,
	"fourth": 4, "4": 4, "4th": 4, "four": 4, "fifth": 5, "5": 5, "5th": 5, "five": 5, "sixth": 6, "6": 6, "6th": 6, "six": 6}

// maxFollowUp is the most words that a follow-up has; a longer message stands by itself.
const maxFollowUp = 8

// maxAbout is the most words of a follow-up that is no set phrase.
const maxAbout = 6

// readFollowUp recognises a follow-up, with what it is about or its number.
func readFollowUp(text string) (f followUp, about string, number int) {
	words := corpus.Words(text)
	for len(words) > 0 && (words[0] == "and" || words[0] == "ok" || words[0] == "but" || words[0] == "so") && len(words) > 1 {
		words = words[1:]
		if len(words) <= maxAbout && strings.EqualFold(firstWord(text), "and") && !isQuestion(strings.Join(words, " ")) {
			if f, _, _ := fixed(words); f == noFollowUp {
				return askAbout, strings.Join(words, " "), 0
			}
		}
	}
	if len(words) == 0 || len(words) > maxFollowUp {
		return noFollowUp, "", 0
	}
	if f, _, n := fixed(words); f != noFollowUp {
		return f, "", n
	}
	if len(words) > maxAbout {
		return noFollowUp, "", 0
	}
	line := strings.Join(words, " ")
	for _, start := range []string{"what about ", "how about ", "what of ", "what does he say about ", "what does she say about "} {
		if rest, ok := strings.CutPrefix(line, start); ok {
			return askAbout, rest, 0
		}
	}
	return noFollowUp, "", 0
}

func firstWord(text string) string {
	if f := strings.Fields(text); len(f) > 0 {
		return f[0]
	}
	return ""
}

// fixed recognises the follow-ups that are set phrases or point at a number.
func fixed(words []string) (followUp, string, int) {
	line := strings.Join(words, " ")
	for f, phrases := range followUps {
		if slices.Contains(phrases, line) {
			return f, "", 0
		}
	}
	pointing := 0
	for _, w := range words {
		switch n, ok := ordinals[w]; {
		case ok && (pointing == 0 || w == "one"):
			if pointing == 0 {
				pointing = n
			}
		case w == "the" || w == "number" || w == "no" || w == "show" || w == "me" || w == "open" || w == "answer" || w == "please":
		default:
			return noFollowUp, "", 0
		}
	}
	if pointing > 0 {
		return askNumbered, "", pointing
	}
	return noFollowUp, "", 0
}

// followUp replies to a message that follows on what a thread was about.
func (l *library) followUp(text string, before topicOfTalk) (Reply, bool) {
	f, about, number := readFollowUp(text)
	if f == noFollowUp {
		return Reply{}, false
	}
	if len(before.entries) == 0 {
		if f == askAbout { // then it is a question of its own
			return Reply{}, false
		}
		if f == askNumbered && number <= len(before.next) {
			return l.Ask(before.next[number-1]), true
		}
		r := l.Ask("")
		r.Lead = "I'm not sure what you mean: there is nothing before it that I could go on from. Ask me a question, for example:"
		return r, true
	}
	last := l.corpus.Entry(before.entries[0])
	if last == nil { // the corpus was exchanged meanwhile
		return Reply{}, false
	}
	c := l.claim(last)
	switch f {
	case askWho:
		return l.cited(whoSaid(c), last), true
	case askWhere:
		return l.cited("From "+c.Citation()+":", last), true
	case askWhen:
		return l.cited(fmt.Sprintf("%s published it %s:", l.corpus.Source(last.Source).Publisher, l.corpus.Source(last.Source).Published.When()), last), true
	case askWhy:
		return l.why(last), true
	case askMore:
		return l.more(last, before), true
	case askOthers:
		return l.otherVoices(last), true
	case askNumbered:
		return l.numbered(number, before), true
	default:
		return l.about(about, last), true
	}
}

// whoSaid names the speaker, and whose claim it is where that is another.
func whoSaid(c Claim) string {
	who := c.Speaker
	if c.Role != "" {
		who += " (" + c.Role + ")"
	}
	if c.Reported {
		return fmt.Sprintf("%s, in the words of %s:", c.Voice, who)
	}
	return who + ":"
}

// reasonsAmong is how far down what fits a reason is looked for.
const reasonsAmong = 12

// why looks for a reason: an entry on the same topic, of the same source, that
// people ask "why" for.
func (l *library) why(last *corpus.Entry) Reply {
	for _, e := range l.index.Nearest("why "+last.Title+" "+last.Says, reasonsAmong) {
		if e.Topic == last.Topic && e.Source == last.Source && e.ID != last.ID && givesReason(e) {
			return l.cited("On the reasons, the sources say:", e)
		}
	}
	r := l.cited("The sources give no further reason. What they say is:", last)
	r.Status = answers.Related
	return r
}

// givesReason reports whether enough of an entry's wordings ask why.
func givesReason(e *corpus.Entry) bool {
	n := 0
	for ask := range e.Asks.All() {
		if w := corpus.Words(ask); len(w) > 0 && w[0] == "why" {
			n++
		}
	}
	return n >= minWhy
}

// minWhy is how many wordings that ask why make an entry a reason: one may be by the way.
const minWhy = 3

// more goes on with what the thread has not shown yet on the topic.
func (l *library) more(last *corpus.Entry, before topicOfTalk) Reply {
	topic := l.corpus.Topic(last.Topic)
	var rest []*corpus.Entry
	for _, e := range l.on(topic) {
		if !slices.Contains(before.seen, e.ID) {
			rest = append(rest, e)
		}
	}
	if len(rest) == 0 {
		r := l.Topics()
		r.Lead = fmt.Sprintf("That is all the sources say on “%s”. Other topics:", topic.Name)
		return r
	}
	return l.cited("More on “"+topic.Name+"”:", rest[:min(maxMore, len(rest))]...)
}

// maxMore is how many claims "more" adds.
const maxMore = 3

// otherVoices shows who else speaks on the topic, those of another stance first.
func (l *library) otherVoices(last *corpus.Entry) Reply {
	topic := l.corpus.Topic(last.Topic)
	var others []*corpus.Entry
	heard := map[string]bool{last.Voice: true}
	for _, differing := range []bool{true, false} {
		for _, e := range l.on(topic) {
			takes := e.Stance != "" && e.Stance != "neutral"
			if !heard[e.Voice] && takes && (e.Stance != last.Stance) == differing && len(others) < maxMore {
				heard[e.Voice] = true
				others = append(others, e)
			}
		}
	}
	if len(others) == 0 {
		r := l.cited(fmt.Sprintf("Nobody else takes a side on “%s” in the sources. What was said:", topic.Name), last)
		r.Status = answers.Related
		return r
	}
	return l.cited("Others on “"+topic.Name+"”:", others...)
}

// numbered shows one of the claims shown last, or else answers one of the questions offered.
func (l *library) numbered(n int, before topicOfTalk) Reply {
	if n <= len(before.entries) {
		if e := l.corpus.Entry(before.entries[n-1]); e != nil {
			return l.cited("", e)
		}
	}
	r := Reply{Status: answers.Help, Lead: fmt.Sprintf("I showed %d; there is no number %d.", len(before.entries), n), Next: before.next}
	return r
}

// about turns to a voice or a subject on the topic of the last entry.
func (l *library) about(name string, last *corpus.Entry) Reply {
	topic := l.corpus.Topic(last.Topic)
	switch name {
	case "him", "her", "them", "he", "she", "they":
		return l.Who(l.corpus.Voice(last.Voice))
	}
	if v := find(l.names().voices, name); v != nil {
		var own []*corpus.Entry
		for _, e := range l.on(topic) {
			if e.Voice == v.ID {
				own = append(own, e)
			}
		}
		if len(own) > 0 {
			return l.cited(fmt.Sprintf("%s on “%s”:", v.Name, topic.Name), own[:min(maxMore, len(own))]...)
		}
		r := l.Who(v)
		r.Lead = fmt.Sprintf("The sources have nothing from %s on “%s”. What they have: %s", v.Name, topic.Name, r.Lead)
		if r.Status == answers.Answered {
			r.Status = answers.Related
		}
		return r
	}
	r := l.Ask(name + " " + topic.Name)
	if alone := l.Ask(name); r.Status != answers.Answered && alone.Status == answers.Answered {
		return alone
	}
	return r
}
