package answers

// An Explanation is a result with what led to it.
type Explanation struct {
	Result
	index    *Index
	question question
	terms    []weighed
	total    float64
	entries  []match
	gap      match
	evidence evidence
}
