package main

import (
	"fmt"
	"sync"
	"testing"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// To see where the time goes as a corpus grows, profile nhslaw alone:
//
//	go test -run '^$' -bench 'Grown/x10/ask' -cpuprofile cpu.out
func BenchmarkGrown(b *testing.B) {
	s := sync.OnceValue(func() *seed { return newSeed(corpus.Embedded()) })
	for _, copies := range []int{1, 10, 100} {
		g := sync.OnceValue(func() grown { return s().grow(copies, askedEach) })
		x := sync.OnceValue(func() *answers.Index { return answers.New(g().corpus) })
		b.Run(fmt.Sprintf("x%d", copies), func(b *testing.B) {
			b.Run("new", func(b *testing.B) {
				g()
				b.ReportAllocs()
				for b.Loop() {
					answers.New(g().corpus)
				}
			})
			for _, kind := range kinds {
				b.Run("ask/"+kind.name, func(b *testing.B) {
					qs := mistyped(g().questions, kind.slips)
					x()
					b.ReportAllocs()
					for i := 0; b.Loop(); i++ {
						if r := x().Ask(qs[i%len(qs)].text); r.Status == answers.Help {
							b.Fatalf("%q is taken for small talk", r.Question)
						}
					}
				})
			}
		})
	}
}
