package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nhslaw/answers"
	"nhslaw/corpus"
)

func (a *app) corpusCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "corpus", Short: "Check and show what is answered from", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(a.corpusCheck(), a.corpusCoverage(), a.corpusDump(), a.corpusFingerprint())
	return c
}

func (a *app) corpusCheck() *cobra.Command {
	var texts string
	c := &cobra.Command{
		Use:   "check",
		Short: "Prove every quotation and paragraph number, and report every fault",
		Long: `Prove every quotation and paragraph number against the fingerprints of the
sources; with --sources, to the character against the texts (SOURCE.txt).`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			how := "by fingerprint"
			if texts != "" {
				if err := c.CheckSources(os.DirFS(texts)); err != nil {
					return fmt.Errorf("the corpus and the texts in %s differ:\n%w", texts, err)
				}
				how = "to the character"
			}
			quotes := 0
			for _, e := range c.Entries {
				if e.Quote != "" {
					quotes++
				}
			}
			fmt.Fprintf(a.out, "%d entries, %d quotations proven %s, %d gaps, corpus %s\n", len(c.Entries), quotes, how, len(c.Gaps), c.Digest())
			return nil
		},
	}
	c.Flags().StringVar(&texts, "sources", "", "the directory of the texts")
	return c
}

func (a *app) corpusCoverage() *cobra.Command {
	return &cobra.Command{
		Use: "coverage", Short: "Show which entries rest on which paragraph, and which paragraphs none does", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			for _, p := range c.Coverage() {
				entries := strings.Join(p.Entries, " ")
				if entries == "" {
					entries = "(none)"
				}
				fmt.Fprintf(a.out, "%s [%d] %s\n", p.Source, p.Paragraph, entries)
			}
			return nil
		},
	}
}

func (a *app) corpusDump() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "dump", Short: "Print all entries with their citations, one JSON object a line", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if !asJSON {
				return usageError{errors.New("the only form is --json")}
			}
			c, err := a.load()
			if err != nil {
				return err
			}
			enc := json.NewEncoder(a.out)
			for _, e := range c.Entries {
				s := c.Source(e.Source)
				if err := enc.Encode(struct {
					*corpus.Entry
					ID        string      `json:"entry"`
					Speaker   string      `json:"speaker"`
					Title     string      `json:"title"`
					Headline  string      `json:"headline"`
					Published corpus.Date `json:"published"`
					URL       string      `json:"url"`
				}{e, e.ID, answers.Cite(c, e).Speaker.Name, e.Title, s.Headline, s.Published, s.URL}); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON lines")
	return c
}

func (a *app) corpusFingerprint() *cobra.Command {
	var texts string
	c := &cobra.Command{
		Use:   "fingerprint",
		Short: "Make the fingerprints of a corpus directory from the texts",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			dir, err := a.corpusSetting()
			if err != nil {
				return err
			}
			if dir == "" || texts == "" {
				return usageError{errors.New("name the corpus with --corpus and the texts with --sources")}
			}
			prints, err := corpus.Fingerprints(os.DirFS(dir), os.DirFS(texts))
			if err != nil {
				return err
			}
			for file, f := range prints {
				if err := writeFile(filepath.Join(dir, file), f); err != nil {
					return err
				}
				fmt.Fprintln(a.out, file)
			}
			return nil
		},
	}
	c.Flags().StringVar(&texts, "sources", "", "the directory of the texts")
	return c
}

func writeFile(name string, f corpus.Fingerprint) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	var b strings.Builder
	if _, err := f.WriteTo(&b); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(b.String()), fs.FileMode(0o644))
}
