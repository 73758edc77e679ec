package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"nhslaw/bot/surface"
)

// A platform is what sends the requests.
type platform struct {
	name string
	path string
	// sign returns the headers of a body, signed at that time.
	sign func(body []byte, at time.Time) http.Header
	// command returns the body of somebody's question; no two are the same.
	command func(question string) []byte
}

// full reports whether a response is a full answer: with its citation. Every
// question asked here has one.
func full(status int, body []byte) error {
	switch {
	case status != http.StatusOK:
		return fmt.Errorf("status %d", status)
	case !bytes.Contains(body, []byte("hsj.co.uk")):
		return errors.New("no citation")
	}
	return nil
}

// A target is where requests go.
type target struct {
	platform
	url       string
	questions []string
	check     func(status int, body []byte) error
	client    *http.Client
}

// platformPatience is how long the platforms wait for an answer.
const platformPatience = 3 * time.Second

func newTarget(p platform, url string, questions []string, patience time.Duration) target {
	return target{platform: p, url: url, questions: questions, check: full, client: newClient(patience)}
}

func newClient(patience time.Duration) *http.Client {
	return &http.Client{Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 1000, DisableCompression: true}}
}

// post sends the n-th request and returns why it is no full answer, if it isn't.
func (t target) post(ctx context.Context, n int) error {
	body := t.command(t.questions[n%len(t.questions)])
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url+t.path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header = t.sign(body, time.Now())
	resp, err := t.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	got := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(got)
	got.Reset()
	if _, err := got.ReadFrom(resp.Body); err != nil {
		return err
	}
	return t.check(resp.StatusCode, got.Bytes())
}

// buffers keep the client from taking the time that it measures.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// An outcome is what became of many requests.
type outcome struct {
	mu     sync.Mutex
	took   []time.Duration // of full answers
	failed map[string]int  // by kind
	during time.Duration   // all of it
}

func (o *outcome) add(took time.Duration, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil {
		o.took = append(o.took, took)
		return
	}
	if o.failed == nil {
		o.failed = map[string]int{}
	}
	o.failed[failure(err)]++
}

// failure is a failure in few words.
func failure(err error) string {
	var timeout net.Error
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.EPIPE):
		return "cut off"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	}
	return err.Error()
}

// failures is how many requests got no full answer.
func (o *outcome) failures() int {
	n := 0
	for _, count := range o.failed {
		n += count
	}
	return n
}

// quantile returns the time within which that share of the answers came.
func (o *outcome) quantile(share float64) time.Duration {
	if len(o.took) == 0 {
		return 0
	}
	slices.Sort(o.took)
	return o.took[min(int(share*float64(len(o.took))), len(o.took)-1)]
}

// rate is how many full answers came in a second.
func (o *outcome) rate() float64 { return float64(len(o.took)) / o.during.Seconds() }

func (o *outcome) String() string {
	var failed strings.Builder
	for kind, n := range o.failed {
		fmt.Fprintf(&failed, ", %d × %s", n, kind)
	}
	return fmt.Sprintf("%6d answered (%.0f/s), %d failed%s; 50%% in %v, 99%% in %v, 99.9%% in %v, all in %v", len(o.took), o.rate(), o.failures(), failed.String(),
		o.quantile(.5).Round(10*time.Microsecond), o.quantile(.99).Round(10*time.Microsecond), o.quantile(.999).Round(10*time.Microsecond), o.quantile(1).Round(10*time.Microsecond))
}

// steady sends at a fixed rate, whatever becomes of the requests before, and
// counts time from when each was due.
func (t target) steady(ctx context.Context, rate int, long time.Duration) *outcome {
	o := &outcome{}
	var flying sync.WaitGroup
	began := time.Now()
	total := int(float64(rate) * long.Seconds())
	for n := range total {
		due := began.Add(time.Duration(n) * time.Second / time.Duration(rate))
		if !sleepUntil(ctx, due) {
			break
		}
		flying.Go(func() {
			err := t.post(context.WithoutCancel(ctx), n)
			o.add(time.Since(due), err)
		})
	}
	flying.Wait()
	o.during = time.Since(began)
	return o
}

// sleepUntil waits for a time; false if ctx was done first.
func sleepUntil(ctx context.Context, due time.Time) bool {
	return surface.Pause(ctx, time.Until(due)) == nil
}

// saturate sends from so many connections, each as fast as answers come.
func (t target) saturate(ctx context.Context, connections int, long time.Duration) *outcome {
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	o := &outcome{}
	var flying sync.WaitGroup
	began := time.Now()
	for c := range connections {
		flying.Go(func() {
			for n := c; ctx.Err() == nil; n += connections {
				start := time.Now()
				err := t.post(context.WithoutCancel(ctx), n)
				o.add(time.Since(start), err)
			}
		})
	}
	flying.Wait()
	o.during = time.Since(began)
	return o
}

// burst sends so many requests at one moment.
func (t target) burst(ctx context.Context, many int) *outcome {
	o := &outcome{}
	var flying, ready sync.WaitGroup
	begin := make(chan struct{})
	for n := range many {
		ready.Add(1)
		flying.Go(func() {
			ready.Done()
			<-begin
			start := time.Now()
			err := t.post(ctx, n)
			o.add(time.Since(start), err)
		})
	}
	ready.Wait()
	began := time.Now()
	close(begin)
	flying.Wait()
	o.during = time.Since(began)
	return o
}
