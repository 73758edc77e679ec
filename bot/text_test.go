package bot

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", "plain", "“curly” – dash", "a\nb\tc", "\x1b[31mred", "\x9b31mred", "\xff", "�", "\u202eturned", "\u0085", "\u200b", "é\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Plain(text)
		if strings.ContainsFunc(got, func(r rune) bool { return isControl(r) || isDirectional(r) }) || !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", text, got)
		}
		if isPlain(text) && got != text || Plain(got) != got {
			t.Errorf("%q becomes %q, and that %q", text, got, Plain(got))
		}
		// What is left out of a text that only just isn't plain shows that
		// what stays of it is the same, plain or not.
		if isPlain(text) && Plain(text+"\x00") != text {
			t.Errorf("%q has something to leave out", text)
		}
	})
}
