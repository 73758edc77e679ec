package corpus

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// plainly folds a text to its words as Words is documented to, all of it at once.
func plainly(s string) []string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, " "), "´", "'")
	return strings.Fields(strings.Map(foldRune, strings.ToLower(norm.NFKC.String(s))))
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "Don’t “quote” me – ever", "NHSE/I's 2022/23", "e\u0301lan E\u0301lan a\u0338=\u0338b", "ﬁnance don´t", "\u202etrap\u202c\x00\xff", "a '' b", "ΣΊΣΥΦΟΣ", "한국어 각", "x\u0301 \u0301y"} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, most int) {
		want := plainly(s)
		if got := Words(s); !slices.Equal(got, want) {
			t.Errorf("Words(%q) = %q, want %q", s, got, want)
		}
		most = max(0, most)
		first := want[:min(most, len(want))]
		if got := AppendWords([]string{"before"}, s, most); !slices.Equal(got[1:], first) || got[0] != "before" {
			t.Errorf("the first %d words of %q are %q, want %q", most, s, got[1:], first)
		}
	})
}
