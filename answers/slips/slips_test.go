package slips

import (
	"math/rand/v2"
	"testing"

	"github.com/antzucaro/matchr"
)

func TestIn(t *testing.T) {
	for _, text := range []string{"when could legislation start?", "who's who", "a", "NHS", "", "?!", "café ’n’ 👋"} {
		for seed := range uint64(200) {
			r := rand.New(rand.NewPCG(seed, 0))
			if got := In(text, 0, r); got != text {
				t.Fatalf("no slip makes %q of %q", got, text)
			}
			got := In(text, 1, r)
			if d := matchr.DamerauLevenshtein(text, got); d > 1 {
				t.Errorf("one slip makes %q of %q: %d edits", got, text, d)
			}
			if again := In(text, 1, rand.New(rand.NewPCG(seed, 0))); again != got {
				t.Errorf("one seed makes %q and %q", got, again)
			}
		}
	}
}

func TestEveryKindOfSlip(t *testing.T) {
	const text = "it's on"
	seen := map[string]bool{}
	for seed := range uint64(2000) {
		seen[In(text, 1, rand.New(rand.NewPCG(seed, 0)))] = true
	}
	for _, tt := range []struct{ kind, want string }{
		{"dropped", "t's on"}, {"doubled", "itt's on"}, {"swapped", "ti's on"}, {"next key", "ot's on"}, {"no apostrophe", "its on"}, {"no space", "it'son"},
	} {
		if !seen[tt.want] {
			t.Errorf("%s: %q never comes of %q", tt.kind, tt.want, text)
		}
	}
}
