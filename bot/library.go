package bot

import (
	"slices"
	"strings"
	"sync"

	"nhslaw/answers"
	"nhslaw/answers/quotes"
	"nhslaw/corpus"
)

// A library is one corpus with all that is made of it to answer from. It never
// changes: a new corpus is a new library.
type library struct {
	corpus *corpus.Corpus
	index  *answers.Index
	quotes func() *quotes.Checker
	names  func() names
	spoken func() spoken
	claims sync.Map // the Claim of each *corpus.Entry that was cited so far
}

// newLibrary makes a library. What finds names, completes and checks is made
// when it is first needed: one question from a shell needs none of it.
func newLibrary(c *corpus.Corpus) *library {
	return &library{
		corpus: c,
		index:  answers.New(c),
		quotes: sync.OnceValue(func() *quotes.Checker { return quotes.New(c) }),
		names:  sync.OnceValue(func() names { return newNames(c) }),
		spoken: sync.OnceValue(func() spoken { return newSpoken(c) }),
	}
}

func (l *library) reply(text string, before topicOfTalk) Reply {
	if r, ok := l.command(text); ok {
		return r
	}
	if r, ok := l.followUp(text, before); ok {
		return r
	}
	if q, ok := wholeQuotation(text); ok {
		return l.Check(q)
	}
	return l.Ask(text)
}

// Ask answers a question; any text at all gets a reply.
func (l *library) Ask(question string) Reply { return l.answer(l.index.Ask(question)) }

// claim cites an entry, which takes as long as to find it; so each is made once.
func (l *library) claim(e *corpus.Entry) Claim {
	if c, ok := l.claims.Load(e); ok {
		return c.(Claim)
	}
	c := NewClaim(answers.Cite(l.corpus, e))
	l.claims.Store(e, c)
	return c
}

// cited is a reply that shows entries.
func (l *library) cited(lead string, entries ...*corpus.Entry) Reply {
	if len(entries) == 0 { // without a citation there is no answer
		return Reply{Status: answers.Unknown, Lead: lead}
	}
	r := Reply{Status: answers.Answered, Lead: lead, Note: StandingNote}
	for _, e := range entries {
		r.Claims = append(r.Claims, l.claim(e))
	}
	r.Next = nextOf(l.entries(func(e *corpus.Entry) bool {
		return e.Topic == entries[0].Topic && !slices.Contains(entries, e)
	}))
	return r
}

// nextOf returns the questions of the first entries.
func nextOf(entries []*corpus.Entry) []string {
	var next []string
	for _, e := range entries[:min(maxNext, len(entries))] {
		next = append(next, answers.Question(e))
	}
	return next
}

// maxNext is how many questions a reply offers to go on with.
const maxNext = 3

// wholeQuotation reports whether a message is nothing but a quotation in quote marks.
func wholeQuotation(text string) (string, bool) {
	text = strings.TrimSpace(text)
	for _, marks := range []string{"“”", "\"\"", "‘’", "„“", "«»"} {
		open, shut := string([]rune(marks)[0]), string([]rune(marks)[1])
		inner, ok := strings.CutPrefix(text, open)
		if !ok {
			continue
		}
		// One quotation, not a question that begins and ends with one.
		if inner, ok = strings.CutSuffix(inner, shut); ok && !strings.Contains(inner, shut) && len(corpus.Words(inner)) >= minQuoted {
			return inner, true
		}
	}
	return "", false
}

// minQuoted is the fewest words that can be told from any others.
const minQuoted = 3
