package discordbot

import (
	"os"
	"testing"
	"time"
)

// prompt holds a response to 100 ms, on a machine that does nothing else: only
// NHSLAW_TIMING says that it does.
func prompt(t testing.TB, took time.Duration) {
	t.Helper()
	t.Logf("the slowest took %v", took)
	if os.Getenv("NHSLAW_TIMING") != "" && took > 100*time.Millisecond {
		t.Errorf("%v is too slow", took)
	}
}
