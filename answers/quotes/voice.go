package quotes

import (
	"cmp"
	"slices"

	"nhslaw/corpus"
)

// minProven is how much of the words in a news report curated quotations must
// give to one speaker for all to be called that speaker's: the greater part is
// then proven, and no other can have it.
const minProven = 0.5

// places returns a place for each span, best first: those with the longest
// curated quotation, then in the order of the sources.
func (p *passage) places(spans []span, words []word) []Place {
	type ranked struct {
		Place
		fits int
	}
	var list []ranked
	for _, s := range spans {
		place := p.place(s, words)
		fits := 0
		if place.Entry != nil {
			fits = len(corpus.Words(place.Entry.Quote))
		}
		list = append(list, ranked{place, fits})
	}
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.fits, a.fits) })
	places := make([]Place, len(list))
	for i, r := range list {
		places[i] = r.Place
	}
	return places
}

// place returns a span as a place, with whose words these are in it.
func (x *index) place(s span, words []word) Place {
	at := x.paragraphs[s.first]
	place := Place{Source: at.source, Paragraph: at.number, Last: x.paragraphs[s.last].number}
	own := x.corpus.Voice(at.source.Voice)
	longest, ownOnly := 0, true
	given := map[*corpus.Voice][]bool{} // by speaker, the words that quotations give him
	for i := s.first; i <= s.last; i++ {
		for _, q := range x.paragraphs[i].quotes {
			ownOnly = ownOnly && q.speaker == own
			theirs, n := gives(q, words)
			if n == 0 {
				continue
			}
			if n > longest {
				longest, place.Entry = n, q.entry
			}
			if given[q.speaker] == nil {
				given[q.speaker] = make([]bool, len(words))
			}
			for w, is := range theirs {
				given[q.speaker][w] = given[q.speaker][w] || is
			}
		}
	}
	most, tie := 0, false
	var speaker *corpus.Voice
	for v, theirs := range given {
		n := 0
		for _, t := range theirs {
			if t {
				n++
			}
		}
		if n > most {
			most, tie, speaker = n, false, v
		} else if n == most {
			tie = true
		}
	}
	switch {
	case !tie && float64(most) >= minProven*float64(len(words)) && most > 0:
		place.Voice = speaker
	case at.source.Kind == "comment" && ownOnly:
		place.Voice = own
	case at.source.Kind != "comment":
		place.Voice = x.speaker(s)
	}
	return place
}

// speaker returns the one whose words all paragraphs of a span are; nil if
// they are several's, or if that is not known.
func (x *index) speaker(s span) *corpus.Voice {
	v := x.corpus.SpeakerOf(x.paragraphs[s.first].source, x.paragraphs[s.first].number)
	for i := s.first + 1; i <= s.last; i++ {
		if x.corpus.SpeakerOf(x.paragraphs[i].source, x.paragraphs[i].number) != v {
			return nil
		}
	}
	return v
}

// gives marks the words that stand in a quotation, and counts them. It looks at
// each part between ellipses by itself.
func gives(q *quote, words []word) (marks []bool, n int) {
	marks = make([]bool, len(words))
	for from := 0; from < len(words); {
		to := from + 1
		for to < len(words) && words[to].gap != ellipsis {
			to++
		}
		if a := align(words[from:to], q.words); a.fits() {
			for _, s := range a.steps {
				if s.equal {
					marks[from+s.reader] = true
				}
			}
			n += a.equal
		}
		from = to
	}
	return marks, n
}
