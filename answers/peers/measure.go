package main

import (
	"math"
	"runtime"
	"slices"
	"time"
)

const (
	// rounds is how often every question is asked; the median counts.
	rounds = 5

	// slow is what a question may take that is worth asking more than once:
	// beside more than that, what disturbs it is little.
	slow = 20 * time.Millisecond
)

// A reading is how a way of asking did on questions of one kind.
type reading struct {
	times        []time.Duration // a question, in rising order
	allocs       float64         // a question
	right, first int
}

// of returns how many questions were asked.
func (r *reading) of() int { return len(r.times) }

// quantile returns the time within which a share of the questions, 0 to 1, was answered.
func (r *reading) quantile(share float64) time.Duration {
	return r.times[max(0, int(math.Ceil(share*float64(len(r.times))))-1)]
}

// percent returns a part of the questions in per cent.
func (r *reading) percent(part int) float64 { return 100 * float64(part) / float64(len(r.times)) }

// measure asks questions, each of all ways in turn. A way that needs more than
// the given time for all is asked every so manyth; at least one.
func measure(ways []asker, qs []question, most time.Duration) []reading {
	steps := make([]int, len(ways))
	for w, way := range ways {
		steps[w] = max(1, min(len(qs), int(math.Ceil(float64(probe(way, qs))*float64(len(qs))/float64(most)))))
	}
	readings := make([]reading, len(ways))
	runtime.GC() // what was built or asked before is not this run's to clear up
	var before, after runtime.MemStats
	for i, q := range qs {
		for w, way := range ways {
			if i%steps[w] != 0 {
				continue
			}
			r := &readings[w]
			runtime.ReadMemStats(&before)
			start := time.Now()
			result := way.Ask(q.text)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			r.times = append(r.times, took)
			r.allocs += float64(after.Mallocs - before.Mallocs)
			right, first := q.judge(result)
			if right {
				r.right++
			}
			if first {
				r.first++
			}
		}
	}
	again(ways, qs, steps, readings)
	for w := range readings {
		readings[w].allocs /= float64(readings[w].of())
		slices.Sort(readings[w].times)
	}
	return readings
}

// probes is how many questions tell how long a way takes: the first finds nothing
// warm, and any may be disturbed.
const probes = 3

// probe returns about how long a way takes for a question: the least that it took
// for the first few, or for the first alone if that is long.
func probe(way asker, qs []question) time.Duration {
	least := time.Duration(math.MaxInt64)
	for _, q := range qs[:min(probes, len(qs))] {
		start := time.Now()
		way.Ask(q.text)
		least = min(least, time.Since(start))
		if least > 10*slow {
			break
		}
	}
	return least
}

// again asks what is quick in further rounds, and makes its times the medians of
// these: the first round, which had the memory looked at, does not count.
func again(ways []asker, qs []question, steps []int, readings []reading) {
	type one struct{ way, question int }
	times := map[one][]time.Duration{}
	for range rounds {
		for i, q := range qs {
			for w, way := range ways {
				if i%steps[w] != 0 || readings[w].times[i/steps[w]] > slow {
					continue
				}
				start := time.Now()
				way.Ask(q.text)
				took := time.Since(start)
				times[one{w, i}] = append(times[one{w, i}], took)
			}
		}
	}
	for at, ts := range times {
		slices.Sort(ts)
		readings[at.way].times[at.question/steps[at.way]] = ts[len(ts)/2]
	}
}
