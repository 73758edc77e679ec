package answers

// An inquiry is one question on its way to an answer: what was understood,
// what fits it, and what speaks for the best. It is also the room to work in,
// so that the next question needs no new memory.
type inquiry struct {
	question
	hearing
	smallTalk bool // and nothing else
	weighed   []weighed
	total     float64 // what the whole question weighs
	norm      float64 // and its part in the length norm of a likeness
	entries   []match // the best, in order
	gaps      []match
	evidence  evidence
	parties   []party // see readParties
	also      []int32 // what else the message asks comes to
	chosen    []int32 // the candidates to show

	covered []float64 // by candidate: the share of the question that all its wordings explain
	rest    []weighed // room for bestOf and bestOnRest
	gains   []gain    // room for bestOnRest, by entry
	overlap []float64 // room for compare, by wording of the candidate; all of it is zero in between
}

func (x *Index) newInquiry() *inquiry {
	most := int32(0)
	for _, c := range x.cands {
		most = max(most, c.to-c.from)
	}
	return &inquiry{
		hearing: newHearing(x.tongue.cands()), covered: make([]float64, len(x.cands)),
		gains: make([]gain, len(x.corpus.Entries)), overlap: make([]float64, most),
	}
}

// place returns the entry in a place from 0, or nil if so many aren't ranked.
func (q *inquiry) place(i int) *match {
	if i >= len(q.entries) {
		return nil
	}
	return &q.entries[i]
}

// gap returns the best of the gaps; the zero match if there is none.
func (q *inquiry) gap() match {
	if len(q.gaps) == 0 {
		return match{}
	}
	return q.gaps[0]
}

// best returns the candidate in the first place, none if there is no entry.
func (q *inquiry) best() int32 {
	if m := q.place(0); m != nil {
		return m.cand
	}
	return none
}

// about returns how likely the question is about the sources' subject, 0 if no
// entry shares a term with it.
func (q *inquiry) about() float64 {
	if q.best() == none {
		return 0
	}
	return q.evidence.probability(about)
}
