package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"nhslaw/bot/terminal"
	"nhslaw/corpus"
)

// Exit codes. Scripts rely on them; the help states them.
const (
	exitOK      = 0
	exitFault   = 1
	exitUsage   = 2
	exitNothing = 3
)

// errNothing makes the process exit with exitNothing; the reply was already printed.
var errNothing = errors.New("nothing found")

// A usageError is what the user has to type differently.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// An app is one run of the program: what its commands share.
type app struct {
	env       func(string) string
	in        io.Reader
	out       io.Writer
	err       io.Writer
	corpusDir string
}

// run is the whole program; it returns the exit code.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{env: env, in: stdin, out: stdout, err: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errNothing):
		return exitNothing
	}
	fmt.Fprintln(stderr, "nhslaw:", err)
	if errors.As(err, new(usageError)) {
		fmt.Fprintln(stderr, "Try: nhslaw --help")
		return exitUsage
	}
	return exitFault
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "nhslaw",
		Short: "Answers questions about NHS law reform, with the quotation and the citation",
		Long: `nhslaw answers questions about NHS law reform from five articles of 2017-2019:
a short answer, the sentence that backs it word for word, who said it and when,
and a citation to the paragraph. It says so when the articles hold no answer.

Exit codes: 0 answered, or the closest shown; 3 nothing found; 2 wrong usage; 1 a fault.`,
		Example:       `  nhslaw ask when could legislation start`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&a.corpusDir, "corpus", "",
		"a corpus directory in place of the built-in one (or NHSLAW_CORPUS)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(a.ask(), a.chat(),
		a.say("check QUOTATION...", "Check whether a quotation is exact, altered or not in the sources", `nhslaw check "full merger of NHS England"`),
		a.say("compare TOPIC...", "Show the sides on a topic, in date order", "nhslaw compare merger"),
		a.say("who NAME...", "Show who somebody is and what they said", "nhslaw who dickson"),
		a.topics(), a.sources(), a.corpusCommand(), a.eval(), a.replay(), a.serve(), a.doctor(), a.health(), a.slack(), a.discord(), a.version())
	checkArgs(root)
	return root
}

// checkArgs makes wrong arguments, in a command and those below it, a matter of usage.
func checkArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{err}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		checkArgs(sub)
	}
}

// something is what a command takes that is nothing without an argument; its
// example says what that may be.
func something(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		example, _, _ := strings.Cut(strings.TrimSpace(cmd.Example), "\n")
		return fmt.Errorf("%s what? For example: %s", cmd.Name(), example)
	}
	return nil
}

// load returns the corpus that the settings name.
func (a *app) load() (*corpus.Corpus, error) {
	dir, err := a.corpusSetting()
	switch {
	case err != nil:
		return nil, usageError{err}
	case dir == "":
		return corpus.Embedded(), nil
	}
	if _, err := os.ReadDir(dir); err != nil {
		return nil, usageError{fmt.Errorf("the corpus directory can't be read (--corpus or NHSLAW_CORPUS): %w: check its path and who may read it", err)}
	}
	c, err := corpus.Load(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("the corpus in %s is faulty:\n%w", dir, err)
	}
	return c, nil
}

// corpusSetting returns the corpus directory, or "" for the built-in corpus.
func (a *app) corpusSetting() (string, error) {
	if a.corpusDir != "" {
		return a.corpusDir, nil
	}
	return settings(a.env).get("NHSLAW_CORPUS")
}

// screen returns the standard output as a place to render replies: with colour
// and to its width on a terminal, plain in a pipe.
func (a *app) screen() terminal.Screen {
	s := terminal.Screen{Out: a.out}
	f, ok := a.out.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.Color = a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		s.Width = min(width, maxWidth)
	}
	return s
}

// maxWidth keeps lines readable on a wide screen.
const maxWidth = 100
