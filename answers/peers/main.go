// Peers measures nhslaw beside what one would otherwise take to find an entry by
// a question: bleve, a full-text search engine, and sahilm/fuzzy, a fuzzy matcher.
// All of them search the same texts in memory and are asked the same questions in
// one run, in turn, so that what disturbs one disturbs them all: take the ratios,
// not the times.
//
//	go run .          the corpus and its two sets of questions, clean and mistyped
//	go run . -growth  made-up corpora of many times the size, see grow.go
//
// It is a module of its own so that what it compares with is nothing that
// nhslaw depends on.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"nhslaw/corpus"
)

func main() {
	log.SetFlags(0)
	growth := flag.Bool("growth", false, "measure corpora of many times the size")
	sizes := flag.String("sizes", "1,10,100", "with -growth, the sizes in rising order, as multiples of the corpus")
	var l limits
	flag.DurationVar(&l.asking, "asking", 30*time.Second, "time for a peer's questions of a kind; a slow one is asked fewer")
	flag.DurationVar(&l.building, "building", 5*time.Minute, "skip a peer whose index would take longer to build")
	flag.Float64Var(&l.gigabytes, "memory", 8, "skip a peer whose building would take more memory, in GB")
	flag.Parse()

	fmt.Println(machine())
	if !*growth {
		if err := compare(os.Stdout, corpus.Embedded(), l); err != nil {
			log.Fatal(err)
		}
		return
	}
	var times []int
	for s := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			log.Fatalf("-sizes: %q is no size", s)
		}
		times = append(times, n)
	}
	if err := grow(os.Stdout, corpus.Embedded(), times, l); err != nil {
		log.Fatal(err)
	}
}

// limits keep a run within reason.
type limits struct {
	asking, building time.Duration
	gigabytes        float64
}

// machine describes what a run is measured on.
func machine() string {
	return fmt.Sprintf("%s %s/%s, %s, GOMAXPROCS %d", runtime.Version(), runtime.GOOS, runtime.GOARCH, processor(), runtime.GOMAXPROCS(0))
}

// processor names the processor where Linux tells, or else only says that it is one.
func processor() string {
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		return processorIn(f)
	}
	return "a processor"
}

func processorIn(cpuinfo io.Reader) string {
	for lines := bufio.NewScanner(cpuinfo); lines.Scan(); {
		if key, name, _ := strings.Cut(lines.Text(), ":"); strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(name)
		}
	}
	return "a processor"
}
