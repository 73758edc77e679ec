// Package discordbot is nhslaw in Discord: interactions and messages in, embeds
// out.
//
// There are two ways in, with one set of handlers behind them: the gateway
// (gateway.go), which needs no public address and brings mentions and direct
// messages too, and signed HTTP (http.go). An interaction gets its reply as the
// first and only response (interaction.go); a message gets one by REST
// (message.go). [render] makes every message that the bot sends.
//
// The vocabulary is discordgo's: its embeds, components, commands and
// constants. Its Session is not used. Of v0.29 it resumes at the wrong address
// and ends the sessions that it should resume, retries what is fatal, waits for
// rate limits longer than an interaction lives, keeps a bucket for every
// interaction that ever was, and fails on messages with components that it
// doesn't know. What this bot needs of a gateway and a REST client is small and
// stands in gateway.go and rest.go.
package discordbot

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"nhslaw/bot/surface"
)

// Config is what a bot needs to know. All are the operator's settings, named as there.
type Config struct {
	Token         string           // DISCORD_BOT_TOKEN: the gateway, and commands that register themselves
	PublicKey     string           // DISCORD_PUBLIC_KEY: signed HTTP
	ApplicationID string           // DISCORD_APPLICATION_ID; looked up if ""
	APIURL        string           // DISCORD_API_URL, default Discord's own
	Shards        string           // DISCORD_SHARDS: "auto" (default), "4", or one of several as in "0/4"
	Private       bool             // DISCORD_PRIVATE: replies to commands are private by default
	Now           func() time.Time // the clock, default the real one
}

// DefaultAPI is Discord's REST API.
const DefaultAPI = "https://discord.com/api/v10/"

// A Bot answers on Discord.
type Bot struct {
	clerk       *surface.Clerk
	key         ed25519.PublicKey // nil without the way in over HTTP
	rest        *rest             // nil without the gateway
	application string
	private     bool
	shards      shards
	pace        pace
	now         func() time.Time

	once     *surface.Once
	visitors *visitors
	talks    *talks

	work *surface.Work // what answers somebody, beside the reading of events

	me                atomic.Pointer[string] // the bot's own user id, once it is known
	connected, wanted atomic.Int32           // shards
}

// New makes a bot of its settings. An error names the setting and the remedy,
// in one line.
func New(cfg Config, clerk *surface.Clerk) (*Bot, error) {
	b := &Bot{
		clerk: clerk, application: cfg.ApplicationID, private: cfg.Private, pace: discordsPace, now: cfg.Now,
		once: surface.NewOnce(maxSeen, seenFor), visitors: newVisitors(), talks: newTalks(),
		work: surface.NewWork(clerk, maxWork),
	}
	if b.now == nil {
		b.now = time.Now
	}
	if cfg.Token == "" && cfg.PublicKey == "" {
		return nil, errors.New("set DISCORD_BOT_TOKEN (the gateway) or DISCORD_PUBLIC_KEY (signed HTTP), or no DISCORD_ setting at all")
	}
	if cfg.PublicKey != "" {
		key, err := hex.DecodeString(cfg.PublicKey)
		if err != nil || len(key) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("DISCORD_PUBLIC_KEY has to be %d hexadecimal digits: copy Public Key from General Information in the Developer Portal", hex.EncodedLen(ed25519.PublicKeySize))
		}
		b.key = key
	}
	if id := cfg.ApplicationID; id != "" && !isID(id) {
		return nil, errApplicationID
	}
	var err error
	if b.shards, err = readShards(cfg.Shards); err != nil {
		return nil, err
	}
	if cfg.Shards != "" && cfg.Token == "" {
		return nil, errors.New("DISCORD_SHARDS needs DISCORD_BOT_TOKEN: signed HTTP has no shards")
	}
	if cfg.Token != "" {
		if b.rest, err = cfg.rest(clerk.Meter, clerk.Surface); err != nil {
			return nil, err
		}
	}
	return b, nil
}

var errApplicationID = errors.New("DISCORD_APPLICATION_ID has to be a number: copy Application ID from General Information in the Developer Portal, or leave it out")

// rest makes the client of the REST API.
func (cfg Config) rest(meter *surface.Meter, name string) (*rest, error) {
	token := strings.TrimPrefix(cfg.Token, "Bot ")
	_, notHex := hex.DecodeString(token)
	if notHex == nil || strings.ContainsAny(token, " \t\r\n") || strings.HasPrefix(token, "xox") || strings.HasPrefix(token, "xapp-") {
		return nil, errors.New("DISCORD_BOT_TOKEN is no bot token: copy it from Bot in the Developer Portal, not the public key or an id")
	}
	address := cfg.APIURL
	if address == "" {
		address = DefaultAPI
	}
	base, err := url.Parse(strings.TrimRight(address, "/") + "/")
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("DISCORD_API_URL has to be an address such as " + DefaultAPI + ", or left out")
	}
	return newREST(base, token, meter, name), nil
}

func isID(text string) bool {
	_, err := strconv.ParseUint(text, 10, 64)
	return err == nil
}

// Run keeps the bot on Discord until ctx ends; then it finishes what is in
// flight and returns nil. An error says why it can't go on.
func (b *Bot) Run(ctx context.Context) error {
	defer b.work.Drain()
	if b.rest == nil {
		b.clerk.Log.Info("answering signed interactions alone; without DISCORD_BOT_TOKEN the commands have to be registered by hand")
		<-ctx.Done()
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-b.rest.revoked:
			cancel(errRevoked)
		case <-ctx.Done():
		}
	}()
	var registering sync.WaitGroup
	defer registering.Wait()
	registering.Go(func() { b.keepRegistered(ctx) })
	err := b.gateway(ctx)
	if errors.Is(context.Cause(ctx), errRevoked) {
		err = errRevoked
	}
	cancel(nil) // the registration needn't go on by itself
	return err
}

// keepRegistered registers the commands, trying until Discord has them.
func (b *Bot) keepRegistered(ctx context.Context) {
	defer b.clerk.Guard("registering the commands")
	for wait := b.pace.first; ctx.Err() == nil; wait = min(2*wait, b.pace.longest) {
		differ, err := register(ctx, b.rest, b.application, "", false)
		var refused refusal
		switch {
		case err == nil && differ:
			b.clerk.Log.Info("the commands are registered anew")
			return
		case err == nil:
			b.clerk.Log.Info("the commands are registered")
			return
		case errors.As(err, &refused) && refused.status < 500, errors.Is(err, errRevoked):
			b.clerk.Log.Error("the commands can't be registered; try nhslaw discord register", "error", err)
			return
		}
		_ = surface.Pause(ctx, surface.Jitter(wait))
	}
}

// maxWork is how many events are answered at a time. More come to nothing
// faster; they wait in the connection.
const maxWork = 1024

// Ready returns nil while messages can be received; else what is missing.
func (b *Bot) Ready() error {
	if b.rest == nil {
		return nil
	}
	if wanted := b.wanted.Load(); wanted == 0 || b.connected.Load() < wanted {
		return fmt.Errorf("%d of %d connections to Discord", b.connected.Load(), max(wanted, 1))
	}
	return nil
}

// self returns the bot's own user id, "" while it isn't known.
func (b *Bot) self() string {
	if me := b.me.Load(); me != nil {
		return *me
	}
	return ""
}
