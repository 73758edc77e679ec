package answers

// An inquiry is one question on its way to an answer: what was understood,
// what fits it, and what speaks for the best. It is also the room to work in,
// so that the next question needs no new memory.
type inquiry struct {
	question
	weighed  []weighed
	total    float64 // what the whole question weighs
	norm     float64 // and its part in the length norm of a likeness
	skip     int32   // the wording left out of account, or none
	entries  race
	gaps     race
	gap      match // the best gap; the zero match if there is none
	evidence evidence
	chosen   []int32 // the candidates to show

	// Room for rank.
	unread  []weighed // the terms whose uses have not been read, those with fewest first
	shared  []float32 // by candidate: what its terms weigh in the question
	covered []float32 // by candidate
	touched []int32   // the candidates of which these are not zero
	overlap []float64 // by wording of the candidate in hand
	scored  []match   // the matches of the bids

	hearing hearing
}

func (x *Index) newInquiry() *inquiry {
	return &inquiry{shared: make([]float32, len(x.cands)), covered: make([]float32, len(x.cands))}
}
