// Package transcripttest is what tests share that replay recordings. With the
// flag -update they write them anew.
package transcripttest

import (
	"bytes"
	"encoding/json"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nhslaw/bot/transcript"
)

var update = flag.Bool("update", false, "write the recordings anew")

// files returns the files that a pattern matches, in order; without any, the
// test fails.
func files(t testing.TB, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no recordings in %s: %v", pattern, err)
	}
	return names
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	recorded, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return recorded
}

// Replay has each recording that a pattern matches replayed, in a test of its
// own, and compares it with what it is then.
func Replay(t *testing.T, pattern string, replay func(t *testing.T, file string, recorded []byte) (now []byte, err error)) {
	for _, file := range files(t, pattern) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			recorded := read(t, file)
			now, err := replay(t, file, recorded)
			if err != nil {
				t.Fatal(err)
			}
			if !*update {
				if diff := transcript.Diff(file, recorded, now); diff != "" {
					t.Errorf("%s\nIf that is as it should be, run the test with -update", diff)
				}
			} else if err := os.WriteFile(file, now, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// ReplayWires is Replay for recordings of the wire.
func ReplayWires(t *testing.T, pattern string, replay func(t *testing.T, file string, w transcript.Wire) (transcript.Wire, error)) {
	Replay(t, pattern, func(t *testing.T, file string, recorded []byte) ([]byte, error) {
		w, err := transcript.ParseWire(recorded)
		if err == nil {
			w, err = replay(t, file, w)
		}
		return w.Format(), err
	})
}

// Frames are those of the recordings of the wire that a pattern matches, each
// with the name of its file.
func Frames(t testing.TB, pattern string) iter.Seq2[string, transcript.Frame] {
	t.Helper()
	return func(yield func(string, transcript.Frame) bool) {
		for _, file := range files(t, pattern) {
			w, err := transcript.ParseWire(read(t, file))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, f := range w.Frames {
				if !yield(file, f) {
					return
				}
			}
		}
	}
}

// Said is what is said in the conversations that a pattern matches, each with
// the name of its file.
func Said(t testing.TB, pattern string) iter.Seq2[string, string] {
	t.Helper()
	return func(yield func(string, string) bool) {
		for _, file := range files(t, pattern) {
			conversation, err := transcript.Parse(read(t, file))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			for _, turn := range conversation.Turns {
				if !yield(file, turn.Say) {
					return
				}
			}
		}
	}
}

// payloadsEnv names a directory for the files of Payloads.
const payloadsEnv = "NHSLAW_PAYLOADS"

// Payloads returns what writes payloads, one a line as JSON, to the file of
// that name in the directory that NHSLAW_PAYLOADS names, for a platform's own
// types to judge. Where none is named, the test is skipped.
func Payloads(t *testing.T, name string) (write func(payload any)) {
	t.Helper()
	dir := os.Getenv(payloadsEnv)
	if dir == "" {
		t.Skip("set " + payloadsEnv + " to a directory to have the payloads written")
	}
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return func(payload any) {
		t.Helper()
		if err := json.NewEncoder(f).Encode(payload); err != nil {
			t.Fatal(err)
		}
	}
}

// HoldNo fails the test if one of the recordings that a pattern matches holds
// one of the secrets.
func HoldNo(t testing.TB, pattern string, secrets ...string) {
	t.Helper()
	for _, file := range files(t, pattern) {
		recorded := read(t, file)
		for _, s := range secrets {
			if bytes.Contains(recorded, []byte(s)) {
				t.Errorf("%s holds %q", file, s)
			}
		}
	}
}
