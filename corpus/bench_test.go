package corpus

import (
	"os"
	"testing"
)

func BenchmarkEmbedded(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if c := embedded(); c.Entry(c.Entries[0].ID) != c.Entries[0] {
			b.Fatal("the first entry is not found")
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Load(os.DirFS("data")); err != nil {
			b.Fatal(err)
		}
	}
}
