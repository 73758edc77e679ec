package corpus

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

const (
	// maxQuoteWords and maxQuotedShare keep quotation to what a reader needs to
	// see the claim backed: a sentence or two, and never most of an article.
	maxQuoteWords  = 60
	maxQuotedShare = 1.0 / 3

	// minAsks is how many wordings an entry needs before people who never saw
	// it find it; with three, one question in six still goes astray.
	minAsks = 8

	// maxLift is how many words in a row may stand in `says` as they stand in
	// the source: long names pass, sentences don't.
	maxLift = 11
)

// check holds the corpus against the rules in the package comment, with the
// fingerprints in place of the texts.
func (l *loader) check() {
	c := l.c
	ids := map[string]string{}
	unique := func(item any, what, id string) {
		if before, twice := ids[what+id]; twice {
			l.fault(item, "id", "%s %q is already used at %s", what, id, before)
			return
		}
		at := l.lines[item]
		ids[what+id] = fmt.Sprintf("%s:%d", at.file, at.first)
	}
	for _, s := range c.Sources {
		l.required(s, "id", "headline", "publisher", "kind", "voice", "published", "url", "paragraphs")
		unique(s, "source", s.ID)
		l.oneOf(s, "kind", s.Kind, []string{"news", "comment"})
		l.refers(s, "voice", s.Voice, c.Voice(s.Voice) != nil)
		for _, v := range slices.Sorted(maps.Keys(s.Spoken)) {
			l.refers(s, "spoken", v, c.Voice(v) != nil)
		}
		if err := s.Published.Valid(); err != nil {
			l.fault(s, "published", "%v", err)
		}
		if n := len(s.Fingerprint.Grams); n != s.Paragraphs {
			l.fault(s, "paragraphs", "says %d paragraphs, but the fingerprint has %d", s.Paragraphs, n)
		}
	}
	for _, v := range c.Voices {
		l.required(v, "id", "name")
		unique(v, "voice", v.ID)
	}
	for _, t := range c.Topics {
		l.required(t, "id", "name")
		unique(t, "topic", t.ID)
	}
	also := map[string]string{}
	for _, t := range c.Glossary {
		l.required(t, "term", "also")
		for _, w := range t.Also {
			key := strings.Join(Words(w), " ")
			if other, twice := also[key]; twice && other != t.Term {
				l.fault(t, "also", "%q already stands for %q", w, other)
			}
			also[key] = t.Term
		}
	}
	asks := map[string]string{}
	wordings := func(item any, key, id string, list Wordings) {
		for ask := range list.All() {
			folded := strings.Join(Words(ask), " ")
			switch other, twice := asks[folded]; {
			case folded == "":
				l.fault(item, key, "an empty wording")
			case twice && !slices.Contains(c.sames(id), other):
				l.fault(item, key, "%q is already a wording of %s", ask, other)
			default:
				asks[folded] = id
			}
		}
	}
	for _, e := range c.Entries {
		l.required(e, "id", "kind", "topic", "voice", "title", "says", "paragraphs")
		unique(e, "entry", e.ID)
		l.oneOf(e, "kind", e.Kind, Kinds)
		l.oneOf(e, "stance", e.Stance, append(Stances, ""))
		l.refers(e, "topic", e.Topic, c.Topic(e.Topic) != nil)
		l.refers(e, "voice", e.Voice, c.Voice(e.Voice) != nil)
		for _, id := range e.Same {
			l.refers(e, "same", id, c.Entry(id) != nil)
		}
		if e.Asks.Len() < minAsks {
			l.fault(e, "asks", "%s has %d wordings; it needs %d", e.ID, e.Asks.Len(), minAsks)
		}
		wordings(e, "asks", e.ID, e.Asks)
		wordings(e, "contrary", e.ID, e.Contrary)
		l.evidence(e)
	}
	for _, g := range c.Gaps {
		l.required(g, "id", "topic", "title", "says", "paragraphs", "asks")
		unique(g, "entry", g.ID) // answers name entries and gaps alike
		l.refers(g, "topic", g.Topic, c.Topic(g.Topic) != nil)
		wordings(g, "asks", g.ID, g.Asks)
		for _, source := range slices.Sorted(maps.Keys(g.Paragraphs)) {
			paragraphs := g.Paragraphs[source]
			s := c.Source(source)
			l.refers(g, "paragraphs", source, s != nil)
			for _, p := range paragraphs {
				if s != nil && (p < 1 || p > s.Paragraphs) {
					l.fault(g, "paragraphs", "%s has no paragraph %d", source, p)
				}
			}
		}
	}
	l.share()
}

// sames returns an entry's siblings, nil for a gap.
func (c *Corpus) sames(id string) []string {
	if e := c.Entry(id); e != nil {
		return e.Same
	}
	return nil
}

func (l *loader) oneOf(item any, key, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		l.fault(item, key, "%s %q is none of %s", key, value, strings.Join(allowed, ", "))
	}
}

func (l *loader) refers(item any, key, id string, found bool) {
	if !found && id != "" {
		l.fault(item, key, "%s %q is not defined", key, id)
	}
}

// evidence proves that an entry's words stand where it says: every cited
// paragraph holds the quotation or an anchor, a quotation is cited wherever it
// stands, and an anchor stands nowhere else.
func (l *loader) evidence(e *Entry) {
	s := l.c.Source(e.Source)
	quote := Words(e.Quote)
	var at []int
	if e.Quote != "" {
		switch at = s.Fingerprint.Where(quote); {
		case len(quote) < shingle:
			l.fault(e, "quote", "%s quotes under %d words", e.ID, shingle)
		case len(quote) > maxQuoteWords:
			l.fault(e, "quote", "%s quotes %d words; the most is %d", e.ID, len(quote), maxQuoteWords)
		case len(at) == 0:
			l.fault(e, "quote", "%s quotes what stands in no paragraph of %s: %q", e.ID, s.ID, e.Quote)
		}
		for _, p := range at {
			if !slices.Contains(e.Paragraphs, p) {
				l.fault(e, "paragraphs", "%s quotes what stands in [%d] and does not cite it", e.ID, p)
			}
		}
	}
	for i, p := range e.Paragraphs {
		_, anchored := e.Anchors[p]
		switch {
		case p < 1 || p > s.Paragraphs:
			l.fault(e, "paragraphs", "%s has no paragraph %d", s.ID, p)
		case slices.Contains(e.Paragraphs[:i], p):
			l.fault(e, "paragraphs", "%s cites [%d] twice", e.ID, p)
		case !anchored && !slices.Contains(at, p):
			l.fault(e, "paragraphs", "%s cites [%d] and proves it neither by the quotation nor by an anchor", e.ID, p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(e.Anchors)) {
		words := e.Anchors[p]
		if !slices.Contains(e.Paragraphs, p) {
			l.fault(e, "anchors", "%s anchors [%d] and does not cite it", e.ID, p)
		}
		if at := s.Fingerprint.Where(Words(words)); !slices.Equal(at, []int{p}) {
			l.fault(e, "anchors", "%s anchors [%d] by %q, which stands in %v", e.ID, p, words, at)
		}
	}
	says := Words(e.Says)
	for i := range max(0, len(says)-maxLift) {
		if run := says[i : i+maxLift+1]; len(s.Fingerprint.Where(run)) > 0 {
			l.fault(e, "says", "%s says what the source says, word for word: %q", e.ID, strings.Join(run, " "))
			break
		}
	}
}

// share caps how much of each source is quoted in all; a quotation within another counts once.
func (l *loader) share() {
	for _, s := range l.c.Sources {
		quoted, total := l.c.quotedWords(s), s.words()
		if float64(quoted) > maxQuotedShare*float64(total) {
			l.fault(s, "id", "%d of the about %d words of %s are quoted; the most is a third", quoted, total, s.ID)
		}
	}
}

// words estimates the length of the source from its fingerprint: a paragraph of
// n words has n-2 sequences of three, less the few that it repeats.
func (s *Source) words() int {
	n := 0
	for _, grams := range s.Fingerprint.Grams {
		n += len(grams) + shingle - 1
	}
	return n
}

func (c *Corpus) quotedWords(s *Source) int {
	var quotes []string
	for _, e := range c.Entries {
		if e.Source == s.ID && e.Quote != "" {
			quotes = append(quotes, strings.Join(Words(e.Quote), " "))
		}
	}
	slices.SortFunc(quotes, func(a, b string) int { return len(b) - len(a) })
	n := 0
	for i, q := range quotes {
		within := func(longer string) bool { return strings.Contains(longer, q) }
		if !slices.ContainsFunc(quotes[:i], within) {
			n += len(strings.Fields(q))
		}
	}
	return n
}

// CheckSources holds the corpus against the texts themselves, in dir as
// <source>.txt: that each is the text of the fingerprint, that each quotation
// stands to the character in a cited paragraph, and that the words of a news
// report are given to a speaker only where they stand in quotation marks.
// The error, if any, is a [Faults] that names entries by their files and texts by line.
func (c *Corpus) CheckSources(dir fs.FS) error {
	var faults Faults
	for _, s := range c.Sources {
		file := s.ID + ".txt"
		paragraphs, err := ReadSource(dir, s.ID)
		if err != nil {
			faults = append(faults, Fault{file, 0, err.Error()})
			continue
		}
		faults = append(faults, s.Fingerprint.compare(file, paragraphs)...)
		for _, v := range slices.Sorted(maps.Keys(s.Spoken)) {
			for _, p := range s.Spoken[v] {
				if p > len(paragraphs) || !allQuoted(paragraphs[p-1]) {
					faults = append(faults, Fault{"sources.yaml", 0, fmt.Sprintf("%s [%d] is not all in quotation marks", s.ID, p)})
				}
			}
		}
		for _, e := range c.Entries {
			if e.Source == s.ID && e.Quote != "" {
				if msg := c.exact(e, s, paragraphs); msg != "" {
					faults = append(faults, Fault{"entries/" + s.ID + ".yaml", 0, e.ID + " " + msg})
				}
			}
		}
	}
	return faults.err()
}

// compare finds the paragraphs of a text that are not those of the fingerprint.
func (f Fingerprint) compare(file string, paragraphs []string) Faults {
	if f.Text == textDigest(paragraphs) && slices.EqualFunc(f.Grams, NewFingerprint(paragraphs).Grams, slices.Equal) {
		return nil
	}
	var faults Faults
	for i, grams := range NewFingerprint(paragraphs).Grams {
		if i >= len(f.Grams) || !slices.Equal(grams, f.Grams[i]) {
			faults = append(faults, Fault{file, 0, fmt.Sprintf("paragraph %d is not the one of the fingerprint", i+1)})
		}
	}
	if len(faults) == 0 {
		faults = append(faults, Fault{file, 0, "is not the text of the fingerprint: a mark, a space or a whole paragraph differs"})
	}
	return faults
}

// exact says what is wrong with an entry's quotation, or "".
func (c *Corpus) exact(e *Entry, s *Source, paragraphs []string) string {
	for _, p := range e.Paragraphs {
		if p > len(paragraphs) {
			continue
		}
		before, _, found := strings.Cut(paragraphs[p-1], e.Quote)
		if !found {
			continue
		}
		inside := quoteOpen(before)
		switch {
		case s.Kind != "news":
		case !inside && e.Voice != s.Voice && !e.Reported:
			return fmt.Sprintf("gives %s words that in [%d] are the reporter's: %q", e.Voice, p, e.Quote)
		case inside && (e.Reported || e.Voice == s.Voice):
			return fmt.Sprintf("gives the reporter words that in [%d] are quoted: %q", p, e.Quote)
		}
		return ""
	}
	return fmt.Sprintf("quotes what does not stand to the character in a cited paragraph: %q", e.Quote)
}

// quoteOpen reports whether a quotation is open at the end of s. A closing mark
// with nothing to close opens one: such slips are in the texts.
func quoteOpen(s string) bool {
	open := false
	for _, r := range s {
		switch r {
		case '“':
			open = true
		case '”':
			open = !open
		}
	}
	return open
}

// allQuoted reports whether a paragraph is one quotation from end to end; it
// may run on into the next, and then has no closing mark.
func allQuoted(paragraph string) bool {
	rest, opens := strings.CutPrefix(paragraph, "“")
	return opens && !strings.ContainsAny(strings.TrimSuffix(rest, "”"), "“”")
}

// ReadSource reads the paragraphs of a source: the lines of <id>.txt that are not blank, trimmed.
func ReadSource(dir fs.FS, id string) ([]string, error) {
	b, err := fs.ReadFile(dir, id+".txt")
	if err != nil {
		return nil, fmt.Errorf("can't be read: %w", err)
	}
	var paragraphs []string
	for line := range strings.Lines(string(b)) {
		// No-break spaces are the typesetter's, not the speaker's.
		if line = strings.TrimSpace(strings.ReplaceAll(line, "\u00a0", " ")); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	return paragraphs, nil
}
