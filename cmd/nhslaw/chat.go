package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/peterh/liner"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"nhslaw/bot"
	"nhslaw/bot/terminal"
	"nhslaw/bot/transcript"
)

// terminalSurface is the name of the terminal in transcripts.
const terminalSurface = "terminal"

func (a *app) chat() *cobra.Command {
	var history, record string
	c := &cobra.Command{
		Use:   "chat",
		Short: "Ask and follow on, in a conversation",
		Long: `Ask and follow on ("who said that?", "what about Dickson?", "more"), in a
conversation. Tab completes what you type; Ctrl-D or "quit" ends it. What you
type is kept in no file unless you name one with --history or --record. In a
pipe, chat reads a message a line and prints the replies alone.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			corpus, err := a.load()
			if err != nil {
				return err
			}
			desk := bot.NewDesk(corpus)
			next, closing := a.lines(desk, history)
			defer closing()
			var t transcript.Transcript
			err = a.converse(cmd.Context(), desk, next, &t)
			if record != "" {
				err = errors.Join(err, os.WriteFile(record, t.Format(), 0o600))
			}
			return err
		},
	}
	c.Flags().StringVar(&history, "history", "", "keep what is typed in this file, for the next time")
	c.Flags().StringVar(&record, "record", "", "write the conversation to this file as a transcript")
	return c
}

// converse replies to each message until there are no more.
func (a *app) converse(ctx context.Context, desk *bot.Desk, next func() (string, error), t *transcript.Transcript) error {
	session := terminal.Session{Desk: desk, Thread: terminalSurface}
	screen := a.screen()
	for ctx.Err() == nil {
		line, err := next()
		if errors.Is(err, io.EOF) || errors.Is(err, liner.ErrPromptAborted) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading what is typed: %w", err)
		}
		switch strings.ToLower(strings.TrimSpace(line)) {
		case "quit", "exit", "bye":
			return nil
		case "":
			continue
		}
		reply := desk.Say(session.Thread, line)
		if err := screen.Render(reply); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
		var plain strings.Builder
		if err := (terminal.Screen{Out: &plain}).Render(reply); err != nil {
			return err
		}
		t.Turns = append(t.Turns, transcript.Turn{Say: line, Shown: []transcript.Shown{{Surface: terminalSurface, Text: strings.TrimRight(plain.String(), "\n")}}})
	}
	return nil
}

// lines returns a function that gives one message after the other, and one to
// call at the end: on a terminal with line editing, history and completion,
// elsewhere plain lines.
func (a *app) lines(desk *bot.Desk, history string) (next func() (string, error), closing func()) {
	in, ok := a.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		r := bufio.NewReader(a.in)
		return func() (string, error) {
			line, err := r.ReadString('\n')
			if err == io.EOF && line != "" {
				err = nil
			}
			return strings.TrimRight(line, "\r\n"), err
		}, func() {}
	}
	editor := liner.NewLiner()
	editor.SetCtrlCAborts(true)
	editor.SetTabCompletionStyle(liner.TabPrints)
	editor.SetCompleter(func(typed string) []string { return desk.Suggest(typed, maxCompletions) })
	if f, err := os.Open(history); err == nil {
		editor.ReadHistory(f)
		f.Close()
	}
	next = func() (string, error) {
		line, err := editor.Prompt("nhslaw> ")
		if err == nil && strings.TrimSpace(line) != "" {
			editor.AppendHistory(line)
		}
		return line, err
	}
	return next, func() {
		if history != "" {
			if f, err := os.OpenFile(history, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600); err == nil {
				editor.WriteHistory(f)
				f.Close()
			}
		}
		editor.Close()
	}
}

// maxCompletions is how many fit on a screen below the line.
const maxCompletions = 8

func (a *app) replay() *cobra.Command {
	var update bool
	c := &cobra.Command{
		Use:   "replay FILE...",
		Short: "Replay recorded conversations and show what changed",
		Long: `Replay recorded conversations against the corpus and show what changed.

Exit codes: 0 all as recorded (or updated); 1 something differs, or a fault.`,
		Example: "  nhslaw replay conversation.txt",
		Args:    something,
		RunE: func(_ *cobra.Command, files []string) error {
			corpus, err := a.load()
			if err != nil {
				return err
			}
			desk := bot.NewDesk(corpus)
			differ := 0
			for _, name := range files {
				recorded, err := os.ReadFile(name)
				if err != nil {
					return err
				}
				t, err := transcript.Parse(recorded)
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				now, err := t.Replay(map[string]transcript.Session{terminalSurface: terminal.Session{Desk: desk, Thread: name}})
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				diff := transcript.Diff(name, recorded, now.Format())
				switch {
				case diff == "":
				case update:
					if err := os.WriteFile(name, now.Format(), 0o644); err != nil {
						return err
					}
					fmt.Fprintln(a.out, "updated", name)
				default:
					differ++
					fmt.Fprint(a.out, diff)
				}
			}
			if differ > 0 {
				return fmt.Errorf("%d of %d transcripts differ", differ, len(files))
			}
			return nil
		},
	}
	c.Flags().BoolVar(&update, "update", false, "write the files as they are now")
	return c
}
