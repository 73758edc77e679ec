package quotes

// A span is the paragraphs, from the first to the last, in which words stand.
type span struct{ first, last int }

// standing returns the spans in which all of the words stand; nil if they stand
// nowhere. The words may be parted only where the reader parted them: at an
// ellipsis, within a paragraph or to the next one, and at the end of a sentence
// or a line, to the next one. Each part has at least three words.
func (x *index) standing(words []word, runs []run) []span {
	at := map[int][]run{} // by paragraph
	for _, r := range runs {
		at[r.paragraph] = append(at[r.paragraph], r)
	}
	type state struct{ word, paragraph int } // the words before this one are accounted for
	var spans []span
	for _, r := range runs {
		if r.from > 0 {
			break
		}
		seen := map[state]bool{}
		todo := []state{{0, r.paragraph}}
		reach := func(s state) {
			if !seen[s] {
				seen[s] = true
				todo = append(todo, s)
			}
		}
		for len(todo) > 0 {
			s := todo[0]
			todo = todo[1:]
			to := reachOf(at[s.paragraph], s.word)
			if to == len(words) {
				spans = append(spans, span{r.paragraph, s.paragraph})
				break
			}
			for i := s.word + shingle; i <= to; i++ {
				if words[i].gap == ellipsis {
					reach(state{i, s.paragraph})
				}
				if words[i].gap != none && x.follows(s.paragraph, s.paragraph+1) {
					reach(state{i, s.paragraph + 1})
				}
			}
		}
	}
	return spans
}

// reachOf returns how far the words from one on stand in a row, in a paragraph
// with the runs: 0 if fewer than three do.
func reachOf(runs []run, from int) int {
	for _, r := range runs {
		if r.from <= from && from+shingle <= r.to {
			return r.to
		}
	}
	return 0
}
