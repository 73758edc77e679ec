package answers

import (
	_ "embed"
	"strings"
)

// elsewhere is what people ask, and say to a bot, about anything else: a message
// a line, of every sort that comes in. An index learns from them how to tell
// such messages from those about its corpus (see tongue); none of their words
// counts as one of the corpus's.
//
//go:embed elsewhere.txt
var elsewhere string

// readElsewhere returns the words of each of the messages.
func (x *Index) readElsewhere(messages string) (words lists[wordID]) {
	for m := range strings.Lines(messages) {
		words.add(x.words.numberAll(nil, m)...)
	}
	return words
}
