package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"nhslaw/bot/discordbot"
	"nhslaw/bot/server"
	"nhslaw/bot/surface"
)

// discordNeeds are the settings that turn Discord on.
const discordNeeds = "DISCORD_BOT_TOKEN (over the gateway) or DISCORD_PUBLIC_KEY (over HTTP), or both"

// discordConfig reads Discord's settings; on reports whether there is any. The
// API's address alone turns nothing on.
func discordConfig(set settings) (cfg discordbot.Config, on bool, err error) {
	on, err = set.read(
		setting{"DISCORD_BOT_TOKEN", &cfg.Token}, setting{"DISCORD_PUBLIC_KEY", &cfg.PublicKey},
		setting{"DISCORD_APPLICATION_ID", &cfg.ApplicationID}, setting{"DISCORD_SHARDS", &cfg.Shards},
	)
	if err != nil {
		return cfg, on, err
	}
	if cfg.Private, err = set.yes("DISCORD_PRIVATE"); err != nil {
		return cfg, true, err
	}
	cfg.APIURL, err = set.get("DISCORD_API_URL")
	return cfg, on, err
}

func discordSurface(set settings, clerk *surface.Clerk) (server.Surface, error) {
	cfg, on, err := discordConfig(set)
	if err != nil || !on {
		return nil, err
	}
	b, err := discordbot.New(cfg, clerk)
	if err != nil { // not the nil bot in an interface
		return nil, err
	}
	return b, nil
}

func (a *app) discord() *cobra.Command {
	c := &cobra.Command{
		Use:   "discord",
		Short: "Look after the bot in Discord",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var guild string
	var dryRun bool
	register := &cobra.Command{
		Use:   "register",
		Short: "Register the commands with Discord, if they changed",
		Long: `Register the commands with Discord, if they changed; "nhslaw serve" does so too.
With --guild they are registered for one server, to try them there. It needs
DISCORD_BOT_TOKEN.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, _, err := discordConfig(settings(a.env))
			if err != nil {
				return err
			}
			differ, err := discordbot.Register(cmd.Context(), cfg, guild, dryRun)
			switch {
			case err != nil:
				return err
			case !differ:
				fmt.Fprintln(a.out, "The commands are registered already.")
			case !dryRun:
				fmt.Fprintln(a.out, "The commands are registered.")
			default:
				fmt.Fprintln(a.out, "These would be registered:")
				e := json.NewEncoder(a.out)
				e.SetIndent("", "  ")
				return e.Encode(discordbot.Commands())
			}
			return nil
		},
	}
	register.Flags().StringVar(&guild, "guild", "", "register for the server of this id alone")
	register.Flags().BoolVar(&dryRun, "dry-run", false, "show what would be registered, and change nothing")
	c.AddCommand(register)
	return c
}
