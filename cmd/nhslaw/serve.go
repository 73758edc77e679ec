package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"nhslaw/bot"
	"nhslaw/bot/discordbot"
	"nhslaw/bot/server"
	"nhslaw/bot/surface"
	"nhslaw/corpus"
)

// A way is a way in that serve knows.
type way struct {
	name  string
	needs string // the settings that turn it on
	// build returns nil where none of them is set; an error is one line that
	// names the setting and the remedy.
	build func(settings, *surface.Clerk) (server.Surface, error)
	// The platform's API: the setting that names it, and its address without.
	apiSetting, apiDefault string
}

// api returns the address of the platform's API.
func (w way) api(set settings) string {
	if address, err := set.get(w.apiSetting); err == nil && address != "" {
		return address
	}
	return w.apiDefault
}

var surfaces = []way{
	{"slack", slackNeeds, slackSurface, "SLACK_API_URL", "https://slack.com/api/"},
	{"discord", discordNeeds, discordSurface, "DISCORD_API_URL", discordbot.DefaultAPI},
}

func (a *app) serve() *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Answer in Slack and Discord",
		Long: `Answer in Slack and Discord, in each for which there are settings in the
environment; the README lists them. Logs are JSON lines on standard error.

The first SIGTERM or SIGINT lets it finish what is in flight, which takes at
most 10 seconds; a second one ends it at once.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt, syscall.SIGTERM) }) // a second one ends at once
			return a.runServer(ctx)
		},
	}
}

// runServer serves until ctx is done. All settings are read, and found right,
// before anything starts.
func (a *app) runServer(ctx context.Context) error {
	set := settings(a.env)
	log, err := newLog(set, a.err)
	if err != nil {
		return err
	}
	logQuestions, err := set.yes("NHSLAW_LOG_QUESTIONS")
	if err != nil {
		return err
	}
	meter := surface.NewMeter()
	meter.Build(version())
	reload, err := a.reloader(meter, log)
	if err != nil {
		return err
	}
	c, err := a.load()
	if err != nil {
		return inOneLine(err)
	}
	desk := bot.NewDesk(c)
	meter.Corpus(c.Digest())
	srv := server.New(meter, log)
	var off []string
	for _, s := range surfaces {
		clerk := surface.NewClerk(s.name, desk, meter, log)
		clerk.LogQuestions = logQuestions
		sf, err := s.build(set, clerk)
		switch {
		case err != nil:
			return err
		case sf == nil:
			off = append(off, s.name)
			log.Info("surface off", "surface", s.name, "needs", s.needs)
		default:
			srv.Add(s.name, sf)
		}
	}
	if len(off) == len(surfaces) {
		return errNoSurface()
	}
	listener, err := listen(set)
	if err != nil {
		return err
	}
	log.Info("starting", "version", version(), "corpus", c.Digest(), "log_questions", logQuestions)
	var reloading sync.WaitGroup
	defer reloading.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	reloading.Go(func() { reload(ctx, desk) })
	return srv.Run(ctx, listener)
}

// reloader returns what keeps a desk's corpus as its directory has it until
// its context is done. It is made before the corpus is loaded.
func (a *app) reloader(meter *surface.Meter, log *slog.Logger) (func(context.Context, *bot.Desk), error) {
	dir, err := a.corpusSetting()
	if err != nil {
		return nil, err
	}
	if dir == "" {
		signal.Ignore(syscall.SIGHUP) // nothing to reload, and no reason to end
		return func(context.Context, *bot.Desk) {}, nil
	}
	r := server.NewReloader(os.DirFS(dir), meter, log)
	return func(ctx context.Context, desk *bot.Desk) {
		hangups := make(chan os.Signal, 1)
		signal.Notify(hangups, syscall.SIGHUP)
		defer signal.Stop(hangups)
		ticker := time.NewTicker(server.LookEvery)
		defer ticker.Stop()
		r.Run(ctx, desk, ticker.C, hangups)
	}, nil
}

// inOneLine shortens a corpus's faults to their number and the first.
func inOneLine(err error) error {
	var faults corpus.Faults
	if !errors.As(err, &faults) {
		return err
	}
	return fmt.Errorf("NHSLAW_CORPUS: the corpus is faulty: %s (faults: %d): mend it, `nhslaw corpus check` shows all, or unset NHSLAW_CORPUS",
		faults[0], len(faults))
}

// errNoSurface says what there is to set.
func errNoSurface() error {
	var needs []string
	for _, s := range surfaces {
		needs = append(needs, fmt.Sprintf("for %s set %s", s.name, s.needs))
	}
	return fmt.Errorf("nothing to serve: %s", strings.Join(needs, "; "))
}

// newLog returns a log of JSON lines at the level that NHSLAW_LOG names.
func newLog(set settings, out io.Writer) (*slog.Logger, error) {
	name, err := set.get("NHSLAW_LOG")
	if err != nil {
		return nil, err
	}
	level, ok := map[string]slog.Level{
		"": slog.LevelInfo, "debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}[name]
	if !ok {
		return nil, errors.New("NHSLAW_LOG is no level: set it to debug, info, warn or error")
	}
	return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level})), nil
}

// defaultListen is every address of the machine, as containers want it.
const defaultListen = ":8080"

// listenAddress returns where the HTTP server listens.
func listenAddress(set settings) (string, error) {
	address, err := set.get("NHSLAW_LISTEN")
	if err != nil {
		return "", err
	}
	if address == "" {
		address = defaultListen
	}
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", fmt.Errorf("NHSLAW_LISTEN is no address: set HOST:PORT or :PORT, such as %s", defaultListen)
	}
	return address, nil
}

func listen(set settings) (net.Listener, error) {
	address, err := listenAddress(set)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("NHSLAW_LISTEN: another program has %s: end it, or set another address", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("NHSLAW_LISTEN: not allowed to listen on %s: set a port above 1023", address)
	case err != nil:
		return nil, fmt.Errorf("NHSLAW_LISTEN: can't listen on %s (%w): set an address of this machine, or :PORT for all of them", address, err)
	}
	return l, nil
}
