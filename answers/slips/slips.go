// Package slips mistypes questions as hands do, to measure what answers make of it.
package slips

import "math/rand/v2"

// keys are the neighbours of letters on a British keyboard.
var keys = map[byte]string{'a': "qsz", 'b': "vghn", 'c': "xdfv", 'd': "serfcx", 'e': "wsdr", 'f': "drtgvc", 'g': "ftyhbv", 'h': "gyujnb", 'i': "ujko", 'j': "huikmn",
	'k': "jiolm", 'l': "kop", 'm': "njk", 'n': "bhjm", 'o': "iklp", 'p': "ol", 'q': "wa", 'r': "edft", 's': "awedxz", 't': "rfgy", 'u': "yhji", 'v': "cfgb", 'w': "qase",
	'x': "zsdc", 'y': "tghu", 'z': "asx"}

// tries is how many places in a text are tried for a slip.
const tries = 50

// In returns a text with n slips, each in what the one before left: a letter
// dropped, doubled, swapped with the next or hit on a neighbouring key, an
// apostrophe or a space left out. A text that has nearly nothing to mistype, of
// signs or capitals, may keep some or all of it.
func In(text string, n int, r *rand.Rand) string {
	for range n {
		text = one(text, r)
	}
	return text
}

// one makes one slip.
func one(text string, r *rand.Rand) string {
	if text == "" {
		return ""
	}
	for range tries {
		i := r.IntN(len(text))
		c := text[i]
		letter := c >= 'a' && c <= 'z'
		switch r.IntN(6) {
		case 0:
			if letter {
				return text[:i] + text[i+1:]
			}
		case 1:
			if letter {
				return text[:i] + string(c) + text[i:]
			}
		case 2:
			if letter && i+1 < len(text) && text[i+1] >= 'a' && text[i+1] <= 'z' && text[i+1] != c {
				return text[:i] + string(text[i+1]) + string(c) + text[i+2:]
			}
		case 3:
			if near := keys[c]; near != "" {
				return text[:i] + string(near[r.IntN(len(near))]) + text[i+1:]
			}
		case 4:
			if c == '\'' {
				return text[:i] + text[i+1:]
			}
		case 5:
			if c == ' ' && i > 0 {
				return text[:i] + text[i+1:]
			}
		}
	}
	return text
}
