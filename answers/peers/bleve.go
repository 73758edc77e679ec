package main

import (
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"nhslaw/answers"
	"nhslaw/corpus"
)

// A bleveIndex finds entries with bleve: in memory, its English analyser, BM25,
// a document an entry and all texts in one field.
//
// That serves it best. Fewer questions were right with the wordings alone, fewer
// with a document a wording, the entry's best one counting, and far fewer with a
// field for each kind of text, even where the wordings weighed most.
type bleveIndex struct {
	index   bleve.Index
	answers []answers.Answer
}

// textField is the field that holds all texts of an entry.
const textField = "text"

// newBleve indexes the entries, to find by words as they are.
func newBleve(c *corpus.Corpus) (*bleveIndex, error) {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = en.AnalyzerName
	m.ScoringModel = index.BM25Scoring
	m.StoreDynamic = false // the answers are at hand: nothing is read back
	m.DocValuesDynamic = false
	x, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("making a bleve index: %w", err)
	}
	// One batch makes one segment, which is quickest to search.
	batch := x.NewBatch()
	for i, e := range c.Entries {
		if err := batch.Index(strconv.Itoa(i), map[string]any{textField: wordingsOf(c, e)}); err != nil {
			return nil, fmt.Errorf("indexing %s: %w", e.ID, err)
		}
	}
	if err := x.Batch(batch); err != nil {
		return nil, fmt.Errorf("indexing: %w", err)
	}
	return &bleveIndex{x, cited(c)}, nil
}

// Close gives back what the index holds; it is asked nothing after.
func (b *bleveIndex) Close() error { return b.index.Close() }

// Ask returns the entries that have any word of a question, best first.
func (b *bleveIndex) Ask(text string) answers.Result { return b.ask(text, 0) }

// A fuzzyBleve is a bleveIndex that is asked for words near those of a question.
type fuzzyBleve struct {
	index *bleveIndex
	edits int // how many a word may be away
}

// Ask returns the entries that have a word near any of a question, best first.
func (b fuzzyBleve) Ask(text string) answers.Result { return b.index.ask(text, b.edits) }

func (b *bleveIndex) ask(text string, edits int) answers.Result {
	match := bleve.NewMatchQuery(text)
	match.SetField(textField)
	match.SetFuzziness(edits)
	hits, err := b.index.Search(bleve.NewSearchRequestOptions(match, mostAnswers, 0, false))
	if err != nil {
		panic("bleve can't search: " + err.Error()) // in memory, with a query that it made itself
	}
	as := make([]answers.Answer, len(hits.Hits))
	for i, h := range hits.Hits {
		k, err := strconv.Atoi(h.ID)
		if err != nil {
			panic("bleve found what was never indexed: " + h.ID)
		}
		as[i] = b.answers[k]
	}
	return found(as)
}
