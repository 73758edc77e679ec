// Load drives the real program over loopback as the platforms do, measures it,
// and exits with 1 where it falls short of what is promised:
//
//	go run ./deploy/load -rate 500 -for 60s
//
// The tests of this package make it suffer: hostile clients, dead replicas,
// platforms that fail. They take a short form in CI and a longer one with
// NHSLAW_LONG=yes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"nhslaw/bot/discordbot/discordtest"
	"nhslaw/bot/slackbot/slacktest"
)

// What is promised.
const (
	promisedShare   = .999 // of the acknowledgements come within
	promisedAck     = 50 * time.Millisecond
	promisedRatio   = .6      // of the bare handler's throughput
	promisedGrowth  = 8 << 20 // of memory at most, from the second quarter of the time to the last
	saturatingConns = 32
	burst           = 200
	rounds          = 5 // of bare handler and service in turn, so that a disturbance hits both
)

// longEnv has the tests take their time.
const longEnv = "NHSLAW_LONG"

// bareEnv has the program serve the bare handler, at NHSLAW_LISTEN, and do nothing else.
const bareEnv = "LOAD_BARE"

func main() {
	rate := flag.Int("rate", 500, "slash commands a second")
	long := flag.Duration("for", time.Minute, "how long")
	saturated := flag.Duration("saturate", 20*time.Second, "how long to find the most that it can do, half of that for the bare handler")
	flag.Parse()
	var err error
	if os.Getenv(bareEnv) != "" { // a process started by compare
		err = bare(os.Getenv("NHSLAW_LISTEN"))
	} else {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		err = measure(ctx, *rate, *long, *saturated)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// measure prints what it finds; an error says which promise isn't kept.
func measure(ctx context.Context, rate int, long, saturated time.Duration) error {
	dir, err := os.MkdirTemp("", "load")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bin, err := build(dir)
	if err != nil {
		return err
	}
	slack := slacktest.New()
	defer slack.Close()
	r, err := start(dir, bin, []string{"serve"}, overHTTP(slack)...)
	if err != nil {
		return err
	}
	defer r.end(syscall.SIGKILL)
	if err := r.answers("/readyz", http.StatusOK); err != nil {
		return err
	}
	t := newTarget(slackHTTP, r.url, questions(), platformPatience)
	return errors.Join(constant(ctx, t, r, rate, long), atOnce(ctx, t), compare(ctx, t, dir, saturated))
}

// slackOverHTTP are the settings for Slack over HTTP, with the stand-in.
func slackOverHTTP(slack *slacktest.Slack) []string {
	return []string{"SLACK_BOT_TOKEN=" + slacktest.BotToken, "SLACK_SIGNING_SECRET=" + slacktest.SigningSecret, "SLACK_API_URL=" + slack.APIURL()}
}

// overHTTP are those for both platforms over HTTP. Discord needs no stand-in:
// it is never called.
func overHTTP(slack *slacktest.Slack) []string {
	return append(slackOverHTTP(slack), "DISCORD_PUBLIC_KEY="+discordtest.PublicKey())
}

// constant measures at a constant rate.
func constant(ctx context.Context, t target, r *replica, rate int, long time.Duration) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	sampled := make(chan []int)
	go func() {
		var memory []int
		for sleepUntil(ctx, time.Now().Add(long/100)) {
			if m, err := r.memory(); err == nil {
				memory = append(memory, m)
			}
		}
		sampled <- memory
	}()
	before, err := r.cpu()
	if err != nil {
		return err
	}
	o := t.steady(ctx, rate, long)
	cancel()
	memory := <-sampled
	after, err := r.cpu()
	if err != nil {
		return err
	}
	fmt.Printf("%d a second for %v: %v\n", rate, long, o)
	quarter := len(memory) / 4
	if quarter == 0 {
		return fmt.Errorf("too short to measure")
	}
	early, late := mean(memory[quarter:2*quarter]), mean(memory[3*quarter:])
	fmt.Printf("processor time a command: %v; memory: %d MB, then %d MB, at most %d MB\n",
		(after-before).Truncate(time.Millisecond)/time.Duration(max(1, len(o.took))), early>>20, late>>20, slices.Max(memory)>>20)
	switch {
	case o.failures() > 0:
		return fmt.Errorf("%d commands failed", o.failures())
	case o.quantile(promisedShare) > promisedAck:
		return fmt.Errorf("99.9%% of the acknowledgements took %v, not %v", o.quantile(promisedShare), promisedAck)
	case late-early > promisedGrowth:
		return fmt.Errorf("memory grew by %d MB", (late-early)>>20)
	}
	return nil
}

func mean(of []int) int {
	sum := 0
	for _, n := range of {
		sum += n
	}
	return sum / len(of)
}

// atOnce measures a burst.
func atOnce(ctx context.Context, t target) error {
	o := t.burst(ctx, burst)
	fmt.Printf("%d at once: %v\n", burst, o)
	if o.failures() > 0 {
		return fmt.Errorf("%d commands of %d at once failed", o.failures(), burst)
	}
	return nil
}

// compare measures the service's throughput as a share of the bare handler's.
func compare(ctx context.Context, t target, dir string, long time.Duration) error {
	if long == 0 {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	l, err := start(dir, self, nil, bareEnv+"=yes")
	if err != nil {
		return err
	}
	defer l.end(syscall.SIGKILL)
	if err := l.answers("/healthz", http.StatusOK); err != nil {
		return err
	}
	b := newTarget(slackHTTP, l.url, t.questions, platformPatience)
	b.check = func(status int, _ []byte) error {
		if status != http.StatusOK {
			return fmt.Errorf("status %d", status)
		}
		return nil
	}
	var least, ours float64
	for range rounds {
		x := b.saturate(ctx, saturatingConns, long/rounds/2)
		y := t.saturate(ctx, saturatingConns, long/rounds)
		if x.failures()+y.failures() > 0 {
			return fmt.Errorf("at saturation: the bare handler: %v; nhslaw: %v", x, y)
		}
		least += x.rate() / rounds
		ours += y.rate() / rounds
	}
	fmt.Printf("at saturation, %d connections: bare handler %.0f/s, nhslaw %.0f/s, which is %.0f%%\n", saturatingConns, least, ours, 100*ours/least)
	if ours < promisedRatio*least {
		return fmt.Errorf("at saturation it has %.0f%% of the bare handler's throughput, not %.0f%%", 100*ours/least, 100*promisedRatio)
	}
	return nil
}
