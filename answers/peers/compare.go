package main

import (
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"
	"time"

	"nhslaw/corpus"
)

// testdata is where the question sets are, seen from this module.
var testdata = filepath.Join("..", "testdata")

// compare prints how every peer does on the two question sets.
func compare(out io.Writer, c *corpus.Corpus, l limits) error {
	qs, err := readSets(testdata)
	if err != nil {
		return err
	}
	var ways []asker
	var names []string
	for _, p := range peers {
		built, err := p.build(c)
		if err != nil {
			return err
		}
		ways = append(ways, built...)
		names = append(names, p.ways...)
	}
	fmt.Fprintf(out, "%d entries, %d answerable questions of the sets %s and %s; right as eval has it, first: a wanted paragraph is cited first\n\n",
		len(c.Entries), len(qs), sets[0], sets[1])
	_, err = askAll(out, ways, names, qs, l)
	return err
}

// askAll asks questions of each kind, and prints how each way of asking did. It
// returns what each took for a question as it is, in the median.
func askAll(out io.Writer, ways []asker, names []string, qs []question, l limits) ([]time.Duration, error) {
	var medians []time.Duration
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "questions\tpeer\tasked\tmedian\tp99\tratio\tp99 ratio\tallocs\tright\tfirst\t")
	for _, kind := range kinds {
		readings := measure(ways, mistyped(qs, kind.slips), l.asking)
		for w, r := range readings {
			fmt.Fprintf(t, "%s\t%s\t%d\t%s\n", kind.name, names[w], r.of(), cells(&r, &readings[0]))
			if kind.slips == 0 {
				medians = append(medians, r.quantile(0.5))
			}
		}
	}
	return medians, t.Flush()
}

// enough is how many questions a share of them is printed of.
const enough = 20

// cells are what is printed of a reading, beside the first peer's.
func cells(r, base *reading) string {
	ratio := func(share float64) float64 { return float64(r.quantile(share)) / float64(base.quantile(share)) }
	share := func(n int) string {
		if r.of() < enough {
			return "-"
		}
		return fmt.Sprintf("%.1f%%", r.percent(n))
	}
	return fmt.Sprintf("%v\t%v\t%.1f\t%.1f\t%.0f\t%s\t%s\t",
		short(r.quantile(0.5)), short(r.quantile(0.99)), ratio(0.5), ratio(0.99), r.allocs, share(r.right), share(r.first))
}

// short drops what is beyond three digits of a duration.
func short(d time.Duration) time.Duration {
	unit := time.Nanosecond
	for d >= 1000*unit {
		unit *= 10
	}
	return d.Round(unit)
}
