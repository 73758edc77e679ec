package answers

// lists are many short lists in one piece of memory, by number.
type lists[T any] struct {
	starts []int32 // where each list starts, and where the last one ends
	items  []T
}

// add makes items the next list.
func (l *lists[T]) add(items ...T) {
	if len(l.starts) == 0 {
		l.starts = append(l.starts, 0)
	}
	l.items = append(l.items, items...)
	l.starts = append(l.starts, int32(len(l.items)))
}

// of returns the list with the number, empty if there is none.
func (l *lists[T]) of(k int) []T {
	if k < 0 || k+1 >= len(l.starts) {
		return nil
	}
	return l.items[l.starts[k]:l.starts[k+1]]
}
