package surface

import (
	"context"
)

// Work is what a surface does in the background, so many things at a time. It
// is safe for concurrent use.
type Work struct {
	clerk *Clerk
	slots chan struct{}
	life  context.Context // of all that is done: ends with Drain
	end   context.CancelFunc
}

// NewWork returns room for so many things at a time.
func NewWork(clerk *Clerk, most int) *Work {
	life, end := context.WithCancel(context.Background())
	return &Work{clerk, make(chan struct{}, most), life, end}
}

// Start begins something as soon as there is room; once the work has ended it
// doesn't. The context ends with the work.
func (w *Work) Start(doing string, do func(context.Context)) {
	select {
	case w.slots <- struct{}{}:
		w.begin(doing, do)
	case <-w.life.Done():
	}
}

// TryStart begins something if there is room, and reports whether there was.
func (w *Work) TryStart(doing string, do func(context.Context)) bool {
	select {
	case w.slots <- struct{}{}:
		w.begin(doing, do)
		return true
	default:
		return false
	}
}

func (w *Work) begin(doing string, do func(context.Context)) {
	go func() {
		defer func() { <-w.slots }()
		defer w.clerk.Guard(doing)
		do(w.life)
	}()
}

// Idle waits until nothing is under way.
func (w *Work) Idle() {
	w.fill(context.Background())
	for range cap(w.slots) {
		<-w.slots
	}
}

// Drain ends the work: nothing new begins, and what is under way has DrainTime
// to be done.
func (w *Work) Drain() {
	defer w.end()
	ctx, cancel := context.WithTimeout(w.life, DrainTime)
	defer cancel()
	if !w.fill(ctx) {
		w.clerk.Log.Warn("some replies weren't sent in time")
	}
}

// fill takes up all room, which is when nothing else is under way; false if
// ctx was done first.
func (w *Work) fill(ctx context.Context) bool {
	for range cap(w.slots) {
		select {
		case w.slots <- struct{}{}:
		case <-ctx.Done():
			return false
		}
	}
	return true
}
