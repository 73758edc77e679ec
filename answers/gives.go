package answers

import (
	"strings"

	"nhslaw/corpus"
)

var (
	numberWords = set(`two three four five six seven eight nine ten dozen hundred thousand million billion percent cent half third majority 1 2 3`)
	months      = set(`january february march april june july august september october november december`)
	timeWords   = set(`today yesterday now year years month months week decade early earliest shortly soon before after since annual annually every time`)
	moneyWords  = set(`million billion pounds`)
)

// givesOf reads off an entry what sorts of thing it can tell.
func givesOf(e *corpus.Entry) wants {
	gives := aPerson | aPlace | aReason
	if e.Kind == "timing" {
		gives |= aDate
	}
	for _, text := range []string{e.Title, e.Says, e.Quote} {
		for _, w := range corpus.Words(text) {
			digits := strings.Trim(w, "0123456789") == ""
			year := digits && len(w) == 4
			if numberWords[w] || digits && !year {
				gives |= aNumber
			}
			if year || months[w] || timeWords[w] || strings.HasSuffix(w, "0s") {
				gives |= aDate
			}
			if moneyWords[w] {
				gives |= money
			}
		}
	}
	return gives
}
