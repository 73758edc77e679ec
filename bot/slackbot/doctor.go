package slackbot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"nhslaw/bot/surface"
)

const reach = "see whether this machine reaches the address in SLACK_API_URL, by default https://slack.com/api/"

// Check asks Slack about each token: whether it is good, and what it may do.
func (b *Bot) Check(ctx context.Context) []surface.Finding {
	var findings []surface.Finding
	for _, w := range b.workspaces.all {
		f := surface.Finding{Check: "bot token"}
		if w.team != "" {
			f.Check += " of " + w.team
		}
		who, err := w.api.AuthTestContext(ctx)
		switch {
		case code(err) != "":
			f.Fault, f.Remedy = "Slack refuses it ("+kind(err)+")", "install the app again and set the new token"
		case err != nil:
			f.Fault, f.Remedy = "Slack can't be asked ("+kind(err)+")", reach
		default:
			f.Note = "good in " + who.TeamID
			if lacking := lackingScopes(who); len(lacking) > 0 {
				f.Fault, f.Remedy = "it lacks scopes: "+strings.Join(lacking, " "), "add them to the app as `nhslaw slack manifest` has them, and install it again"
			}
		}
		findings = append(findings, f)
	}
	if b.cfg.AppToken != "" {
		f := surface.Finding{Check: "app-level token", Note: "opens connections"}
		if _, _, err := slack.New("", b.socketOptions(b.http)...).StartSocketModeContext(ctx); err != nil {
			f.Fault, f.Remedy = "Slack opens no connection ("+kind(err)+")", hopeless[code(err)]
			switch {
			case code(err) == "":
				f.Remedy = reach
			case f.Remedy == "":
				f.Remedy = "see that Socket Mode is on in the app's settings"
			}
		}
		findings = append(findings, f)
	}
	return findings
}

// lackingScopes returns those that a token should have and hasn't, as far as
// Slack tells.
func lackingScopes(who *slack.AuthTestResponse) []string {
	granted := who.Header.Get("X-OAuth-Scopes")
	if granted == "" {
		return nil
	}
	return without(scopes, strings.Split(granted, ","))
}
