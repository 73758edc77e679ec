package answers

import (
	"slices"
	"strings"
)

// wants are sorts of thing that a question asks for, or that an entry gives.
type wants int32

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
		"different sources, each treat, each say, agree, agrees, disagree, disagrees, contrast, for and against, who is for, sides, across the articles, all five, on both sides, line up, lined up, " +
		"which articles, which pieces, which of the articles, which of the pieces, which sources, each source, each piece, each of them, these articles, these pieces, one article, article by article, " +
		"who said what, who says what, who wants what, who thinks what, whos for, who is in favour, who was in favour, whos in favour, everyones, everybodys, side by side, both camps"},
}

// intents are the wants that are terms too, so that "how many" meets "how many".
var intents = []struct {
	wants wants
	name  string
}{{aNumber, "?number"}, {aDate, "?date"}, {aPerson, "?person"}, {aPlace, "?place"}, {aReason, "?reason"}}

// cues are the phrases that tell what a question asks for, by their first word.
type cues struct {
	byFirst lists[cue]
	rests   lists[wordID] // the words after the first
	intents []symbol      // as terms, in the order of the table above
}

type cue struct {
	rest  int32 // its number in the list of rests
	wants wants
}

func newCues(v *vocabulary) *cues {
	c := &cues{}
	var all []cue
	var first []wordID
	most := noWord
	for _, p := range phrasesFor {
		for phrase := range strings.SplitSeq(p.phrases, ", ") {
			ids := v.numberAll(nil, phrase)
			all = append(all, cue{int32(len(all)), p.wants})
			first = append(first, ids[0])
			c.rests.add(ids[1:]...)
			most = max(most, ids[0])
		}
	}
	c.byFirst = group(int(most)+1, all, func(q cue) int { return int(first[q.rest]) })
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
			own, rest := c.rests.of(int(cue.rest)), words[i+1:]
			if len(own) <= len(rest) && slices.Equal(own, rest[:len(own)]) {
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

// lay is for [image].
func (c *cues) lay(im *image) {
	c.byFirst.lay(im)
	c.rests.lay(im)
	lay(im, &c.intents)
}
