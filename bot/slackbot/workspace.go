package slackbot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/slack-go/slack"
)

// A workspace is one installation of the app.
type workspace struct {
	team    string // its id; "" until Slack tells, if there is only one
	api     *slack.Client
	self    atomic.Pointer[identity] // nil until Slack tells
	revoked atomic.Bool
}

// An identity is who the bot is in a workspace.
type identity struct{ team, user, bot string }

// workspaces are those that the bot has tokens for.
type workspaces struct {
	all []*workspace
}

// of returns the workspace that a request is from, by the ids that stand in
// it, or nil. The only one there is takes them all.
func (ws *workspaces) of(ids ...string) *workspace {
	if len(ws.all) == 1 {
		return ws.all[0]
	}
	for _, id := range ids {
		for _, w := range ws.all {
			if id != "" && w.team == id {
				return w
			}
		}
	}
	return nil
}

// readWorkspaces reads the installations that the settings list.
func readWorkspaces(cfg Config, client *http.Client) (*workspaces, error) {
	options := []slack.Option{slack.OptionHTTPClient(client)}
	if cfg.APIURL != "" {
		options = append(options, slack.OptionAPIURL(cfg.APIURL))
	}
	if cfg.BotToken != "" {
		return &workspaces{[]*workspace{{api: slack.New(cfg.BotToken, options...)}}}, nil
	}
	var ws workspaces
	n := 0
	for line := range strings.Lines(cfg.Installations) {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		team, token, _ := strings.Cut(line, "=")
		team, token = strings.TrimSpace(team), strings.TrimSpace(token)
		switch {
		case team == "" || !strings.HasPrefix(token, "xoxb-"):
			return nil, fmt.Errorf("SLACK_INSTALLATIONS, line %d, is no installation: write TEAM_ID=xoxb-…, such as T0123456=xoxb-…", n)
		case ws.has(team):
			return nil, fmt.Errorf("SLACK_INSTALLATIONS, line %d, names a workspace for the second time: keep one token for each", n)
		}
		ws.all = append(ws.all, &workspace{team: team, api: slack.New(token, options...)})
	}
	if len(ws.all) == 0 {
		return nil, errors.New("SLACK_INSTALLATIONS lists no workspace: write TEAM_ID=xoxb-… a line")
	}
	return &ws, nil
}

func (ws *workspaces) has(team string) bool {
	for _, w := range ws.all {
		if w.team == team {
			return true
		}
	}
	return false
}

// scopes are those without which something doesn't work; the manifest asks for
// no others by itself.
var scopes = []string{"app_mentions:read", "assistant:write", "chat:write", "commands", "im:history"}

// identify asks Slack who the bot is in a workspace, once.
func (b *Bot) identify(ctx context.Context, w *workspace) error {
	if w.self.Load() != nil {
		return nil
	}
	var who *slack.AuthTestResponse
	err := b.try(ctx, w, again, func(ctx context.Context) (err error) {
		who, err = w.api.AuthTestContext(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("asking Slack who the bot is: %w", err)
	}
	if w.team != "" && who.TeamID != w.team && who.EnterpriseID != w.team {
		b.clerk.Log.Warn("a token in SLACK_INSTALLATIONS is of another workspace than its line says: put the right team id before it", "listed", w.team, "token", who.TeamID)
	}
	if !w.self.CompareAndSwap(nil, &identity{who.TeamID, who.UserID, who.BotID}) {
		return nil
	}
	if lacking := lackingScopes(who); len(lacking) > 0 {
		b.clerk.Log.Warn("the token lacks scopes: add them to the app as its manifest has them, and install it again", "scopes", strings.Join(lacking, " "))
	}
	if b.cfg.AppToken == "" {
		b.clerk.Meter.Connected(b.clerk.Surface)
	}
	b.clerk.Log.Info("token confirmed", "team", who.TeamID)
	return nil
}

// workspaceOf returns the workspace with one of these ids, in which it is known
// who the bot is; nil, and the clerk or the log is told, if there is none.
func (b *Bot) workspaceOf(ctx context.Context, doing string, ids ...string) *workspace {
	w := b.workspaces.of(ids...)
	if w == nil || w.revoked.Load() {
		b.clerk.Decline("unknown_workspace")
		return nil
	}
	if err := b.identify(ctx, w); err != nil {
		b.failed(doing, err)
		return nil
	}
	return w
}

// without returns the items that aren't among others.
func without(items, others []string) []string {
	var rest []string
next:
	for _, it := range items {
		for _, o := range others {
			if strings.TrimSpace(o) == it {
				continue next
			}
		}
		rest = append(rest, it)
	}
	return rest
}

// revoke notes that a workspace's token is no longer good. When none is left
// the bot can't go on.
func (b *Bot) revoke(w *workspace, code string) {
	if w.revoked.Swap(true) {
		return
	}
	team := w.team
	if self := w.self.Load(); self != nil {
		team = self.team
	}
	b.clerk.Log.Error("Slack no longer takes a bot token: install the app again and set the new token", "team", team, "error", code)
	for _, other := range b.workspaces.all {
		if !other.revoked.Load() {
			return
		}
	}
	setting := "SLACK_BOT_TOKEN"
	if b.cfg.BotToken == "" {
		setting = "SLACK_INSTALLATIONS"
	}
	b.stop(fmt.Errorf("the bot token is no longer good for Slack (%s): install the app again and set the new token in %s", code, setting))
}
