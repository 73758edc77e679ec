package bot

import (
	"testing"

	"github.com/antzucaro/matchr"

	"nhslaw/corpus"
)

// TestFarther: a glance never misses a name that is near enough.
func TestFarther(t *testing.T) {
	names := newNames(corpus.Embedded()).voices
	near := 0
	for name := range names {
		for i := range name { // two slips: a letter less, and two the other way round
			slip := name[:i] + name[i+1:]
			if i > 1 {
				slip = slip[:i-2] + slip[i-1:i] + slip[i-2:i-1] + slip[i:]
			}
			for other := range names {
				if abs(len(other)-len(slip)) > 2 {
					continue
				}
				if d := matchr.DamerauLevenshtein(other, slip); d <= 2 {
					near++
					if farther(other, slip, d) {
						t.Errorf("%q, %q: %d", other, slip, d)
					}
				}
			}
		}
	}
	if near == 0 {
		t.Error("none is near")
	}
}
