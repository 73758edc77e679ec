package bot

import (
	"nhslaw/answers"
	"nhslaw/corpus"
)

// A Desk answers messages from one corpus. It is safe for concurrent use.
type Desk struct {
	corpus *corpus.Corpus
	index  *answers.Index
}

// NewDesk builds the index of a corpus.
func NewDesk(c *corpus.Corpus) *Desk { return &Desk{c, answers.New(c)} }

// Ask answers a question; any text at all gets a reply.
func (d *Desk) Ask(question string) Reply { return answerReply(d.index.Ask(question)) }

// Index returns the index behind the desk.
func (d *Desk) Index() *answers.Index { return d.index }

// Topics lists what can be asked about.
func (d *Desk) Topics() Reply {
	r := Reply{Status: answers.Help, Lead: "I can answer questions on:"}
	for _, t := range d.corpus.Topics {
		r.Items = append(r.Items, Item{Name: t.Name, Ask: "topic " + t.ID})
	}
	return r
}

// Sources lists the articles.
func (d *Desk) Sources() Reply {
	r := Reply{Status: answers.Help, Lead: "I answer from these articles:"}
	for _, s := range d.corpus.Sources {
		r.Items = append(r.Items, sourceItem(s))
	}
	return r
}
