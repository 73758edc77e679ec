package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"

	"nhslaw/bot/surface"
)

// A Surface is a way in for people.
type Surface interface {
	// Run receives messages until ctx is done; then it finishes what is in
	// flight, within [surface.DrainTime], and returns nil. An error means that the surface
	// can't go on (a revoked token, a fatal close code); the others do.
	Run(ctx context.Context) error
	// Ready returns nil while messages can be received, else what is missing,
	// in a short phrase.
	Ready() error
}

// Routed surfaces are reached over HTTP as well.
type Routed interface {
	// Routes registers handlers by method and path ("POST /slack/commands").
	Routes(mux *http.ServeMux)
}

// Limits of the HTTP server. A platform's request is a few kilobytes from a
// machine with a good line, and it gives up after 3 s.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second // header and body
	writeTimeout  = 15 * time.Second // from the end of the header; covers readTimeout
	idleTimeout   = 75 * time.Second // longer than proxies keep a connection (nginx, AWS: 60 s), so that it is theirs to close
	maxHeader     = 16 << 10
	maxBody       = 1 << 20 // a surface sets its own, lower
	maxConns      = 4096    // some 20 KB each
)

// How the time between the first signal and the end is spent. Supervisors
// begin to kill after 10 s.
const (
	// drainGrace is how long requests are still taken once /readyz says no:
	// load balancers ask every second or so, and take a moment to turn away.
	drainGrace = 3 * time.Second
	// drainHTTP is for requests in flight, which are answered within
	// milliseconds; only a client that sends slowly takes longer, and is cut off.
	drainHTTP = 1 * time.Second
	// drainSurfaces is for calls to platforms that are under way, and a moment
	// more to close the connections.
	drainSurfaces = surface.DrainTime + 500*time.Millisecond
)

// A Server runs surfaces.
type Server struct {
	meter    *surface.Meter
	log      *slog.Logger
	surfaces []*runner
	mux      *http.ServeMux
	draining atomic.Bool
	told     atomic.Pointer[string] // what the log said last about readiness
	grace    time.Duration          // drainGrace
	finish   time.Duration          // drainSurfaces
}

// New returns a server without surfaces.
func New(meter *surface.Meter, log *slog.Logger) *Server {
	s := &Server{meter: meter, log: log, mux: http.NewServeMux(), grace: drainGrace, finish: drainSurfaces}
	s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	s.mux.HandleFunc("GET /readyz", s.readyz)
	s.mux.Handle("GET /metrics", meter.Handler())
	return s
}

// Add has the server run a surface, by the name that logs and /readyz give it.
func (s *Server) Add(name string, sf Surface) {
	s.surfaces = append(s.surfaces, &runner{Surface: sf, name: name})
	if r, ok := sf.(Routed); ok {
		r.Routes(s.mux)
	}
}

// Run serves until ctx is done, and then drains: it is not ready at once,
// takes requests for a moment more while load balancers turn away, finishes
// what is in flight and returns nil, all within 10 s. An error says that no
// surface is left, that the listener failed, or who didn't finish in time.
// The listener is closed on return.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	web := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	defer web.Close()
	served := make(chan error, 1)
	go func() { served <- web.Serve(netutil.LimitListener(listener, maxConns)) }()
	s.log.Info("listening", "address", listener.Addr().String())

	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ended := s.start(running)
	select {
	case <-ctx.Done():
	case <-ended:
		return errors.New("no surface is left; the log says why each stopped")
	case err := <-served:
		return fmt.Errorf("serving HTTP: %w", err)
	}
	return s.drain(web, stop, ended)
}

// start runs every surface; the channel is closed when all have ended.
func (s *Server) start(ctx context.Context) <-chan struct{} {
	var running sync.WaitGroup
	for _, r := range s.surfaces {
		running.Go(func() { r.run(ctx, s.log) })
	}
	ended := make(chan struct{})
	go func() {
		running.Wait()
		close(ended)
	}()
	return ended
}

// drain ends in order: HTTP before the surfaces, which finish what the last
// requests began.
func (s *Server) drain(web *http.Server, stop func(), ended <-chan struct{}) error {
	s.draining.Store(true)
	s.log.Info("draining")
	select {
	case <-time.After(s.grace):
	case <-ended:
	}
	soon, cancel := context.WithTimeout(context.Background(), drainHTTP)
	defer cancel()
	if err := web.Shutdown(soon); err != nil {
		s.log.Warn("slow requests cut off")
		web.Close()
	}
	stop()
	select {
	case <-ended:
		s.log.Info("stopped")
		return nil
	case <-time.After(s.finish):
		var late []string
		for _, r := range s.surfaces {
			if !r.ended.Load() {
				late = append(late, r.name)
			}
		}
		return fmt.Errorf("not finished in time: %s", strings.Join(late, ", "))
	}
}

// readyz tells the names of what is not ready; the reasons are the log's, once
// for each change.
func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) {
	var missing []string
	why := ""
	for _, r := range s.surfaces {
		if err := r.Ready(); err != nil {
			missing = append(missing, r.name)
			why += fmt.Sprintf("%s: %v. ", r.name, err)
		}
	}
	if last := s.told.Swap(&why); last == nil || *last != why {
		s.log.Info("readiness", "ready", why == "", "why", strings.TrimSpace(why))
	}
	switch {
	case s.draining.Load():
		http.Error(w, "draining", http.StatusServiceUnavailable)
	case len(missing) > 0:
		http.Error(w, "not ready: "+strings.Join(missing, ", "), http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(w, "ready")
	}
}

// handler is the routes with what holds for all of them.
func (s *Server) handler() http.Handler {
	routes := http.MaxBytesHandler(s.mux, maxBody)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				// What panicked may be a user's text: only its type is told.
				s.meter.Panic("http")
				s.log.Error("panic", "doing", "serving "+r.Pattern, "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
				http.Error(w, "Something went wrong here, and it has been noted.", http.StatusInternalServerError)
			}
		}()
		if s.draining.Load() {
			w.Header().Set("Connection", "close") // the next request goes elsewhere
		}
		routes.ServeHTTP(w, r)
	})
}

// A runner is a surface and what became of it.
type runner struct {
	Surface
	name  string
	ended atomic.Bool
}

var errEnded = errors.New("it has stopped")

// Ready is the surface's own word while it runs.
func (r *runner) Ready() error {
	if r.ended.Load() {
		return errEnded
	}
	return r.Surface.Ready()
}

// run runs the surface to its end and logs why it ended, if it wasn't told to.
func (r *runner) run(ctx context.Context, log *slog.Logger) {
	log = log.With("surface", r.name)
	defer r.ended.Store(true)
	defer func() {
		if p := recover(); p != nil {
			log.Error("surface stopped", "error", fmt.Sprintf("panic of type %T", p), "stack", string(debug.Stack()))
		}
	}()
	log.Info("surface started")
	switch err := r.Run(ctx); {
	case err != nil:
		log.Error("surface stopped", "error", err.Error())
	case ctx.Err() == nil:
		log.Error("surface stopped", "error", "it ended by itself")
	}
}
