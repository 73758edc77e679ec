package answers

import (
	_ "embed"
)

//go:embed english.txt
var englishText string

// englishWords returns the commonest English words, which are not misspellings
// of the corpus's however near they come.
func englishWords() map[string]bool { return set(englishText) }
