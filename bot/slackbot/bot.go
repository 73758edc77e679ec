package slackbot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"nhslaw/bot/surface"
)

// A Config says how to reach Slack, and how Slack reaches the bot.
type Config struct {
	BotToken      string // xoxb-…, of the one workspace
	Installations string // or of several: TEAM_ID=xoxb-… a line
	AppToken      string // xapp-…: Socket Mode
	SigningSecret string // HTTP
	APIURL        string // Slack's Web API; "" is the real one
	// FollowThreads has the bot follow on in channel threads without a
	// mention, but only in those that it has answered in. The app must be
	// subscribed to messages in channels for that.
	FollowThreads bool
	Now           func() time.Time // against which signatures are checked; nil is time.Now
}

// A Bot is nhslaw in Slack.
type Bot struct {
	cfg        Config
	clerk      *surface.Clerk
	http       *http.Client
	workspaces *workspaces
	once       *surface.Once
	work       *surface.Work
	socketUp   atomic.Bool
	pingTime   time.Duration // pingTime
	ended      chan error    // holds why the bot can't go on
}

const (
	// onceMost and onceLong cover Slack's redeliveries, which come within 6
	// minutes, with a margin for a busy day.
	onceMost = 100_000
	onceLong = time.Hour
)

// New returns a bot. An error is one line that names the setting and the remedy.
func New(cfg Config, clerk *surface.Clerk) (*Bot, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if cfg.APIURL != "" && !strings.HasSuffix(cfg.APIURL, "/") {
		cfg.APIURL += "/"
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	b := &Bot{
		cfg: cfg, clerk: clerk,
		http:  &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()},
		once:  surface.NewOnce(onceMost, onceLong),
		work:  surface.NewWork(clerk, maxWork),
		ended: make(chan error, 1), pingTime: pingTime,
	}
	var err error
	b.workspaces, err = readWorkspaces(cfg, b.http)
	return b, err
}

// check finds what is missing, or stands in the wrong place.
func (cfg Config) check() error {
	for _, s := range []struct{ name, value, begins, is string }{
		{"SLACK_BOT_TOKEN", cfg.BotToken, "xoxb-", "the bot token (xoxb-…) from the app's page “OAuth & Permissions”"},
		{"SLACK_APP_TOKEN", cfg.AppToken, "xapp-", "the app-level token (xapp-…) from the app's page “Basic Information”"},
	} {
		if s.value == "" {
			continue
		}
		if !strings.HasPrefix(s.value, s.begins) || strings.ContainsAny(s.value, " \t\r\n\"'") {
			return fmt.Errorf("%s holds something else: set it to %s", s.name, s.is)
		}
	}
	u, err := url.Parse(cfg.APIURL)
	switch {
	case cfg.BotToken != "" && cfg.Installations != "":
		return errors.New("SLACK_BOT_TOKEN and SLACK_INSTALLATIONS are both set: keep the first for one workspace, the second for several")
	case cfg.BotToken == "" && cfg.Installations == "":
		return errors.New("SLACK_BOT_TOKEN is missing: set it to the bot token (xoxb-…) from the app's page “OAuth & Permissions”")
	case cfg.AppToken == "" && cfg.SigningSecret == "":
		return errors.New("there is no way in from Slack: set SLACK_APP_TOKEN (xapp-…) for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
	case strings.HasPrefix(cfg.SigningSecret, "xox") || strings.HasPrefix(cfg.SigningSecret, "xapp-") || strings.TrimSpace(cfg.SigningSecret) != cfg.SigningSecret:
		return errors.New("SLACK_SIGNING_SECRET holds something else: set it to the signing secret from the app's page “Basic Information”")
	case cfg.APIURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == ""):
		return errors.New("SLACK_API_URL is no web address: set it to one like https://slack.com/api/, or leave it out")
	}
	return nil
}

// Run receives messages until ctx is done; then it finishes what is in flight
// and returns nil. An error means that it can't go on: every token is revoked.
func (b *Bot) Run(ctx context.Context) error {
	for _, w := range b.workspaces.all {
		go b.know(ctx, w)
	}
	receiving := make(chan struct{})
	socket, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	go func() {
		defer close(receiving)
		if b.cfg.AppToken != "" {
			b.socket(socket)
		}
	}()
	var err error
	select {
	case <-ctx.Done():
	case err = <-b.ended:
	}
	b.work.Drain()
	hangUp()
	<-receiving
	b.clerk.Meter.Disconnected(b.clerk.Surface)
	return err
}

// know finds out who the bot is in a workspace, however long Slack takes.
func (b *Bot) know(ctx context.Context, w *workspace) {
	for wait := minPause; ; wait = min(2*wait, maxPause) {
		err := b.identify(ctx, w)
		if err == nil || w.revoked.Load() || ctx.Err() != nil {
			return
		}
		b.clerk.Log.Warn("Slack's Web API can't be reached; it is tried again", "error", kind(err))
		if surface.Pause(ctx, wait) != nil {
			return
		}
	}
}

// stop ends the bot for a reason that only the operator can mend.
func (b *Bot) stop(reason error) {
	select {
	case b.ended <- reason:
	default: // one is enough
	}
}

// Ready returns nil while messages can be received, else what is missing.
func (b *Bot) Ready() error {
	known := false
	for _, w := range b.workspaces.all {
		known = known || w.self.Load() != nil && !w.revoked.Load()
	}
	switch {
	case !known:
		return errors.New("no workspace has confirmed its token")
	case b.cfg.AppToken != "" && !b.socketUp.Load():
		return errors.New("the Socket Mode connection is down")
	}
	return nil
}
