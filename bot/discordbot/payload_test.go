package discordbot

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// payloads, where NHSLAW_PAYLOADS names a directory, gets every payload that
// the tests see, a line each, for Discord's own schema to judge.
var payloads sync.Mutex

func savePayload(t testing.TB, method, path string, body any) {
	t.Helper()
	dir := os.Getenv("NHSLAW_PAYLOADS")
	if dir == "" {
		return
	}
	line, err := json.Marshal(map[string]any{"kind": "rest", "method": method, "path": path, "body": body})
	if err != nil {
		t.Fatal(err)
	}
	payloads.Lock()
	defer payloads.Unlock()
	f, err := os.OpenFile(filepath.Join(dir, "discord.jsonl"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(append(line, '\n')); err != nil {
		t.Fatal(err)
	}
}
