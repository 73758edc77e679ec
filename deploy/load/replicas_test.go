package main

import (
	"context"
	"net/http"
	"syscall"
	"testing"
	"time"
)

// loads are what replicas have to bear, a second and for how long.
var (
	proxyRate = either(100, 300)
	proxyTime = either(5*time.Second, 30*time.Second)
)

// TestReplicas takes one of three replicas away from behind a real proxy, under
// load, in every way, and brings it back.
func TestReplicas(t *testing.T) {
	t.Parallel()
	env := overHTTP(newSlack(t))
	replicas := []*replica{serving(t, env...), serving(t, env...), serving(t, env...)}
	p, err := startProxy(dir, "../nginx.conf", replicas)
	without(t, err)
	defer p.stop()
	slack, discord := newTarget(slackHTTP, p.url, questions(), patience), newTarget(discordHTTP, p.url, questions(), patience)
	if got := status(t, "GET", p.url+"/metrics", nil, nil); got != http.StatusNotFound {
		t.Errorf("the metrics are public: %d", got)
	}
	for i, s := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		ctx, cancel := context.WithTimeout(t.Context(), proxyTime)
		done := make(chan *outcome)
		for _, x := range []target{slack, discord} {
			go func() { done <- x.steady(ctx, proxyRate/2, proxyTime) }()
		}
		sleepUntil(ctx, time.Now().Add(proxyTime/5))
		err := replicas[i].end(s)
		if s == syscall.SIGTERM && err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
		replicas[i], err = startAt(replicas[i].address(), dir, bin, []string{"serve"}, env...)
		check(t, err)
		back := replicas[i]
		t.Cleanup(func() { back.end(syscall.SIGKILL) })
		for range 2 {
			o := <-done
			t.Logf("%v: %v", s, o)
			if o.failures() > 0 {
				t.Errorf("%v costs replies: %v", s, o)
			}
		}
		cancel()
		check(t, back.answers("/readyz", http.StatusOK))
	}
	// The one that came back works, not only the two that stayed.
	check(t, replicas[0].await("asked nothing since it is back", func() bool {
		check(t, slack.post(t.Context(), 0))
		return served(replicas[0]) > 0
	}))
}

// TestDrainAlone: without a proxy too, whoever is answered is answered in full;
// and a second signal ends at once.
func TestDrainAlone(t *testing.T) {
	t.Parallel()
	env := overHTTP(newSlack(t))
	r := serving(t, env...)
	x := newTarget(slackHTTP, r.url, questions(), patience)
	done := make(chan *outcome)
	go func() { done <- x.steady(t.Context(), proxyRate, 2*time.Second) }()
	sleepUntil(t.Context(), time.Now().Add(time.Second))
	began := time.Now()
	check(t, r.cmd.Process.Signal(syscall.SIGTERM))
	check(t, r.logs("draining"))
	if got := status(t, "GET", r.url+"/readyz", nil, nil); got != http.StatusServiceUnavailable {
		t.Errorf("ready while draining: %d", got)
	}
	// What comes in the time of grace is answered still.
	if o := <-done; o.failures() > 0 {
		t.Errorf("SIGTERM costs replies: %v", o)
	}
	<-r.ended
	if took := time.Since(began); r.err != nil || took > 10*time.Second {
		t.Errorf("ends after %v with %v", took, r.err)
	}

	r = serving(t, env...)
	check(t, r.cmd.Process.Signal(syscall.SIGTERM))
	check(t, r.logs("draining"))
	began = time.Now()
	check(t, r.cmd.Process.Signal(syscall.SIGINT))
	<-r.ended
	if took := time.Since(began); took > time.Second {
		t.Errorf("a second signal takes %v", took)
	}
}

// TestBursts sends many commands at one moment, again and again.
func TestBursts(t *testing.T) {
	t.Parallel()
	r := serving(t, overHTTP(newSlack(t))...)
	for _, p := range []platform{slackHTTP, discordHTTP} {
		x := newTarget(p, r.url, questions(), patience)
		for range either(2, 20) {
			if o := x.burst(t.Context(), 200); o.failures() > 0 {
				t.Errorf("%s: %v", p.name, o)
			}
		}
	}
}
