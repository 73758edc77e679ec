package answers

import "slices"

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

// newLists returns room for n lists with so many items in all.
func newLists[T any](n, items int) lists[T] {
	return lists[T]{make([]int32, 0, n+1), make([]T, 0, items)}
}

// group sorts items into so many lists by a key, and keeps their order in each.
func group[T any](n int, items []T, key func(T) int) lists[T] {
	starts := make([]int32, n+1)
	for _, it := range items {
		starts[key(it)+1]++
	}
	for k := range n {
		starts[k+1] += starts[k]
	}
	next := slices.Clone(starts)
	grouped := make([]T, len(items))
	for _, it := range items {
		k := key(it)
		grouped[next[k]] = it
		next[k]++
	}
	return lists[T]{starts, grouped}
}

// len returns how many lists there are.
func (l *lists[T]) len() int { return max(0, len(l.starts)-1) }

// of returns the list with the number, empty if there is none.
func (l *lists[T]) of(k int) []T {
	if k < 0 || k+1 >= len(l.starts) {
		return nil
	}
	return l.items[l.starts[k]:l.starts[k+1]]
}

// lay is for [image].
func (l *lists[T]) lay(im *image) {
	lay(im, &l.starts)
	lay(im, &l.items)
}
