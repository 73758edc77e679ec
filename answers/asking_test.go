package answers

import (
	"slices"
	"strings"
	"testing"
)

func TestAsking(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"When could legislation start?", nil},
		{"  who wrote it?\n", nil},
		{"Morning! When could legislation start?", []string{"When could legislation start?"}},
		{"Morning - when could legislation start? Ta.", []string{"- when could legislation start?"}},
		{"I'd like to know when it could start. Thanks!", []string{"I'd like to know when it could start."}},
		{"Thanks all. No idea.", nil},
		{"Is it dead? I wonder who killed it. Does anybody know?", []string{"Does anybody know?", "Is it dead?", "I wonder who killed it."}},
		{"when could it start and who decides?", []string{"and who decides?", "when could it start"}},
		{"when could it start; also which bodies decide", []string{"also which bodies decide", "when could it start;"}},
		{"who wants it, AND ALSO why?", []string{"AND ALSO why?", "who wants it,"}},
		{"what about workarounds, i.e. doing without a law", nil},
		{"what did J. Hunt say (in 2017?)", nil},
		{"“Too bureaucratic.” Who said so?", []string{"Who said so?"}},
		{"what? " + strings.Repeat("long ", longSentence) + "?", []string{"what?"}},
		{"what? " + strings.Repeat("Long. ", longMessage/6), nil},
		{"a? b? c? d? e? f?", []string{"f?", "e?", "d?", "c?"}},
	} {
		got, _ := asking(tt.text)
		for i := range got {
			got[i] = strings.TrimSpace(got[i])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%.60q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"One. Two? Three!", "i.e. this – and how, and what; also which", "\xff.\xff ?\n\n-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := strings.Join(sentences(text), ""); got != text {
			t.Errorf("the sentences make up %q", got)
		}
		if got := strings.Join(clauses(sentences(text)), ""); got != text {
			t.Errorf("the clauses make up %q", got)
		}
		parts, _ := asking(text)
		for _, s := range parts {
			if !strings.Contains(text, s) || len(s) >= longSentence {
				t.Errorf("%q asks", s)
			}
		}
	})
}
