package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"nhslaw/bot/surface"
	"nhslaw/bot/surface/surfacetest"
)

// A fake is a surface that does as it is told.
type fake struct {
	mu    sync.Mutex
	ready error
	fail  chan error // what Run returns
	slow  chan struct{}
	route http.HandlerFunc
}

func newFake() *fake { return &fake{fail: make(chan error, 1)} }

func (f *fake) Run(ctx context.Context) error {
	select {
	case err := <-f.fail:
		return err
	case <-ctx.Done():
	}
	if f.slow != nil {
		<-f.slow
	}
	return nil
}

func (f *fake) Ready() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ready
}

func (f *fake) setReady(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ready = err
}

func (f *fake) Routes(mux *http.ServeMux) {
	if f.route != nil {
		mux.HandleFunc("POST /fake", f.route)
	}
}

// A trial is a server at work.
type trial struct {
	*testing.T
	url   string
	stop  func()
	ended chan error
	log   *surfacetest.Log
}

func try(t *testing.T, grace, finish time.Duration, surfaces map[string]Surface) *trial {
	t.Helper()
	log := &surfacetest.Log{}
	s := New(surface.NewMeter(), slog.New(slog.NewJSONHandler(log, nil)))
	s.grace, s.finish = grace, finish
	for name, sf := range surfaces {
		s.Add(name, sf)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	x := &trial{T: t, url: "http://" + l.Addr().String(), stop: stop, ended: make(chan error, 1), log: log}
	go func() { x.ended <- s.Run(ctx, l) }()
	t.Cleanup(stop)
	return x
}

func (x *trial) get(method, path string) (status int, body string, closing bool) {
	x.Helper()
	req, err := http.NewRequest(method, x.url+path, nil)
	if err != nil {
		x.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		x.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		x.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Close
}

// becomes waits for an answer to GET path, and reports whether it closes the connection.
func (x *trial) becomes(path string, status int, body string) bool {
	x.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		gotStatus, got, closing := x.get("GET", path)
		if gotStatus == status && got == body {
			return closing
		}
		if time.Now().After(deadline) {
			x.Fatalf("GET %s: %d %q, want %d %q", path, gotStatus, got, status, body)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (x *trial) end() error {
	x.Helper()
	select {
	case err := <-x.ended:
		return err
	case <-time.After(20 * time.Second):
		x.Fatal("does not end")
		return nil
	}
}

func TestRoutes(t *testing.T) {
	f := newFake()
	f.route = func(http.ResponseWriter, *http.Request) {}
	x := try(t, 0, drainSurfaces, map[string]Surface{"fake": f})
	for _, tt := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/healthz", 200}, {"HEAD", "/healthz", 200}, {"GET", "/readyz", 200}, {"GET", "/metrics", 200}, {"POST", "/fake", 200},
		{"POST", "/healthz", 405}, {"DELETE", "/metrics", 405}, {"GET", "/fake", 405}, {"GET", "/", 404}, {"GET", "/debug/pprof/", 404},
		{"POST", "/fake/more", 404}, {"GET", "/../etc/passwd", 404},
	} {
		if status, body, _ := x.get(tt.method, tt.path); status != tt.status || status >= 400 && len(body) > 40 {
			t.Errorf("%s %s: %d %q, want %d", tt.method, tt.path, status, body, tt.status)
		}
	}
}

func TestReadiness(t *testing.T) {
	a, b := newFake(), newFake()
	a.ready = errors.New("not connected")
	x := try(t, 0, drainSurfaces, map[string]Surface{"a": a, "b": b})
	x.becomes("/readyz", 503, "not ready: a\n")
	x.becomes("/healthz", 200, "ok\n")
	a.setReady(nil)
	x.becomes("/readyz", 200, "ready\n")
	b.fail <- errors.New("the token was revoked")
	x.becomes("/readyz", 503, "not ready: b\n")
	x.becomes("/healthz", 200, "ok\n")
	for _, want := range []string{`"ready":false,"why":"a: not connected."`, `"ready":true`, `"msg":"surface stopped","surface":"b","error":"the token was revoked"`} {
		if !strings.Contains(x.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, x.log)
		}
	}
	a.fail <- errors.New("so was this one")
	if err := x.end(); err == nil || !strings.Contains(err.Error(), "no surface is left") {
		t.Errorf("ends with %v", err)
	}
}

func TestPanics(t *testing.T) {
	f, g := newFake(), &panicky{}
	f.route = func(http.ResponseWriter, *http.Request) { panic("secret words") }
	x := try(t, 0, drainSurfaces, map[string]Surface{"fake": f, "panicky": g})
	if status, body, _ := x.get("POST", "/fake"); status != 500 || strings.Contains(body, "secret") {
		t.Errorf("got %d %q", status, body)
	}
	x.becomes("/readyz", 503, "not ready: panicky\n")
	if log := x.log.String(); strings.Contains(log, "secret words") || strings.Count(log, `"level":"ERROR"`) != 2 {
		t.Errorf("logged: %s", log)
	}
}

type panicky struct{}

func (*panicky) Run(context.Context) error { panic("secret words") }
func (*panicky) Ready() error              { return nil }

// TestDrain ends a server while a request and a call to a platform are in flight.
func TestDrain(t *testing.T) {
	f := newFake()
	f.slow = make(chan struct{})
	arrived, finish := make(chan struct{}), make(chan struct{})
	f.route = func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-finish
		io.WriteString(w, "answered")
	}
	x := try(t, 200*time.Millisecond, drainSurfaces, map[string]Surface{"fake": f})
	reply := make(chan string, 1)
	go func() {
		resp, err := http.Post(x.url+"/fake", "", nil)
		if err != nil {
			reply <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		reply <- string(b)
	}()
	<-arrived
	x.stop()
	x.becomes("/readyz", 503, "draining\n") // this one may have come in just before
	if !x.becomes("/readyz", 503, "draining\n") {
		t.Error("connections are kept while draining")
	}
	close(finish)
	if got := <-reply; got != "answered" {
		t.Errorf("the request in flight got %q", got)
	}
	select {
	case err := <-x.ended:
		t.Fatalf("ends with %v while a surface works", err)
	default:
	}
	close(f.slow)
	if err := x.end(); err != nil {
		t.Errorf("ends with %v", err)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(x.url, "http://")); err == nil {
		t.Error("still listening")
	}
}

// TestDrainIsBounded: neither a client nor a surface that hangs keeps the
// process alive for more than 10 s.
func TestDrainIsBounded(t *testing.T) {
	if drainGrace+drainHTTP+drainSurfaces >= 10*time.Second {
		t.Error("draining can take 10 s or longer")
	}
	f := newFake()
	f.slow = make(chan struct{})
	f.route = func(w http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) }
	x := try(t, 0, 100*time.Millisecond, map[string]Surface{"fake": f})
	x.becomes("/readyz", 200, "ready\n")
	conn, err := net.Dial("tcp", strings.TrimPrefix(x.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "POST /fake HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"); err != nil {
		t.Fatal(err)
	}
	x.stop()
	if err := x.end(); err == nil || !strings.Contains(err.Error(), "not finished in time: fake") {
		t.Errorf("ends with %v", err)
	}
	close(f.slow)
}
