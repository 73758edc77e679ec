package discordbot

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"nhslaw/bot/surface"
)

// Check looks at what can be wrong at Discord's side: the token, the public
// key, the registered commands and the sessions left for today.
func (b *Bot) Check(ctx context.Context) []surface.Finding {
	if b.rest == nil {
		return []surface.Finding{{Check: "bot token", Note: "none is set; the commands can't be looked at"}}
	}
	app, err := lookUp(ctx, b.rest)
	if err != nil {
		return []surface.Finding{fault("bot token", err)}
	}
	findings := []surface.Finding{{Check: "bot token", Note: "application " + app.Name}}
	if b.application != "" && b.application != app.ID {
		findings = append(findings, surface.Finding{Check: "application", Fault: "DISCORD_APPLICATION_ID is not that of the token", Remedy: "set it to " + app.ID + ", or leave it out"})
	}
	if b.key != nil {
		f := surface.Finding{Check: "public key", Note: "that of the application"}
		if app.Key != hex.EncodeToString(b.key) {
			f = surface.Finding{Check: "public key", Fault: "DISCORD_PUBLIC_KEY is not that of the token's application", Remedy: "copy Public Key from General Information in the Developer Portal"}
		}
		findings = append(findings, f)
	}
	differ, err := register(ctx, b.rest, app.ID, "", true)
	switch {
	case err != nil:
		findings = append(findings, fault("commands", err))
	case differ:
		findings = append(findings, surface.Finding{Check: "commands", Fault: "they are not registered, or in another form", Remedy: "run nhslaw discord register, or start nhslaw serve, which does it"})
	default:
		findings = append(findings, surface.Finding{Check: "commands", Note: "registered"})
	}
	return append(findings, b.checkGateway(ctx))
}

func (b *Bot) checkGateway(ctx context.Context) surface.Finding {
	var info gatewayInfo
	if err := b.rest.do(ctx, call{method: http.MethodGet, path: "gateway/bot", route: "gateway"}, &info); err != nil {
		return fault("gateway", err)
	}
	_, count := b.shards.of(info.Shards)
	switch {
	case info.Limit.Total > 0 && info.Limit.Remaining == 0:
		return surface.Finding{Check: "gateway", Fault: "no session may be started today", Remedy: fmt.Sprintf("find what restarts all the time; there will be more in %v", time.Duration(info.Limit.ResetAfter)*time.Millisecond)}
	case count < info.Shards:
		return surface.Finding{Check: "gateway", Fault: fmt.Sprintf("DISCORD_SHARDS says %d, and Discord wants %d", count, info.Shards), Remedy: "raise it, or leave it out"}
	}
	return surface.Finding{Check: "gateway", Note: fmt.Sprintf("%d of %d sessions left for today, %d wanted", info.Limit.Remaining, info.Limit.Total, count)}
}

// fault words an error of a call.
func fault(check string, err error) surface.Finding {
	f := surface.Finding{Check: check, Fault: err.Error(), Remedy: "check the network and DISCORD_API_URL, and try again"}
	if errors.Is(err, errRevoked) { // says what to do
		f.Remedy = ""
	}
	return f
}
