package answers

// An inquiry is one question on its way to an answer: what was understood,
// what fits it, and what speaks for the best. It is also the room to work in,
// so that the next question needs no new memory.
type inquiry struct {
	question
	weighed  []weighed
	total    float64  // what the whole question weighs
	entries  []*match // best first
	gaps     []*match // in the order of the corpus
	gap      match    // the best gap; the zero match if there is none
	evidence evidence
	chosen   []int32 // the candidates to show

	// Room for rank; all but matches is at zero between questions.
	overlap []float64 // by wording
	touched []uint64  // a bit for each wording with an overlap
	covered []float64 // by candidate
	matches []match   // by candidate

	hearing hearing
}

func (x *Index) newInquiry() *inquiry {
	return &inquiry{
		overlap: make([]float64, len(x.wordings)),
		touched: make([]uint64, (len(x.wordings)+63)/64),
		covered: make([]float64, len(x.cands)),
		matches: make([]match, len(x.cands)),
	}
}
