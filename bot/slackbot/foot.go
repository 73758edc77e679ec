package slackbot

import (
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/slack-go/slack"
)

// A foot ends a reply: the note, and questions to go on with. All of it is the
// corpus's and the program's own.
type foot struct {
	note string
	next [maxNext]string
	most int // characters of the note
}

// feet are those shown of late, as rendered are the claims.
var feet, _ = lru.New[foot, page](maxRendered)

// foot shows a foot.
func (p *page) foot(f foot) {
	made, ok := feet.Get(f)
	if !ok {
		made = f.render()
		feet.Add(f, made)
	}
	p.show(made)
}

func (f foot) render() page {
	var p page
	if f.note != "" {
		p.add(slack.NewDividerBlock(), "") // it holds for all, not for the last
		p.context(shorten(f.most)(f.note))
	}
	p.next(f.next[:])
	return p
}

// next offers questions.
func (p *page) next(questions []string) {
	var ask []slack.BlockElement
	for _, q := range questions {
		ask = question(ask, q, q)
	}
	p.buttons("next", ask)
}
