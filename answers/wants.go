package answers

import (
	"strings"
)

// wants is what sort of thing a question asks for.
type wants struct {
	number, money, date, person, place, reason bool
}

// phrasesOf finds whether one of the phrases stands in the text, word by word.
func has(text string, phrases ...string) bool {
	for _, p := range phrases {
		if strings.Contains(text, " "+p+" ") {
			return true
		}
	}
	return false
}

// wantsOf reads the question words.
func wantsOf(words []string) wants {
	text := " " + strings.Join(words, " ") + " "
	return wants{
		number: has(text, "how many", "how much", "how big", "how large", "what percentage", "what number", "what proportion", "what share", "the number of", "how often", "number of"),
		money:  has(text, "how much", "cost", "costs", "price", "pounds", "billion", "million", "salary", "budget", "paid", "pay"),
		date:   has(text, "when", "how soon", "what date", "which date", "what year", "which year", "by when", "how long until", "how long before", "what month", "which month", "earliest", "start date", "what day"),
		person: has(text, "who", "whose", "whos", "which person", "which minister", "whom"),
		place:  has(text, "where", "which areas", "which places"),
		reason: has(text, "why", "how come", "what reason", "for what reason", "the reason", "reasons"),
	}
}

// keys returns the wants as terms, so that "how many" meets "how many".
func (w wants) keys() []string {
	var keys []string
	for _, k := range []struct {
		on  bool
		key string
	}{{w.number, "?number"}, {w.date, "?date"}, {w.person, "?person"}, {w.place, "?place"}, {w.reason, "?reason"}} {
		if k.on {
			keys = append(keys, k.key)
		}
	}
	return keys
}

// asksToCompare reports whether the words ask for several voices or sources.
func asksToCompare(words []string) bool {
	text := " " + strings.Join(words, " ") + " "
	return has(text, "compare", "compared", "comparison", "versus", "vs", "differ", "differs", "difference", "differences",
		"different articles", "the articles", "all the articles", "articles between them", "each article", "both articles", "all five articles", "all the sources", "the sources", "two articles",
		"different sources", "each treat", "each say", "agree", "agrees", "disagree", "disagrees", "contrast", "for and against", "who is for", "sides", "across the articles", "all five", "on both sides", "line up")
}
