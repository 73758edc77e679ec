package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestHostile lets the world at a server that answers others meanwhile.
func TestHostile(t *testing.T) {
	t.Parallel()
	r := serving(t, overHTTP(newSlack(t))...)
	slack, discord := newTarget(slackHTTP, r.url, questions(), patience), newTarget(discordHTTP, r.url, questions(), patience)
	finishSlack, finishDiscord := meanwhile(t, slack, 20), meanwhile(t, discord, 20)
	t.Run("all", func(t *testing.T) {
		for _, x := range []target{slack, discord} {
			t.Run(x.name+" signatures", func(t *testing.T) { t.Parallel(); signatures(t, x) })
			t.Run(x.name+" sizes", func(t *testing.T) { t.Parallel(); sizes(t, r, x) })
			t.Run(x.name+" malformed", func(t *testing.T) { t.Parallel(); malformed(t, r, x) })
		}
		t.Run("slow", func(t *testing.T) { t.Parallel(); slow(t, r) })
		t.Run("half-open", func(t *testing.T) { t.Parallel(); halfOpen(t, r) })
	})
	finishSlack()
	finishDiscord()
	if log := r.logged(); bytes.Contains(log, []byte(`"msg":"panic"`)) {
		t.Errorf("panics: %s", log)
	}
	if lines := bytes.Count(r.logged(), []byte(`"msg":"not answered"`)); lines > 2000 {
		t.Errorf("%d lines of log for what wasn't answered", lines)
	}
}

// signatures that are forged or stale get nothing; a clock that is off by ten
// minutes is the same thing. Sent again, what was answered is not answered
// twice, or alike.
func signatures(t *testing.T, x target) {
	body := x.command("when could legislation start?")
	off := 10 * time.Minute
	for name, header := range map[string]http.Header{
		"none":             {},
		"ten minutes late": x.sign(body, time.Now().Add(-off)),
		"ten minutes soon": x.sign(body, time.Now().Add(off)),
		"another body's":   x.sign(append([]byte("x"), body...), time.Now()),
		"another time's":   replaced(x.sign(body, time.Now()), stamp, fmt.Sprint(time.Now().Unix()-1)),
		"no time's":        replaced(x.sign(body, time.Now()), stamp, "soon"),
		"cut short":        replaced(x.sign(body, time.Now()), proof, "v0=00"),
		"not a number's":   replaced(x.sign(body, time.Now()), proof, "zz"),
	} {
		if got := status(t, "POST", x.url+x.path, body, header); got != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, got)
		}
	}
	header := x.sign(body, time.Now())
	if got := status(t, "POST", x.url+x.path, body, header); got != http.StatusOK {
		t.Errorf("the right one: %d", got)
	}
	// A slash command's reply goes to whoever sends it: again is alike. An
	// interaction has an id, and one reply.
	want := map[string]int{slackHTTP.name: http.StatusOK, discordHTTP.name: http.StatusConflict}[x.name]
	if got := status(t, "POST", x.url+x.path, body, header); got != want {
		t.Errorf("the right one again: %d, want %d", got, want)
	}
}

const (
	stamp = "Timestamp" // how the name of the one header ends
	proof = "Signature" // and what the other is
)

// replaced returns a header with another time, or another signature.
func replaced(h http.Header, what, value string) http.Header {
	for k := range h {
		if strings.HasPrefix(k, "X-") && strings.HasSuffix(k, stamp) == (what == stamp) {
			h[k] = []string{value}
		}
	}
	return h
}

func sizes(t *testing.T, r *replica, x target) {
	big := bytes.Repeat([]byte("x"), 2<<20)
	if got := status(t, "POST", r.url+x.path, big, x.sign(big, time.Now())); got != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of 2 MB: %d", got)
	}
	if got := status(t, "GET", r.url+"/healthz", nil, http.Header{"X-Big": {strings.Repeat("x", 64<<10)}}); got != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 64 KB: %d", got)
	}
	// Bodies that end before they should.
	for range 50 {
		conn := dial(t, r)
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ncommand=%%2Fnhslaw", x.path)
		conn.Close()
	}
}

func dial(t *testing.T, r *replica) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", r.address())
	check(t, err)
	return conn
}

// slow clients, one in the header and one in the body, are cut off.
func slow(t *testing.T, r *replica) {
	var clients sync.WaitGroup
	for name, tt := range map[string]struct {
		begin string
		most  time.Duration // what the server bears, with a margin
	}{
		"header": {"GET /healthz HTTP/1.1\r\nX-Slow: ", 8 * time.Second},
		"body":   {"POST /slack/commands HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", 13 * time.Second},
	} {
		if name == "body" && !long {
			continue
		}
		clients.Go(func() {
			conn := dial(t, r)
			defer conn.Close()
			began := time.Now()
			io.WriteString(conn, tt.begin)
			for time.Since(began) < tt.most {
				conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
				_, err := io.Copy(io.Discard, conn)
				if timeout, ok := err.(net.Error); !ok || !timeout.Timeout() {
					return // the server is done with it
				}
				io.WriteString(conn, "x")
			}
			t.Errorf("a client with a slow %s is borne for %v", name, tt.most)
		})
	}
	clients.Wait()
}

// halfOpen connections say nothing, or half a request, and stay.
func halfOpen(t *testing.T, r *replica) {
	for n := range either(200, 1000) {
		conn := dial(t, r)
		defer conn.Close()
		io.WriteString(conn, "POST /slack/commands HTTP/1.1\r\nHost: x\r\n"[:n%40])
	}
	if got := status(t, "GET", r.url+"/healthz", nil, nil); got != http.StatusOK {
		t.Errorf("beside them: %d", got)
	}
}

// malformed requests, 10,000 of both platforms together: none is answered with
// a fault of the server's.
func malformed(t *testing.T, r *replica, x target) {
	const many, at = 5_000, 10
	var clients sync.WaitGroup
	for c := range at {
		clients.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(c)))
			for range many / at {
				if got := garble(t, r, x, random); got >= 500 {
					t.Errorf("answered with %d", got)
					return
				}
			}
		})
	}
	clients.Wait()
}

// garble sends a request with something wrong in it and returns the status, 0
// if there was no response.
func garble(t *testing.T, r *replica, x target, random *rand.Rand) int {
	body := x.command("when could legislation start?")
	for range random.IntN(4) {
		body[random.IntN(len(body))] = byte(random.IntN(256))
	}
	body = body[:random.IntN(len(body)+1)]
	header := x.sign(body, time.Now())
	raw := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n", x.path, len(body))
	for k, v := range header {
		raw += k + ": " + v[0] + "\r\n"
	}
	request := append([]byte(raw+"\r\n"), body...)
	if random.IntN(2) == 0 { // in the header too
		for range 1 + random.IntN(4) {
			request[random.IntN(len(raw))] = byte(random.IntN(256))
		}
	}
	conn, err := net.Dial("tcp", r.address())
	if err != nil {
		t.Error(err)
		return 0
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	conn.Write(request)
	conn.(*net.TCPConn).CloseWrite()
	response, _ := io.ReadAll(conn)
	status := 0
	fmt.Sscanf(string(response), "HTTP/1.1 %d", &status)
	return status
}
