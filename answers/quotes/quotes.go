// Package quotes checks quotations: given one that was pasted or is half
// remembered, it says whether the words stand in the sources, where, and whose
// they are.
//
// Two things are known of the sources. The curated quotations are known to the
// character. All else is known by its fingerprint alone, which tells of three
// or more words in a row whether they stand in a paragraph. So a quotation can
// be proven against the whole articles, but the true words can be shown beside
// wrong ones only where they are curated. The order of sentences within a
// paragraph can't be told, and nothing is ever guessed.
package quotes

import (
	"strings"

	"nhslaw/corpus"
)

// A Verdict says how a quotation stands to the sources. Case, spaces, quote
// marks, dashes and punctuation never matter.
type Verdict string

const (
	// Exact: every word stands in the sources in a row. An ellipsis may leave
	// words out within a paragraph or from one to the next, words in square
	// brackets may be an editor's, and a quotation may run on over the end of a
	// paragraph where a sentence or a line ends.
	Exact Verdict = "exact"
	// Altered: most of it stands at one place; words were changed, dropped, added or moved.
	Altered Verdict = "altered"
	// Partly: some of it stands in the sources, at one place or at several; the
	// rest does not, or not there.
	Partly Verdict = "partly"
	// NotFound: no more of it stands in the sources than in any English text.
	NotFound Verdict = "not_found"
	// TooShort: fewer than three words, of which nothing can be told.
	TooShort Verdict = "too_short"
)

const (
	// maxText and maxWords bound the work on a text of any length. Five hundred
	// words are a page or more, longer than any speech in the sources; what lies
	// beyond is not looked at, and a quotation cut short is never Exact.
	maxText  = 16 << 10
	maxWords = 500

	// shingle is the fewest words that a fingerprint tells anything of.
	shingle = 3
)

// A Finding is what was found of a quotation.
type Finding struct {
	Verdict   Verdict
	Quotation string // what was checked: no outer quote marks, no attribution

	By      string        // the name that the reader gave it, as typed; "" if none
	Claimed *corpus.Voice // the voice of that name; nil if there is none
	// Misattributed reports that the words are known not to be those of the one
	// named. It is false wherever that is not known. Words in which a source
	// reports what somebody said are the source's; Entry.Reported then tells
	// that they render what Entry.Voice said.
	Misattributed bool

	Places []Place // where it stands, or its nearest words (Altered) or its parts (Partly) do; best first

	// Altered alone:
	Diff    []Edit // from the reader's words to the true ones
	Printed string // the curated quotation that the words were compared with, as printed; "" if none is near

	// Partly alone, in the reader's words and order:
	Found   []string // what stands in the sources
	Missing []string // what does not
}

// A Place is where words stand: a paragraph of a source, or several in a row.
type Place struct {
	Source    *corpus.Source
	Paragraph int // from 1
	Last      int // the last paragraph, where they run over several; else equal to Paragraph

	Entry *corpus.Entry // the one whose quotation fits the longest part of the words; nil if none does
	// Voice is whose words they are: in a news report the speaker to whom
	// curated quotations give at least half of them, in a comment also its
	// author. It is nil where that is not known.
	Voice *corpus.Voice
}

// An Op is what an Edit does to the reader's words.
type Op string

const (
	Equal  Op = "equal"
	Delete Op = "delete"
	Insert Op = "insert"
)

// Unknown stands in an Insert for printed words that are not curated, and so not known.
const Unknown = "…"

// An Edit is a stretch of words: the reader's as typed (Equal, Delete) or those
// of the curated quotation as printed (Insert). Deleted words are those not
// proven to stand there; where no curated quotation tells which word is wrong,
// up to two beside it are among them.
type Edit struct {
	Op   Op
	Text string
}

// A Checker checks quotations against a corpus. It is read-only once it is
// made, and so safe for concurrent use.
type Checker struct {
	*index
	names names
}

// New returns a Checker for the corpus.
func New(c *corpus.Corpus) *Checker {
	return &Checker{newIndex(c), newNames(c)}
}

// Check finds a quotation in the sources. It is a pure function of the text and
// takes any text: one without words is TooShort.
func (k *Checker) Check(text string) Finding {
	text, cut := clean(text)
	whole := trimMarks(text)
	quotation, claim, sure := k.attribution(text)
	p := k.read(quotation)
	p.cut = p.cut || cut
	f := p.find()
	if quotation != whole {
		// What stands in the sources as it is has nothing to take off: articles
		// too say that somebody "added: …", and have terms in quotation marks.
		as := k.read(whole)
		as.cut = as.cut || cut
		if g := as.find(); g.Verdict == Exact || g.Verdict == Altered && !sure {
			p, f, quotation, claim = as, g, whole, claimed{}
		}
	}
	f.Quotation, f.By, f.Claimed = quotation, claim.by, claim.voice
	f.Misattributed = p.misattributed(f.Places, claim)
	return f
}

// A passage is a quotation under examination.
type passage struct {
	*Checker
	text  string
	words []word
	cut   bool // there is more of it than words
	runs  []run
	spans []span // where all of it stands

	// Of words that stand nowhere as a whole:
	near   []near // what they fit best
	common []bool // which of them stand in a row in several sources
}

// read splits a quotation into words and looks them up. Words in brackets count
// only if the whole stands with them.
func (k *Checker) read(text string) *passage {
	p := &passage{Checker: k, text: text, words: split(text)}
	if len(p.words) > maxWords {
		p.words, p.cut = p.words[:maxWords], true
	}
	p.look()
	if plain := withoutAsides(p.words); !p.exact() && len(plain) < len(p.words) && len(plain) >= shingle {
		p.words = plain
		p.look()
	}
	return p
}

func (p *passage) look() {
	p.runs = p.runsOf(p.words)
	p.spans = p.standing(p.words, p.runs)
}

func (p *passage) exact() bool { return len(p.spans) > 0 && !p.cut }

// find reaches the verdict.
func (p *passage) find() Finding {
	switch {
	case len(p.words) < shingle:
		return Finding{Verdict: TooShort}
	case p.exact():
		return Finding{Verdict: Exact, Places: p.places(p.spans, p.words)}
	}
	p.near, p.common = p.nearest(), p.commonWords()
	if p.altered() {
		best := p.near[0]
		f := Finding{Verdict: Altered, Diff: best.diff(p.text, p.words)}
		if best.quote != nil {
			f.Printed = best.quote.entry.Quote
		}
		for _, n := range p.near {
			f.Places = append(f.Places, p.place(n.span, n.kept(p.words)))
		}
		return f
	}
	if f, ok := p.partly(); ok {
		return f
	}
	return Finding{Verdict: NotFound}
}

// typed returns the text from one word to before another, as typed.
func typed(text string, words []word) string {
	if len(words) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(text[words[0].at:words[len(words)-1].end]), " ")
}
