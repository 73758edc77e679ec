package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"nhslaw/answers"
	"nhslaw/answers/eval"
)

func (a *app) eval() *cobra.Command {
	var asJSON, wrong bool
	c := &cobra.Command{
		Use:   "eval FILE.jsonl...",
		Short: "Score the answers on files of questions",
		Long: `Score the answers on files of questions, one JSON object a line: id, q, style,
answerable, gold, must and, where it fits, all_sources and true_position.

right     answered, a wanted paragraph cited first, every needed word in what the reader sees
top3      a wanted paragraph among the first three answers
silent    answerable, and the reader got nothing
held      not answerable, and not answered (or the true position given)
precise   of the paragraphs cited first in right answers, the share that is wanted
complete  of the sources asked for, the share that is cited
uncited   answers without a citation: always 0`,
		Example: "  nhslaw eval --wrong questions.jsonl",
		Args:    something,
		RunE: func(_ *cobra.Command, files []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			var qs []eval.Question
			for _, name := range files {
				f, err := os.Open(name)
				if err != nil {
					return err
				}
				more, err := eval.Read(f)
				f.Close()
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				qs = append(qs, more...)
			}
			x := answers.New(c)
			score, verdicts := eval.Run(x, qs)
			if wrong {
				for _, v := range verdicts {
					if !v.OK {
						fmt.Fprintf(a.out, "%s\t%s\t%s\n%s\n", v.Question.ID, v.Question.Style, v.Question.Q, x.Explain(v.Question.Q))
					}
				}
			}
			if asJSON {
				return json.NewEncoder(a.out).Encode(score)
			}
			fmt.Fprintf(a.out, "questions %d\nright     %.1f\ntop3      %.1f\nsilent    %.1f\nheld      %.1f\nprecise   %.1f\ncomplete  %.1f\nuncited   %d\n",
				score.Questions, score.Right, score.Top3, score.Silent, score.Held, score.Precise, score.Complete, score.Uncited)
			for _, style := range slices.Sorted(maps.Keys(score.ByStyle)) {
				fmt.Fprintf(a.out, "  %-16s%v\n", style, score.ByStyle[style])
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print the rates as JSON")
	c.Flags().BoolVar(&wrong, "wrong", false, "list every question that went wrong, with why")
	return c
}
