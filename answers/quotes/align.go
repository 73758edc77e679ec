package quotes

import "slices"

// The costs of an alignment. Two words that agree are worth two that don't, so
// that an alignment leads on over a wrong word to the next right one, and not
// over more than it wins.
const (
	scoreEqual = 2
	scoreEdit  = -1
)

// A step aligns a word of the reader's with one of a quotation. -1 stands for none.
type step struct {
	reader, quoted int
	equal          bool
}

// An alignment lays a quotation over the reader's words: the whole of either,
// or the end of one over the beginning of the other.
type alignment struct {
	steps         []step
	equal, edited int
}

// reader returns the stretch of the reader's words that it covers.
func (a alignment) reader() (from, to int) {
	from, to = -1, -1
	for _, s := range a.steps {
		if s.reader >= 0 {
			if from < 0 {
				from = s.reader
			}
			to = s.reader + 1
		}
	}
	return from, to
}

// beyond counts the words of the quotation that it leaves out at either end.
func (a alignment) beyond(quoted []word) int {
	n := len(quoted)
	for _, s := range a.steps {
		if s.quoted >= 0 {
			n--
		}
	}
	return n
}

// align finds the best alignment; one that does not fit if the words have too
// little in common.
func align(reader, quoted []word) alignment {
	n, m := len(reader), len(quoted)
	width := m + 1
	score := make([]int, (n+1)*width) // the first row and column are free: either may begin earlier
	best := 0                         // the cell where the best one ends; either may end later
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			cell := i*width + j
			both := scoreEdit
			if reader[i-1].fold == quoted[j-1].fold {
				both = scoreEqual
			}
			score[cell] = max(score[cell-width-1]+both, score[cell-1]+scoreEdit, score[cell-width]+scoreEdit)
			if i < n && j < m || score[cell] < score[best] {
				continue
			}
			// Of equals the one with more of the quotation, then with more of the
			// reader's words, so that a wrong last word has the true one beside it.
			if score[cell] > score[best] || j >= best%width {
				best = cell
			}
		}
	}
	var a alignment
	for i, j := best/width, best%width; i > 0 && j > 0; {
		cell := i*width + j
		equal := reader[i-1].fold == quoted[j-1].fold
		switch {
		case equal && score[cell] == score[cell-width-1]+scoreEqual:
			i, j = i-1, j-1
			a.steps = append(a.steps, step{i, j, true})
			a.equal++
			continue
		case !equal && score[cell] == score[cell-width-1]+scoreEdit:
			i, j = i-1, j-1
			a.steps = append(a.steps, step{i, j, false})
		case score[cell] == score[cell-1]+scoreEdit:
			j--
			a.steps = append(a.steps, step{-1, j, false})
		default:
			i--
			a.steps = append(a.steps, step{i, -1, false})
		}
		a.edited++
	}
	slices.Reverse(a.steps)
	return a
}

const (
	// An alignment counts if as many words agree as a fingerprint needs, and
	// two for each that doesn't: fewer is what any two sentences have in common.
	minEqual       = shingle
	equalForAnEdit = 2
)

// fits reports whether the alignment shows that the words come from the quotation.
func (a alignment) fits() bool {
	return a.equal >= minEqual && a.equal >= equalForAnEdit*a.edited
}
