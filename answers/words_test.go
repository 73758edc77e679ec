package answers

import "testing"

func TestStem(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"merger", "mergers", true},
		{"legislate", "legislation", true},
		{"organization", "organisation", true},
		{"organizing", "organised", true},
		{"size", "sise", false},
		{"capital", "capitation", false},
		{"authority", "authors", false},
		{"authority", "authorities", true},
		{"internal", "international", false},
		{"2022", "2022", true},
		{"a", "as", false},
	} {
		if got := stem(tt.a) == stem(tt.b); got != tt.same {
			t.Errorf("%q has the stem %q, and %q has %q", tt.a, stem(tt.a), tt.b, stem(tt.b))
		}
	}
}
