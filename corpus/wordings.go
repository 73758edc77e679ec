package corpus

import (
	"encoding/json"
	"iter"
	"strings"
)

// Wordings are ways to ask for something, a line each. There are many
// thousands in a corpus and few are ever looked at, so they stay in one piece.
type Wordings string

// NewWordings returns texts as wordings. White space in one is as good as a space.
func NewWordings(texts ...string) Wordings {
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = strings.Join(strings.Fields(text), " ")
	}
	return Wordings(strings.Join(lines, "\n"))
}

// All returns the wordings in order.
func (w Wordings) All() iter.Seq[string] {
	if w == "" {
		return func(func(string) bool) {}
	}
	return strings.SplitSeq(string(w), "\n")
}

// First returns the first wording, "" if there is none.
func (w Wordings) First() string {
	first, _, _ := strings.Cut(string(w), "\n")
	return first
}

// Len returns how many wordings there are.
func (w Wordings) Len() int {
	if w == "" {
		return 0
	}
	return strings.Count(string(w), "\n") + 1
}

// UnmarshalYAML takes a list of texts.
func (w *Wordings) UnmarshalYAML(unmarshal func(any) error) error {
	var texts []string
	if err := unmarshal(&texts); err != nil {
		return err
	}
	*w = NewWordings(texts...)
	return nil
}

// MarshalJSON writes a list of texts.
func (w Wordings) MarshalJSON() ([]byte, error) {
	texts := []string{}
	for text := range w.All() {
		texts = append(texts, text)
	}
	return json.Marshal(texts)
}
