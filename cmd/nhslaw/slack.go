package main

import (
	"errors"

	"github.com/spf13/cobra"

	"nhslaw/bot"
	"nhslaw/bot/server"
	"nhslaw/bot/slackbot"
	"nhslaw/bot/surface"
)

// slackNeeds are the settings that turn Slack on.
const slackNeeds = "SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP), or both"

// slackConfig reads Slack's settings; on reports whether there is any. The
// API's address alone turns nothing on.
func slackConfig(set settings) (cfg slackbot.Config, on bool, err error) {
	on, err = set.read(
		setting{"SLACK_BOT_TOKEN", &cfg.BotToken}, setting{"SLACK_INSTALLATIONS", &cfg.Installations},
		setting{"SLACK_APP_TOKEN", &cfg.AppToken}, setting{"SLACK_SIGNING_SECRET", &cfg.SigningSecret},
	)
	if err != nil {
		return cfg, on, err
	}
	if cfg.FollowThreads, err = set.yes("SLACK_FOLLOW_THREADS"); err != nil {
		return cfg, true, err
	}
	cfg.APIURL, err = set.get("SLACK_API_URL")
	return cfg, on, err
}

func slackSurface(set settings, clerk *surface.Clerk) (server.Surface, error) {
	cfg, on, err := slackConfig(set)
	if err != nil || !on {
		return nil, err
	}
	b, err := slackbot.New(cfg, clerk)
	if err != nil { // not the nil bot in an interface
		return nil, err
	}
	return b, nil
}

func (a *app) slack() *cobra.Command {
	c := &cobra.Command{
		Use:   "slack",
		Short: "Look after the bot in Slack",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var socket, follow bool
	var url string
	manifest := &cobra.Command{
		Use:   "manifest [--socket | --url https://…]",
		Short: "Print the app's manifest",
		Long: `Print the app's manifest as JSON, to paste at https://api.slack.com/apps under
"Create New App", "From a manifest". It asks for no scope that isn't needed.`,
		Example: `  nhslaw slack manifest --socket
  nhslaw slack manifest --url https://nhslaw.example.org`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if socket && url != "" {
				return usageError{errors.New("--socket or --url, not both: Slack reaches an app in one way")}
			}
			corpus, err := a.load()
			if err != nil {
				return err
			}
			b, err := slackbot.Manifest{URL: url, FollowThreads: follow, Desk: bot.NewDesk(corpus)}.JSON()
			if err != nil {
				return usageError{err}
			}
			_, err = a.out.Write(b)
			return err
		},
	}
	manifest.Flags().BoolVar(&socket, "socket", false, "for Socket Mode, which needs no public address (the default)")
	manifest.Flags().StringVar(&url, "url", "", "for HTTP: where Slack reaches the server, https://…")
	manifest.Flags().BoolVar(&follow, "follow-threads", false, "with messages in channels too, for SLACK_FOLLOW_THREADS")
	c.AddCommand(manifest)
	return c
}
