package answers

import "unsafe"

// texts are many short texts, numbered as they were added, and found by a hash.
type texts struct {
	all    []byte
	starts []int32 // where each begins in all, and where the last ends
	slots  []int32 // by hash: the number of a text and one more; 0 is free
}

// at returns the text with a number.
func (t *texts) at(id int32) string {
	from, to := t.starts[id], t.starts[id+1]
	if from == to {
		return ""
	}
	return unsafe.String(&t.all[from], to-from) // what was added is never changed
}

// len returns how many texts there are.
func (t *texts) len() int { return max(0, len(t.starts)-1) }

// find returns the number of a text, -1 if it has none.
func (t *texts) find(s string) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	return t.slots[t.slot(s)] - 1
}

// slot returns the slot with a text, or else the one that it would take.
func (t *texts) slot(s string) int {
	mask := len(t.slots) - 1
	for k := hash(s) & mask; ; k = (k + 1) & mask {
		if id := t.slots[k]; id == 0 || t.at(id-1) == s {
			return k
		}
	}
}

// add returns the number of a text, a new one if it has none yet.
func (t *texts) add(s string) int32 {
	if 2*(t.len()+1) > len(t.slots) {
		t.grow()
	}
	k := t.slot(s)
	if id := t.slots[k]; id > 0 {
		return id - 1
	}
	t.all = append(t.all, s...)
	t.starts = append(t.starts, int32(len(t.all)))
	t.slots[k] = int32(t.len())
	return t.slots[k] - 1
}

// fewSlots is how many slots there are at first; their number is a power of two.
const fewSlots = 1 << 10

// grow makes twice as many slots.
func (t *texts) grow() {
	if t.starts == nil {
		t.starts = []int32{0}
	}
	t.slots = make([]int32, max(fewSlots, 2*len(t.slots)))
	for id := range int32(t.len()) {
		t.slots[t.slot(t.at(id))] = id + 1
	}
}

// lay is for [image].
func (t *texts) lay(im *image) {
	lay(im, &t.all)
	lay(im, &t.starts)
	lay(im, &t.slots)
}

// hash is FNV-1a.
func hash(s string) int {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return int(h ^ h>>32)
}
