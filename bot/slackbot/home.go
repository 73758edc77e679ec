package slackbot

import (
	"context"
	"encoding/json"

	"github.com/slack-go/slack"

	"nhslaw/bot"
)

// homeOpened shows the App Home to who opens it.
func (b *Bot) homeOpened(ctx context.Context, w *workspace, raw json.RawMessage) {
	var e struct {
		User string `json:"user"`
		Tab  string `json:"tab"` // home, messages
	}
	if json.Unmarshal(raw, &e) != nil || e.User == "" || e.Tab == "messages" {
		b.clerk.Decline("not_the_home_tab")
		return
	}
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: b.home()}}
	err := b.try(ctx, w, again, func(ctx context.Context) error {
		_, err := w.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: e.User, View: view})
		return err
	})
	if err != nil {
		b.failed("showing the App Home", err)
	}
}

// home lays the App Home out: what there is to ask, and what answers rest on.
func (b *Bot) home() []slack.Block {
	help, topics, sources := b.clerk.Desk.Say("", "help"), b.clerk.Desk.Say("", "topics"), b.clerk.Desk.Say("", "sources")
	var p page
	p.header("NHS law reform, 2017 to 2019")
	p.section("", "Ask in your own words: type */nhslaw* and your question in any channel for an answer that only you see, mention me, or write to me under *Messages*. "+
		"I answer with the quotation, who said it and when, and the paragraph it stands in. Where the sources don't say, I say so.")
	var ask []slack.BlockElement
	for _, q := range help.Next {
		ask = question(ask, q, q)
	}
	p.buttons("next", ask)
	p.header("Topics")
	p.context("The answer comes under Messages.")
	p.items(topics.Items[:min(len(topics.Items), maxItems)], escape)
	p.header("Sources")
	p.sources(sources.Items)
	p.context(escape(bot.StandingNote))
	return p.blocks
}

// sources lists the sources with their links.
func (p *page) sources(items []bot.Item) {
	for _, it := range items[:min(len(items), maxItems)] {
		it.Ask = ""
		p.items([]bot.Item{it}, escape)
	}
}

// maxPrompts is how many prompts Slack shows.
const maxPrompts = 4

// agentOpened suggests what to ask in the agent view, where the workspace has it.
func (b *Bot) agentOpened(ctx context.Context, w *workspace, raw json.RawMessage) {
	var e struct {
		Thread struct {
			Channel string `json:"channel_id"`
			TS      string `json:"thread_ts"`
		} `json:"assistant_thread"`
	}
	if json.Unmarshal(raw, &e) != nil || e.Thread.Channel == "" {
		b.clerk.Decline("malformed")
		return
	}
	prompts := slack.AssistantThreadsSetSuggestedPromptsParameters{Title: "For example:", ChannelID: e.Thread.Channel, ThreadTS: e.Thread.TS}
	for _, q := range prompted(b.clerk.Desk) {
		prompts.AddPrompt(q, q)
	}
	err := b.try(ctx, w, again, func(ctx context.Context) error {
		return w.api.SetAssistantThreadsSuggestedPromptsContext(ctx, prompts)
	})
	if err != nil {
		b.failed("suggesting prompts", err)
	}
}

// prompted returns what to suggest: questions, and the command that shows more.
func prompted(desk *bot.Desk) []string {
	next := desk.Say("", "help").Next
	return append(next[:min(len(next), maxPrompts-1):min(len(next), maxPrompts-1)], "compare merger")
}
