package answers

// A term is a unit of matching, with how much it counts and where it came from.
type term struct {
	key    string  // see lexicon
	weight float64 // 0 to 1: how sure it is that the reader meant it
	word   string  // as typed, folded
	how    how
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
