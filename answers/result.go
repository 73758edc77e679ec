package answers

import (
	"encoding/json"

	"nhslaw/corpus"
)

// A Status tells what became of a question.
type Status string

const (
	Answered Status = "answered" // an entry answers the question
	Related  Status = "related"  // on the subject, but nothing found that answers it
	Unknown  Status = "unknown"  // nothing near
	Help     Status = "help"     // a greeting, thanks, "what can you do?"
)

// Reasons, where the status alone does not say why.
const (
	Empty     = "empty"       // Unknown: no words in it
	OffTopic  = "off_topic"   // Unknown: not what the sources are about
	KnownGap  = "gap"         // Related: the sources are known not to say this
	NotFound  = "not_found"   // Related: no entry explains enough of the question
	WrongName = "other_voice" // Related: who is named does not speak on this in the sources
	Contrary  = "contrary"    // Answered: the question has the claim upside down
)

// A Result is what the index has for a question. Its JSON form is the contract
// that other programs read.
type Result struct {
	Question    string
	Status      Status
	Reason      string   // one of the reasons above, or ""
	Confidence  float64  // 0 to 1: how likely it is that the first answer answers the question
	Note        string   // a sentence for the reader on what the sources don't say, or ""
	Answers     []Answer // best first; the rest are other voices. None if Unknown or Help
	Suggestions []string // questions that have an answer
	Corpus      string   // the digest of the corpus
}

// An Answer is an entry, with what it refers to looked up. An entry always
// cites a source and a paragraph, so there is no answer without a citation.
type Answer struct {
	*corpus.Entry
	Source  *corpus.Source
	Voice   *corpus.Voice // whose claim it is
	Speaker *corpus.Voice // whose words are quoted; the source's own voice where it only reports
	At      int           // the paragraph of the quotation, 0 if there is none
}

// Cite returns an entry of the corpus as an answer.
func Cite(c *corpus.Corpus, e *corpus.Entry) Answer {
	return cite(c, e, c.QuoteParagraph(e))
}

// cite returns an entry as an answer whose quotation stands at a paragraph.
func cite(c *corpus.Corpus, e *corpus.Entry, at int) Answer {
	return Answer{e, c.Source(e.Source), c.Voice(e.Voice), c.Speaker(e), at}
}

type (
	resultJSON struct {
		Question    string       `json:"question"`
		Status      Status       `json:"status"`
		Reason      string       `json:"reason"`
		Confidence  float64      `json:"confidence"`
		Note        string       `json:"note,omitempty"`
		Answers     []answerJSON `json:"answers"`
		Suggestions []string     `json:"suggestions"`
		Corpus      string       `json:"corpus"`
	}
	answerJSON struct {
		Entry     string         `json:"entry"`
		Topic     string         `json:"topic"`
		Title     string         `json:"title"`
		Text      string         `json:"text"`
		Note      string         `json:"note,omitempty"`
		Quotes    []quoteJSON    `json:"quotes"`
		Citations []citationJSON `json:"citations"`
	}
	quoteJSON struct {
		Text      string `json:"text"`
		Speaker   string `json:"speaker"`
		Role      string `json:"role"`
		Source    string `json:"source"`
		Paragraph int    `json:"paragraph"`
	}
	citationJSON struct {
		Source     string `json:"source"`
		Paragraphs []int  `json:"paragraphs"`
		Title      string `json:"title"`
		Author     string `json:"author"`
		Publisher  string `json:"publisher"`
		Published  string `json:"published"`
		URL        string `json:"url"`
	}
)

// MarshalJSON writes the answer contract. Lists are never null.
func (r Result) MarshalJSON() ([]byte, error) {
	out := resultJSON{r.Question, r.Status, r.Reason, r.Confidence, r.Note, []answerJSON{}, r.Suggestions, r.Corpus}
	if out.Suggestions == nil {
		out.Suggestions = []string{}
	}
	for _, a := range r.Answers {
		s := a.Source
		j := answerJSON{a.ID, a.Topic, a.Title, a.Says, a.Entry.Note, []quoteJSON{}, []citationJSON{
			{s.ID, a.Paragraphs, s.Headline, s.Author(), s.Publisher, string(s.Published), s.URL},
		}}
		if a.Quote != "" {
			j.Quotes = append(j.Quotes, quoteJSON{a.Quote, a.Speaker.Name, a.Speaker.Role, s.ID, a.At})
		}
		out.Answers = append(out.Answers, j)
	}
	return json.Marshal(out)
}
