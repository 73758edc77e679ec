package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
)

// A Corpus is everything that can be answered from: the sources, who speaks in
// them and about what, and the curated entries and gaps. It is read-only once
// it is loaded, and so safe for concurrent use.
type Corpus struct {
	Sources  []*Source `json:"sources"`
	Voices   []*Voice  `json:"voices"`
	Topics   []*Topic  `json:"topics"`
	Glossary []*Term   `json:"glossary"`
	Entries  []*Entry  `json:"entries"` // by source in the order of sources.yaml, then as curated
	Gaps     []*Gap    `json:"gaps"`

	sources map[string]*Source
	voices  map[string]*Voice
	topics  map[string]*Topic
	entries map[string]*Entry
	digest  func() string
}

// A Source is an article.
type Source struct {
	ID         string   `yaml:"id" json:"id"`
	Headline   string   `yaml:"headline" json:"headline"`
	Authors    string   `yaml:"authors" json:"authors,omitempty"` // empty: the publisher's newsroom
	Publisher  string   `yaml:"publisher" json:"publisher"`
	Kind       string   `yaml:"kind" json:"kind"`   // news or comment
	Voice      string   `yaml:"voice" json:"voice"` // who speaks where nobody is quoted
	Published  Date     `yaml:"published" json:"published"`
	URL        string   `yaml:"url" json:"url"`
	Aliases    []string `yaml:"aliases" json:"aliases,omitempty"`
	Paragraphs int      `yaml:"paragraphs" json:"paragraphs"`
	Note       string   `yaml:"note" json:"note,omitempty"`

	// Spoken names, by voice, the paragraphs of a news report that are all one speaker's words.
	Spoken map[string][]int `yaml:"spoken" json:"spoken,omitempty"`

	Fingerprint Fingerprint `yaml:"-" json:"fingerprint"`
}

// Author returns who wrote the source: its authors, or its publisher.
func (s *Source) Author() string {
	if s.Authors != "" {
		return s.Authors
	}
	return s.Publisher
}

// SpeakerOf returns whose words a whole paragraph is: that of a comment its
// author's; of a news report a speaker's, where all of it is quoted. It returns
// nil where several have a part in it.
func (c *Corpus) SpeakerOf(s *Source, paragraph int) *Voice {
	if s.Kind == "comment" {
		return c.Voice(s.Voice)
	}
	for voice, paragraphs := range s.Spoken {
		if slices.Contains(paragraphs, paragraph) {
			return c.Voice(voice)
		}
	}
	return nil
}

// A Voice is a person or a body that speaks in the sources or is spoken of.
type Voice struct {
	ID      string   `yaml:"id" json:"id"`
	Name    string   `yaml:"name" json:"name"`
	Role    string   `yaml:"role" json:"role,omitempty"` // as the sources give it, at the time
	Body    string   `yaml:"body" json:"body,omitempty"`
	Person  bool     `yaml:"person" json:"person,omitempty"`
	Aliases []string `yaml:"aliases" json:"aliases,omitempty"`
}

// A Topic is a subject on which voices meet.
type Topic struct {
	ID      string   `yaml:"id" json:"id"`
	Name    string   `yaml:"name" json:"name"`
	Aliases []string `yaml:"aliases" json:"aliases,omitempty"`
}

// A Term is a word or phrase of the field, with other words for it.
type Term struct {
	Term  string   `yaml:"term" json:"term"`
	Means string   `yaml:"means" json:"means,omitempty"` // a plain explanation, where the term needs one
	Also  []string `yaml:"also" json:"also"`
}

// Kinds of entry and stances towards a topic's change.
var (
	Kinds   = []string{"proposal", "position", "quotation", "timing", "fact", "definition", "background"}
	Stances = []string{"supports", "opposes", "cautions", "neutral"}
)

// An Entry is one claim, by one voice, in one source, at stated paragraphs.
type Entry struct {
	ID         string         `yaml:"id" json:"id"`
	Source     string         `yaml:"-" json:"source"` // from the file's name
	Kind       string         `yaml:"kind" json:"kind"`
	Topic      string         `yaml:"topic" json:"topic"`
	Voice      string         `yaml:"voice" json:"voice"`
	Reported   bool           `yaml:"reported" json:"reported,omitempty"` // the quotation is the source's wording of what the voice said
	Stance     string         `yaml:"stance" json:"stance,omitempty"`
	Title      string         `yaml:"title" json:"title"`
	Says       string         `yaml:"says" json:"says"`
	Quote      string         `yaml:"quote" json:"quote,omitempty"`
	Paragraphs []int          `yaml:"paragraphs" json:"paragraphs"`
	Anchors    map[int]string `yaml:"anchors" json:"anchors,omitempty"`
	Note       string         `yaml:"note" json:"note,omitempty"`
	Same       []string       `yaml:"same" json:"same,omitempty"` // made symmetric by the loader
	Asks       Wordings       `yaml:"asks" json:"asks"`
	Contrary   Wordings       `yaml:"contrary" json:"contrary,omitempty"` // questions that have the claim upside down
}

// QuoteParagraph returns the first cited paragraph in which the quotation
// stands, or 0 if the entry quotes nothing.
func (c *Corpus) QuoteParagraph(e *Entry) int {
	s := c.Source(e.Source)
	if e.Quote == "" || s == nil {
		return 0
	}
	words := Words(e.Quote)
	for _, p := range e.Paragraphs {
		if s.Fingerprint.Holds(p, words) {
			return p
		}
	}
	return 0
}

// Speaker returns the voice whose words the entry quotes: the entry's own, or,
// where the source only reports what that voice said, the source's.
func (c *Corpus) Speaker(e *Entry) *Voice {
	if e.Reported {
		return c.Voice(c.Source(e.Source).Voice)
	}
	return c.Voice(e.Voice)
}

// A Gap is something that readers ask for and the sources do not say.
type Gap struct {
	ID         string           `yaml:"id" json:"id"`
	Topic      string           `yaml:"topic" json:"topic"`
	Title      string           `yaml:"title" json:"title"`
	Says       string           `yaml:"says" json:"says"`
	Paragraphs map[string][]int `yaml:"paragraphs" json:"paragraphs"` // the closest that the sources come, by source
	Asks       Wordings         `yaml:"asks" json:"asks"`
}

// Source returns the source with the id, or nil.
func (c *Corpus) Source(id string) *Source { return c.sources[id] }

// Voice returns the voice with the id, or nil.
func (c *Corpus) Voice(id string) *Voice { return c.voices[id] }

// Topic returns the topic with the id, or nil.
func (c *Corpus) Topic(id string) *Topic { return c.topics[id] }

// Entry returns the entry with the id, or nil.
func (c *Corpus) Entry(id string) *Entry { return c.entries[id] }

// Digest names the corpus by its content: equal corpora have equal digests.
func (c *Corpus) Digest() string { return c.digest() }

// Assemble returns a corpus of parts that are in memory already, as Load would
// leave them. It checks nothing: it is for corpora that are made up, to measure
// with. What refers to nowhere finds nil.
func Assemble(parts Corpus) *Corpus {
	c := &Corpus{Sources: parts.Sources, Voices: parts.Voices, Topics: parts.Topics, Glossary: parts.Glossary, Entries: parts.Entries, Gaps: parts.Gaps}
	c.finish()
	return c
}

// finish builds what is derived from the curated data.
func (c *Corpus) finish() {
	c.sources = byID(c.Sources, func(s *Source) string { return s.ID })
	c.voices = byID(c.Voices, func(v *Voice) string { return v.ID })
	c.topics = byID(c.Topics, func(t *Topic) string { return t.ID })
	c.entries = byID(c.Entries, func(e *Entry) string { return e.ID })
	c.digest = sync.OnceValue(func() string {
		b, err := json.Marshal(c)
		if err != nil {
			panic("corpus: its own types do not marshal: " + err.Error())
		}
		sum := sha256.Sum256(b)
		return hex.EncodeToString(sum[:6])
	})
}

// byID indexes items; of two with one id the first counts, and check reports the other.
func byID[T any](items []*T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(items))
	for _, it := range items {
		if _, twice := m[id(it)]; !twice {
			m[id(it)] = it
		}
	}
	return m
}
