package answers

import (
	"slices"
	"strings"
)

// wants are sorts of thing that a question asks for, or that an entry gives.
type wants uint8

const (
	aNumber wants = 1 << iota
	money
	aDate
	aPerson
	aPlace
	aReason
	sides // what several voices or sources say
)

// phrasesFor are the words by which a question asks for each sort of thing.
var phrasesFor = []struct {
	wants   wants
	phrases string
}{
	{aNumber, "how many, how much, how big, how large, what percentage, what number, what proportion, what share, the number of, how often, number of"},
	{money, "how much, cost, costs, price, pounds, billion, million, salary, budget, paid, pay"},
	{aDate, "when, how soon, what date, which date, what year, which year, by when, how long until, how long before, what month, which month, earliest, start date, what day"},
	{aPerson, "who, whose, whos, which person, which minister, whom"},
	{aPlace, "where, which areas, which places"},
	{aReason, "why, how come, what reason, for what reason, the reason, reasons"},
	{sides, "compare, compared, comparison, versus, vs, differ, differs, difference, differences, " +
		"different articles, the articles, all the articles, articles between them, each article, both articles, all five articles, all the sources, the sources, two articles, " +
		"different sources, each treat, each say, agree, agrees, disagree, disagrees, contrast, for and against, who is for, sides, across the articles, all five, on both sides, line up"},
}

// intents are the wants that are terms too, so that "how many" meets "how many".
var intents = []struct {
	wants wants
	name  string
}{{aNumber, "?number"}, {aDate, "?date"}, {aPerson, "?person"}, {aPlace, "?place"}, {aReason, "?reason"}}

// cues are the phrases that tell what a question asks for, by their first word.
type cues struct {
	byFirst lists[cue]
	intents []symbol // as terms, in the order of the table above
}

type cue struct {
	rest  []wordID // the words after the first
	wants wants
}

func newCues(v *vocabulary) *cues {
	byFirst := map[wordID][]cue{}
	most := noWord
	for _, p := range phrasesFor {
		for phrase := range strings.SplitSeq(p.phrases, ", ") {
			ids := v.numberAll(nil, phrase)
			byFirst[ids[0]] = append(byFirst[ids[0]], cue{ids[1:], p.wants})
			most = max(most, ids[0])
		}
	}
	c := &cues{}
	for id := range most + 1 {
		c.byFirst.add(byFirst[id]...)
	}
	for _, i := range intents {
		c.intents = append(c.intents, v.symbol(i.name))
	}
	return c
}

// wantsOf reads the question words.
func (c *cues) wantsOf(words []wordID) wants {
	var w wants
	for i, id := range words {
		for _, cue := range c.byFirst.of(int(id)) {
			if rest := words[i+1:]; len(cue.rest) <= len(rest) && slices.Equal(cue.rest, rest[:len(cue.rest)]) {
				w |= cue.wants
			}
		}
	}
	return w
}

// terms appends what is wanted as terms.
func (c *cues) terms(terms []term, w wants) []term {
	for i, intent := range intents {
		if w&intent.wants != 0 {
			terms = append(terms, term{symbol: c.intents[i], weight: 1, how: intended})
		}
	}
	return terms
}
