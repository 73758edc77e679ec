package answers

import "strings"

// A term is a unit of matching, with how much it counts and where it came from.
type term struct {
	symbol   symbol
	weight   float64 // 0 to 1: how sure it is that the reader meant it
	from, to int     // the words that it stands for; none if it is intended
	how      how
}

// how tells by what a question's word became a term.
type how string

const (
	asTyped  how = ""
	asPhrase how = "phrase"
	asPart   how = "part of a phrase"
	repaired how = "repaired"
	intended how = "question word"
)

// text returns a term of a question as it was typed, folded and repaired.
func (q *question) text(t term) string { return strings.Join(q.fixed[t.from:t.to], " ") }
