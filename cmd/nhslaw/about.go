package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"nhslaw/bot"
)

func (a *app) topics() *cobra.Command {
	return a.show("topics", "List what can be asked about", (*bot.Desk).Topics)
}

func (a *app) sources() *cobra.Command {
	return a.show("sources", "List the articles, with dates and links", (*bot.Desk).Sources)
}

// show is a command that prints one of the desk's replies.
func (a *app) show(use, short string, reply func(*bot.Desk) bot.Reply) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			return a.screen().Render(reply(bot.NewDesk(c)))
		},
	}
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version and the digest of the corpus", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "nhslaw %s, corpus %s (%d entries from %d sources)\n", version(), c.Digest(), len(c.Entries), len(c.Sources))
			return nil
		},
	}
}

// version returns the module's version or the commit that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return info.Main.Version
}
