package bot

import (
	"slices"
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	const most = 25
	for _, tt := range []struct {
		typed string
		want  string // among the first
		first int
	}{
		{"", "help", most},
		{"h", "help", 1},
		{"top", "topics", 1},
		{"topcs", "topics", 1},
		{"compare pro", "compare Procurement and competition", 1},
		{"copmare procu", "compare Procurement and competition", 1},
		{"who dodg", "who Ian Dodge", 1},
		{"dodge", "who Ian Dodge", most},
		{"ian dogde ", "What did Ian Dodge say?", 4},
		{"patient ch", "topic Patient choice", most},
		{"source may", "source may-2018", 2},
		{"when could the la", "When could the new law start?", 3},
	} {
		got := desk().Suggest(tt.typed, most)
		if len(got) == 0 || len(got) > most {
			t.Errorf("%q: %d suggestions", tt.typed, len(got))
		}
		if !slices.Contains(got[:min(tt.first, len(got))], tt.want) {
			t.Errorf("%q suggests %q, want %q among the first %d", tt.typed, got, tt.want, tt.first)
		}
		if sorted := slices.Sorted(slices.Values(got)); len(slices.Compact(sorted)) != len(got) {
			t.Errorf("%q suggests something twice: %q", tt.typed, got)
		}
	}
}

// TestSuggestionsAreTaken: whatever is suggested gets an answer.
func TestSuggestionsAreTaken(t *testing.T) {
	for _, typed := range []string{"", "a", "c", "compare ", "t", "topic ", "w", "who ", "s", "source ", "procurement", "dodge", "when"} {
		for _, text := range desk().Suggest(typed, 25) {
			r := desk().Say("", text)
			if strings.HasPrefix(text, "who ") && !strings.HasSuffix(text, "?") {
				continue // somebody may be named and say nothing
			}
			if r.Status == "related" || r.Status == "unknown" {
				t.Errorf("%q, suggested for %q, is %s: %s", text, typed, r.Status, r.Lead)
			}
		}
	}
}

func BenchmarkSuggest(b *testing.B) {
	for _, typed := range []string{"", "p", "compare pro", "what did the confed say about joint comm"} {
		b.Run(typed, func(b *testing.B) {
			for b.Loop() {
				desk().Suggest(typed, 25)
			}
		})
	}
}
