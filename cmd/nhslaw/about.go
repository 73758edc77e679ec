package main

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"nhslaw/answers"
	"nhslaw/bot"
)

func (a *app) topics() *cobra.Command {
	return a.show("topics", "List what can be asked about")
}

func (a *app) sources() *cobra.Command {
	return a.show("sources", "List the articles, with dates and links")
}

// show is a command that says its own name to the desk.
func (a *app) show(use, short string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			return a.screen().Render(bot.NewDesk(c).Say("", use))
		},
	}
}

// say is a command that says its own name and its arguments to the desk.
func (a *app) say(use, short, example string) *cobra.Command {
	word, _, _ := strings.Cut(use, " ")
	return &cobra.Command{
		Use: use, Short: short, Example: "  " + example, Args: something,
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			text := strings.Join(args, " ")
			desk := bot.NewDesk(c)
			var reply bot.Reply
			if word == "check" { // the shell took the quote marks
				reply = desk.Check(text)
			} else {
				reply = desk.Say("", word+" "+text)
			}
			if err := a.screen().Render(reply); err != nil {
				return err
			}
			if reply.Status == answers.Unknown {
				return errNothing
			}
			return nil
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

// release is the version that a build states, with
// -ldflags "-X main.release=v1.2.3", where it has no repository to tell it.
var release string

// version returns the release, the commit that the binary was built from, or
// the module's version.
func version() string {
	if release != "" {
		return release
	}
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
