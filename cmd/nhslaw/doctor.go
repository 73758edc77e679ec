package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"nhslaw/answers"
	"nhslaw/bot"
	"nhslaw/bot/surface"
	"nhslaw/corpus"
)

// checked surfaces know what to look at on their platform.
type checked interface {
	// Check looks at everything that can be wrong there; it takes no longer
	// than its context.
	Check(ctx context.Context) []surface.Finding
}

// doctorTimeout bounds the checks of one surface.
const doctorTimeout = 15 * time.Second

func (a *app) doctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, tokens, clock, commands and corpus, and say what to do",
		Long: `Check what "nhslaw serve" needs, with the settings as they are here: the settings
themselves, the corpus, the address, the tokens, the registered commands, and
the clock against the platforms'. Each fault comes with what to do about it.

Exit codes: 0 nothing is wrong; 1 something is.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.examine(cmd.Context()) },
	}
}

// examine prints every finding and returns an error if there is a fault.
func (a *app) examine(ctx context.Context) error {
	set := settings(a.env)
	faults, on := 0, 0
	tell := func(f surface.Finding) {
		switch {
		case f.Fault == "":
			fmt.Fprintf(a.out, "ok     %s: %s\n", f.Check, f.Note)
		case f.Remedy == "": // the fault says it all
			faults++
			fmt.Fprintf(a.out, "FAULT  %s: %s\n", f.Check, f.Fault)
		default:
			faults++
			fmt.Fprintf(a.out, "FAULT  %s: %s\n       %s\n", f.Check, f.Fault, f.Remedy)
		}
	}
	_, err := newLog(set, a.err)
	if err == nil {
		_, err = set.yes("NHSLAW_LOG_QUESTIONS")
	}
	tell(outcome("log", err, "as set"))
	tell(a.checkCorpus())
	tell(checkAddress(ctx, set))
	desk := bot.NewDesk(corpus.Embedded()) // nobody will ask it
	for _, s := range surfaces {
		sf, err := s.build(set, surface.NewClerk(s.name, desk, surface.NewMeter(), slog.New(slog.DiscardHandler)))
		switch {
		case err != nil:
			on++
			tell(outcome(s.name+", settings", err, ""))
		case sf == nil:
			fmt.Fprintf(a.out, "off    %s: to turn it on, set %s\n", s.name, s.needs)
		default:
			on++
			tell(outcome(s.name+", settings", nil, "complete"))
			ctx, cancel := context.WithTimeout(ctx, doctorTimeout)
			tell(checkClock(ctx, s.name, s.api(set)))
			if c, ok := sf.(checked); ok {
				for _, f := range c.Check(ctx) {
					f.Check = s.name + ", " + f.Check
					tell(f)
				}
			}
			cancel()
		}
	}
	if on == 0 {
		tell(outcome("surfaces", errNoSurface(), ""))
	}
	if faults > 0 {
		return fmt.Errorf("faults: %d", faults)
	}
	return nil
}

// outcome is a finding of what is right with a note, or wrong with an error
// that names the remedy itself.
func outcome(check string, err error, note string) surface.Finding {
	if err != nil {
		return surface.Finding{Check: check, Fault: err.Error()}
	}
	return surface.Finding{Check: check, Note: note}
}

// checkCorpus loads the corpus and asks it its own questions until it answers one.
func (a *app) checkCorpus() surface.Finding {
	c, err := a.load()
	if err != nil {
		return outcome("corpus", inOneLine(err), "")
	}
	desk := bot.NewDesk(c)
	for _, e := range c.Entries {
		if desk.Ask(e.Asks.First()).Status == answers.Answered {
			return outcome("corpus", nil, fmt.Sprintf("%s, %d entries from %d sources", c.Digest(), len(c.Entries), len(c.Sources)))
		}
	}
	return surface.Finding{Check: "corpus", Fault: "it answers none of its own questions", Remedy: "see what `nhslaw ask --explain` says of one of them"}
}

// checkAddress finds whether the server runs on its address, or could.
func checkAddress(ctx context.Context, set settings) surface.Finding {
	const check = "address"
	address, err := listenAddress(set)
	if err != nil {
		return outcome(check, err, "")
	}
	err = askServer(ctx, address, "/healthz")
	switch {
	case err == nil:
		return outcome(check, nil, "a server is running on "+address)
	case !errors.Is(err, errNoServer):
		return surface.Finding{Check: check, Fault: err.Error(), Remedy: "another program may have the address: end it, or set another one in NHSLAW_LISTEN"}
	}
	l, err := listen(set)
	if err != nil {
		return outcome(check, err, "")
	}
	l.Close()
	return outcome(check, nil, address+" is free")
}

// checkClock compares the clock with the one of a platform.
func checkClock(ctx context.Context, name, api string) surface.Finding {
	check := name + ", clock"
	unreachable := func(err error) surface.Finding {
		return surface.Finding{Check: check, Fault: "the platform can't be reached: " + err.Error(), Remedy: "check the network, the proxy and the name service of this machine"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, api, nil)
	if err != nil {
		return unreachable(err)
	}
	before := time.Now()
	// Any response tells the time; where it sends one on to is another machine.
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return unreachable(err)
	}
	resp.Body.Close()
	theirs, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return surface.Finding{Check: check, Fault: "the platform doesn't tell its time", Remedy: "is that the platform? Check the setting of its address, and the proxy"}
	}
	off := before.Sub(theirs).Round(time.Second)
	if off.Abs() >= surface.SignatureAge {
		return surface.Finding{Check: check, Fault: fmt.Sprintf("this machine's is off by %v, and signatures are valid for %v", off, surface.SignatureAge),
			Remedy: "set the clock and keep it so (NTP)"}
	}
	return outcome(check, nil, "right to "+max(off.Abs(), time.Second).String())
}
