package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"nhslaw/corpus"
)

// askedEach is how many wordings are left out of a grown corpus, to be asked.
const askedEach = 400

// grow prints how every peer does on corpora of the given sizes.
func grow(out io.Writer, c *corpus.Corpus, sizes []int, l limits) error {
	s := newSeed(c)
	fmt.Fprintf(out, "%d entries grown; vocabulary grows as the text to the power of %.2f\n", len(c.Entries), s.heaps)
	last := make([]building, len(peers))
	for i, size := range sizes {
		g := s.grow(size, askedEach)
		fmt.Fprintf(out, "\nx%d: %v\n\n", size, shapeOf(g.corpus))
		times := 1.0 // so many times the last size
		if i > 0 {
			times = float64(size) / float64(sizes[i-1])
		}
		if err := growTo(out, g, last, times, l); err != nil {
			return err
		}
	}
	return nil
}

// growTo measures the peers on a grown corpus, given what they took on the last
// one, which it replaces, and how many times that this one is.
func growTo(out io.Writer, g grown, last []building, times float64, l limits) error {
	var ways []asker
	var names []string
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "index\tbuilt in\tholds\tat most\t")
	for i, p := range peers {
		if foretold := last[i].times(times); foretold.beyond(l) {
			fmt.Fprintf(t, "%s\tskipped, foretold: %v\t\t\t\n", p.ways[0], foretold)
			last[i] = foretold
			continue
		}
		built, b, err := build(p, g.corpus)
		if err != nil {
			return err
		}
		last[i] = b
		fmt.Fprintf(t, "%s\t%v\t%s\t%s\t\n", p.ways[0], short(b.took), megabytes(b.holds), megabytes(b.most))
		ways, names = append(ways, built...), append(names, p.ways...)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	defer closeAll(ways)
	if len(ways) == 0 {
		return nil
	}
	fmt.Fprintln(out)
	medians, err := askAll(out, ways, names, g.questions, l)
	if err != nil {
		return err
	}
	for i, p := range peers {
		for w, name := range names {
			if name == p.ways[0] {
				last[i].asked = medians[w]
			}
		}
	}
	return nil
}

// closeAll closes what is to be closed.
func closeAll(ways []asker) {
	for _, way := range ways {
		if c, ok := way.(io.Closer); ok {
			c.Close() // in memory: nothing is lost with it
		}
	}
}

// A building is what it took to build an index, and to ask it.
type building struct {
	took  time.Duration
	holds float64       // bytes that stay with the index
	most  float64       // bytes in use at one time while it was built, garbage included
	asked time.Duration // the median of the questions then asked as they are
}

func (b building) times(n float64) building {
	return building{time.Duration(n * float64(b.took)), n * b.holds, n * b.most, time.Duration(n * float64(b.asked))}
}

func (b building) beyond(l limits) bool {
	return b.took > l.building || b.most > l.gigabytes*1e9 || b.asked > l.asking
}

func (b building) String() string {
	return fmt.Sprintf("%v to build, %s, %v a question", short(b.took), megabytes(b.most), short(b.asked))
}

func megabytes(bytes float64) string { return fmt.Sprintf("%.1f MB", bytes/1e6) }

// build builds an index and watches what it takes.
func build(p peer, c *corpus.Corpus) ([]asker, building, error) {
	before := live()
	watch := newWatch()
	start := time.Now()
	ways, err := p.build(c)
	took := time.Since(start)
	most := watch.stop()
	if err != nil {
		return nil, building{}, fmt.Errorf("building %s: %w", p.ways[0], err)
	}
	b := building{took: took, holds: live() - before, most: most - before}
	runtime.KeepAlive(ways)
	return ways, b, nil
}

// live returns how many bytes are in use once the garbage is gone.
func live() float64 {
	runtime.GC()
	runtime.GC() // what the first found to finalise, too
	return heap()
}

// heap returns how many bytes are in use, garbage included.
func heap() float64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return float64(s[0].Value.Uint64())
}

// watchEvery is how often a watch looks: seldom beside what it sees grow.
const watchEvery = 5 * time.Millisecond

// A watch sees how far the heap grows.
type watch struct {
	done chan struct{}
	most chan float64
}

func newWatch() *watch {
	w := &watch{make(chan struct{}), make(chan float64)}
	go func() {
		most := heap()
		for ticks := time.NewTicker(watchEvery); ; {
			select {
			case <-ticks.C:
				most = max(most, heap())
			case <-w.done:
				ticks.Stop()
				w.most <- max(most, heap())
				return
			}
		}
	}()
	return w
}

// stop ends the watch and returns the most that it saw.
func (w *watch) stop() float64 {
	close(w.done)
	return <-w.most
}

// A shape is the size of a corpus.
type shape struct {
	entries, gaps, voices, topics int
	wordings                      int // of entries and gaps
	words                         int // of these and what the entries say
	vocabulary                    int // how many different ones
	once                          int // how many that stand only once
}

func shapeOf(c *corpus.Corpus) shape {
	s := shape{entries: len(c.Entries), gaps: len(c.Gaps), voices: len(c.Voices), topics: len(c.Topics)}
	uses := map[string]int{}
	count := func(texts []string) {
		for _, text := range texts {
			for w := range strings.FieldsSeq(text) {
				s.words++
				uses[w]++
			}
		}
	}
	for _, e := range c.Entries {
		s.wordings += e.Asks.Len() + e.Contrary.Len()
		count(wordingsOf(c, e))
	}
	for _, g := range c.Gaps {
		s.wordings += g.Asks.Len()
		count(append([]string{g.Title}, slices.Collect(g.Asks.All())...))
	}
	s.vocabulary = len(uses)
	for _, n := range uses {
		if n == 1 {
			s.once++
		}
	}
	return s
}

func (s shape) String() string {
	return fmt.Sprintf("%d entries, %d gaps, %d voices, %d topics, %d wordings, %d words of text, %d different ones, %d of them only once",
		s.entries, s.gaps, s.voices, s.topics, s.wordings, s.words, s.vocabulary, s.once)
}
