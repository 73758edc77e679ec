package answers

import (
	"strings"

	"nhslaw/corpus"
)

var (
	numberWords = set(`two three four five six seven eight nine ten dozen hundred thousand million billion percent cent half third majority 1 2 3`)
	months      = set(`january february march april june july august september october november december`)
	timeWords   = set(`today yesterday now year years month months week decade early earliest shortly soon before after since annual annually every time`)
)

// givesOf reads off an entry what sorts of thing it can tell.
func givesOf(e *corpus.Entry) wants {
	words := corpus.Words(strings.Join([]string{e.Title, e.Says, e.Quote}, " "))
	g := wants{date: e.Kind == "timing", person: true, place: true, reason: true}
	for _, w := range words {
		digits := strings.Trim(w, "0123456789") == ""
		year := digits && len(w) == 4
		g.number = g.number || numberWords[w] || digits && !year
		g.date = g.date || year || months[w] || timeWords[w] || strings.HasSuffix(w, "0s")
		g.money = g.money || w == "million" || w == "billion" || w == "pounds"
	}
	return g
}
