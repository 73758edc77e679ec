package corpus

import "slices"

// Coverage tells which entries rest on a paragraph.
type Coverage struct {
	Source    string
	Paragraph int
	Entries   []string // ids; none if no entry cites the paragraph
}

// Coverage returns every paragraph of every source, in order.
func (c *Corpus) Coverage() []Coverage {
	var all []Coverage
	for _, s := range c.Sources {
		for p := 1; p <= s.Paragraphs; p++ {
			all = append(all, Coverage{s.ID, p, c.citing(s.ID, p)})
		}
	}
	return all
}

func (c *Corpus) citing(source string, paragraph int) []string {
	var ids []string
	for _, e := range c.Entries {
		if e.Source == source && slices.Contains(e.Paragraphs, paragraph) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}
