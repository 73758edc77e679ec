package quotes

// diff writes the fit down as edits, a deletion before the insertion that takes its place.
func (n near) diff(text string, words []word) []Edit {
	var edits []Edit
	for from := 0; from < len(words); {
		if n.insert[from] != "" {
			edits = append(edits, Edit{Insert, n.insert[from]})
		}
		to := from + 1
		for to < len(words) && n.keep[to] == n.keep[from] && n.insert[to] == "" {
			to++
		}
		op := Delete
		if n.keep[from] {
			op = Equal
		}
		if stretch := typed(text, words[from:to]); stretch != "" {
			edits = append(edits, Edit{op, stretch})
		}
		from = to
	}
	if last := n.insert[len(words)]; last != "" {
		edits = append(edits, Edit{Insert, last})
	}
	return edits
}
