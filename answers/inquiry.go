package answers

// An inquiry is one question on its way to an answer: what was understood,
// what fits it, and what speaks for the best. It is also the room to work in,
// so that the next question needs no new memory.
type inquiry struct {
	question
	hearing
	weighed  []weighed
	total    float64 // what the whole question weighs
	norm     float64 // and its part in the length norm of a likeness
	entries  race
	gaps     race
	gap      match // the best gap; the zero match if there is none
	evidence evidence
	chosen   []int32 // the candidates to show

	// Room for rank.
	found   []finding // by candidate
	touched []int32   // the candidates with a finding
	cut     float32   // those that promise less are not in the running yet
	later   bool      // there are such
	hits    []hit     // from 1
	long    []int32   // the weighed terms whose hits are not noted
	scored  []match   // the matches of the bids

	// Room for match; all of it is zero between matches.
	mine    []int32   // by weighed term: the number of the candidate's use of it and one more
	overlap []float64 // by wording of the candidate
	asked   []int32   // the wordings with an overlap

}

func (x *Index) newInquiry() *inquiry {
	most := int32(0)
	for _, c := range x.cands {
		most = max(most, c.to-c.from)
	}
	return &inquiry{hearing: hearing{sums: make([]int32, len(x.cands))}, found: make([]finding, len(x.cands)), overlap: make([]float64, most)}
}
