package quotes

import (
	"strings"
	"testing"
)

func BenchmarkCheck(b *testing.B) {
	const quote = "it is quite hard to see how we can get provisions up and running"
	for _, bb := range []struct {
		name, text string
		want       Verdict
	}{
		{"exact", quote + " before April 2022", Exact},
		{"altered", "“" + quote + " by April 2022” – Ian Dodge", Altered},
		{"partly", quote + ", and then the whole of the Parliament must vote on it again and again", Partly},
		{"stranger", neighbours[0], NotFound},
		{"huge", strings.Repeat(quote+" and the NHS as a whole, ", 200), Partly},
	} {
		b.Run(bb.name, func(b *testing.B) {
			k := checker()
			b.ReportAllocs()
			for b.Loop() {
				if got := k.Check(bb.text).Verdict; got != bb.want {
					b.Fatalf("%s, want %s", got, bb.want)
				}
			}
		})
	}
}
