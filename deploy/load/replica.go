package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// build builds the program and returns its path.
func build(dir string) (string, error) {
	bin := filepath.Join(dir, "nhslaw")
	args := []string{"build", "-buildvcs=false", "-trimpath", "-o", bin}
	if raced && os.Getenv(longEnv) != "" { // ten times as slow
		args = append(args, "-race")
	}
	cmd := exec.Command("go", append(args, "nhslaw/cmd/nhslaw")...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building: %w\n%s", err, out)
	}
	return bin, nil
}

// A replica is a process that serves.
type replica struct {
	url   string
	cmd   *exec.Cmd
	log   string // file of its standard error
	ended chan struct{}
	err   error // of its end, once ended is closed
}

// start starts a program that listens where NHSLAW_LISTEN says, with these
// settings and no other environment.
func start(dir, bin string, args []string, env ...string) (*replica, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return startAt(address, dir, bin, args, env...)
}

// freeAddress returns an address that nobody listens at just now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func startAt(address, dir, bin string, args []string, env ...string) (*replica, error) {
	log, err := os.CreateTemp(dir, "log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	r := &replica{url: "http://" + address, log: log.Name(), ended: make(chan struct{}), cmd: exec.Command(bin, args...)}
	r.cmd.Env = append([]string{"NHSLAW_LISTEN=" + address}, env...)
	r.cmd.Stderr = log
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		r.err = r.cmd.Wait()
		close(r.ended)
	}()
	return r, nil
}

func (r *replica) address() string { return strings.TrimPrefix(r.url, "http://") }

// startTime is the patience with a process on a busy machine.
const startTime = 30 * time.Second

// answers waits until GET path has that status.
func (r *replica) answers(path string, status int) error {
	return r.await(fmt.Sprintf("%s is not %d", path, status), func() bool {
		resp, err := http.Get(r.url + path)
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == status
	})
}

// logs waits until a text stands in the log.
func (r *replica) logs(text string) error {
	return r.await("not logged: "+text, func() bool { return bytes.Contains(r.logged(), []byte(text)) })
}

func (r *replica) logged() []byte {
	b, _ := os.ReadFile(r.log)
	return b
}

// await polls, for there is nothing else to wait on in another process.
func (r *replica) await(what string, done func() bool) error {
	deadline := time.Now().Add(startTime)
	for !done() {
		select {
		case <-r.ended:
			if done() { // with its last breath
				return nil
			}
			return fmt.Errorf("%s: ended with %v:\n%s", what, r.err, tail(r.logged()))
		case <-time.After(10 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s within %v:\n%s", what, startTime, tail(r.logged()))
		}
	}
	return nil
}

// tail is the end of a log.
func tail(log []byte) []byte { return log[max(0, len(log)-2000):] }

// end sends a signal and waits for the end.
func (r *replica) end(s syscall.Signal) error {
	if err := r.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-r.ended:
		return r.err
	case <-time.After(startTime):
		return fmt.Errorf("alive %v after %v", startTime, s)
	}
}

// memory returns the resident memory in bytes.
func (r *replica) memory() (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(rest)
	if len(fields) < 2 || fields[1] != "kB" {
		return 0, errors.New("no VmRSS in /proc")
	}
	kb, err := strconv.Atoi(fields[0])
	return kb << 10, err
}

// cpu returns the processor time used so far.
func (r *replica) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", r.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0, errors.New("no times in /proc")
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / ticks, errors.Join(err1, err2)
}

// ticks in a second, of the kernel's count; 100 on every Linux that Go runs on.
const ticks = 100
