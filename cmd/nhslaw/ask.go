package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"nhslaw/answers"
	"nhslaw/bot"
)

// maxLine bounds a question read from standard input; what is longer is cut.
const maxLine = 1 << 20

func (a *app) ask() *cobra.Command {
	var asJSON, explain bool
	c := &cobra.Command{
		Use:   "ask QUESTION...",
		Short: "Answer a question",
		Long: `Answer a question, with the quotation and the citation.

With --json, print one JSON object; without a QUESTION, read one a line from
standard input and print one object a line, in order.

Exit codes: 0 answered, or the closest shown; 3 nothing found; 2 wrong usage; 1 a fault.`,
		Example: `  nhslaw ask when could legislation start
  nhslaw ask --json < questions.txt`,
		Args: func(cmd *cobra.Command, args []string) error {
			if asJSON { // without a question, from standard input
				return nil
			}
			return something(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			question := strings.Join(args, " ")
			corpus, err := a.load()
			if err != nil {
				return err
			}
			desk := bot.NewDesk(corpus)
			switch {
			case asJSON && len(args) == 0:
				return a.answerLines(desk.Index())
			case asJSON:
				return a.printJSON(desk.Index().Ask(question))
			}
			if explain {
				fmt.Fprint(a.out, desk.Index().Explain(question))
				return nil
			}
			reply := desk.Ask(question)
			if err := a.screen().Render(reply); err != nil {
				return err
			}
			if reply.Status == answers.Unknown {
				return errNothing
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the answer contract as JSON")
	c.Flags().BoolVar(&explain, "explain", false, "show why: the words matched, repaired and missed, and how the scores add up")
	return c
}

// answerLines answers each line of standard input with a line of JSON.
func (a *app) answerLines(x *answers.Index) error {
	in := bufio.NewReader(a.in)
	out := bufio.NewWriter(a.out)
	defer out.Flush()
	for {
		line, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("reading questions: %w", err)
		}
		if err == io.EOF && line == "" {
			return out.Flush()
		}
		question := strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		if err := json.NewEncoder(out).Encode(x.Ask(question[:min(len(question), maxLine)])); err != nil {
			return fmt.Errorf("writing answers: %w", err)
		}
		if in.Buffered() == 0 { // whoever waits for this answer before asking on gets it
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

// printJSON prints one object on one line; an unanswered question is no failure of the contract.
func (a *app) printJSON(r answers.Result) error {
	if err := json.NewEncoder(a.out).Encode(r); err != nil {
		return err
	}
	if r.Status == answers.Unknown {
		return errNothing
	}
	return nil
}
