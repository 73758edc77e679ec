package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestChatOnATerminal types at the program on a real pseudo-terminal.
func TestChatOnATerminal(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript.Main runs the command of the name that the binary is called by.
	bin := filepath.Join(t.TempDir(), "nhslaw")
	if err := os.Symlink(self, bin); err != nil {
		t.Fatal(err)
	}
	record := filepath.Join(t.TempDir(), "talk.txt")
	cmd := exec.Command(bin, "chat", "--record", record)
	cmd.Env = append(os.Environ(), "TERM=xterm")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	screen := newScreen(t, tty)
	screen.wait("nhslaw> ")
	screen.send("when could legislation strat?\r")
	screen.wait("April 2022")
	screen.wait("You could ask")
	screen.wait("nhslaw> ")
	screen.send("who said that?\r")
	screen.wait("Ian Dodge (NHS England")
	screen.wait("nhslaw> ")
	screen.send("procurem\t\t") // the second lists what the first leaves open
	screen.wait("Procurement and competition")
	screen.send("\x03") // Ctrl-C leaves
	screen.drain()
	if err := cmd.Wait(); err != nil {
		t.Errorf("ends with %v", err)
	}
	talk, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(talk), "-- say --"); got != 2 {
		t.Errorf("recorded %d turns, want 2:\n%s", got, talk)
	}
	if bytes.Contains(talk, []byte("\x1b")) {
		t.Error("escape sequences in the recording")
	}
}

// A screen is what stands on a terminal, and what can be typed at it.
type screen struct {
	t     *testing.T
	tty   *os.File
	shown chan []byte
	seen  []byte
}

func newScreen(t *testing.T, tty *os.File) *screen {
	s := &screen{t: t, tty: tty, shown: make(chan []byte)}
	go func() { // reads until the terminal is closed
		defer close(s.shown)
		for {
			buf := make([]byte, 4096)
			n, err := tty.Read(buf)
			if err != nil {
				return
			}
			s.shown <- buf[:n]
		}
	}()
	return s
}

func (s *screen) send(keys string) {
	s.t.Helper()
	if _, err := s.tty.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// patience is how long a terminal may stay silent on a busy machine.
const patience = 60 * time.Second

// wait reads until a text has appeared since the last wait.
func (s *screen) wait(text string) {
	s.t.Helper()
	for {
		if i := bytes.Index(s.seen, []byte(text)); i >= 0 {
			s.seen = s.seen[i+len(text):]
			return
		}
		select {
		case b, ok := <-s.shown:
			if !ok {
				s.t.Fatalf("ended while waiting for %q; on the screen: %q", text, s.seen)
			}
			s.seen = append(s.seen, b...)
		case <-time.After(patience):
			s.t.Fatalf("no %q; on the screen: %q", text, s.seen)
		}
	}
}

// drain reads what is left, so that the program can end.
func (s *screen) drain() {
	for range s.shown {
	}
}
