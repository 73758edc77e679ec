package bot

import (
	"strings"
	"unicode/utf8"

	"github.com/antzucaro/matchr"

	"nhslaw/corpus"
)

// names finds topics, voices, sources and entries by what people call them.
type names struct {
	topics  map[string]*corpus.Topic
	voices  map[string]*corpus.Voice
	sources map[string]*corpus.Source
	entries map[string]*corpus.Entry
}

func newNames(c *corpus.Corpus) names {
	n := names{map[string]*corpus.Topic{}, map[string]*corpus.Voice{}, map[string]*corpus.Source{}, map[string]*corpus.Entry{}}
	for _, t := range c.Topics {
		register(n.topics, t, append([]string{t.ID, t.Name}, t.Aliases...)...)
	}
	for _, v := range c.Voices {
		register(n.voices, v, append([]string{v.ID, v.Name}, v.Aliases...)...)
	}
	for _, s := range c.Sources {
		register(n.sources, s, append([]string{s.ID, s.Headline}, s.Aliases...)...)
	}
	for _, e := range c.Entries {
		register(n.entries, e, e.ID, e.Title)
	}
	return n
}

// register files a thing under its names; the first to have a name keeps it.
func register[T any](m map[string]*T, thing *T, names ...string) {
	for _, name := range names {
		if key := nameKey(name); m[key] == nil {
			m[key] = thing
		}
	}
}

// nameKey folds a name: words without case, marks, articles and courtesies.
func nameKey(name string) string {
	var kept []string
	for _, w := range corpus.Words(name) {
		switch w {
		case "the", "a", "an", "please", "about", "on", "of", "is", "was", "are", "thanks":
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// find looks a name up, forgiving one slip in short names and two in long
// ones; nil if nothing has it, or if two things are equally near.
func find[T any](m map[string]*T, name string) *T {
	key := nameKey(name)
	if key == "" || len(key) > maxName {
		return nil
	}
	if thing := m[key]; thing != nil {
		return thing
	}
	allowed := 0
	switch n := utf8.RuneCountInString(key); {
	case n >= 10:
		allowed = 2
	case n >= 5:
		allowed = 1
	}
	var best *T
	distance, tied := allowed+1, false
	for k, thing := range m {
		if abs(len(k)-len(key)) > allowed || farther(k, key, allowed) {
			continue
		}
		switch d := matchr.DamerauLevenshtein(k, key); {
		case d < distance:
			best, distance, tied = thing, d, false
		case d == distance && thing != best:
			tied = true
		}
	}
	if tied {
		return nil
	}
	return best
}

// farther reports, at a glance, that two texts are more than n slips apart: none
// changes of more than two letters how often they occur. False says nothing.
func farther(a, b string, n int) bool {
	var surplus [64]int8 // of letters that share their last bits; texts have fewer than maxName of each
	for _, r := range a {
		surplus[r%64]++
	}
	for _, r := range b {
		surplus[r%64]--
	}
	changed := 0
	for _, s := range surplus {
		changed += abs(int(s))
	}
	return changed > 2*n
}

// maxName is longer than any name that is worth looking for.
const maxName = 120

func abs(n int) int { return max(n, -n) }
