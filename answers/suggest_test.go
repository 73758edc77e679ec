package answers_test

import (
	"slices"
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	const most = 25 // what Discord shows
	for _, tt := range []struct{ typed, want string }{
		{"", ""},
		{"p", "procurement"},
		{"procu", "procurement"},
		{"procrement ", "procurement"},
		{"theresa", "theresa may"},
		{"trasa may", "theresa may"},
		{"regional ti", "regional tier"},
		{"when could legislation st", "legislation"},
	} {
		got := index().Suggest(tt.typed, most)
		if len(got) == 0 || len(got) > most {
			t.Errorf("%q: %d suggestions", tt.typed, len(got))
		}
		if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(strings.ToLower(s), tt.want) }) {
			t.Errorf("%q suggests %q, nothing with %q", tt.typed, got, tt.want)
		}
		if sorted := slices.Sorted(slices.Values(got)); len(slices.Compact(sorted)) != len(got) {
			t.Errorf("%q suggests something twice", tt.typed)
		}
	}
}

func FuzzSuggest(f *testing.F) {
	for _, s := range odd {
		f.Add(s, 25)
	}
	f.Fuzz(func(t *testing.T, typed string, n int) {
		if got := index().Suggest(typed, max(0, min(n, 100))); len(got) > 100 {
			t.Errorf("%d suggestions", len(got))
		}
	})
}
