package discordbot

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nhslaw/bot/transcript/transcripttest"
)

// payloadsEnv names a directory to which TestPayloads writes all that goes out
// to Discord, for Discord's own schema to judge.
const payloadsEnv = "NHSLAW_PAYLOADS"

// TestPayloads writes what stands in the recordings, every reply of the
// conversation's transcripts and the commands, a line a request.
func TestPayloads(t *testing.T) {
	dir := os.Getenv(payloadsEnv)
	if dir == "" {
		t.Skip("set " + payloadsEnv + " to a directory to have the payloads written")
	}
	f, err := os.Create(filepath.Join(dir, "discord.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	write := func(method, path string, body any) {
		if err := json.NewEncoder(f).Encode(map[string]any{"kind": "rest", "method": method, "path": path, "body": body}); err != nil {
			t.Fatal(err)
		}
	}
	const callback = "/interactions/1/token/callback" // takes what a response over HTTP holds, too
	for _, frame := range transcripttest.Frames(t, recordings) {
		method, path, request := strings.Cut(frame.What, " ")
		switch {
		case !frame.Out || !strings.HasPrefix(frame.Body, "{"):
		case request:
			write(method, path, json.RawMessage(frame.Body))
		case frame.What == "200" && !strings.Contains(frame.Body, `"type": 1`+"\n"): // a pong has no body
			write("POST", callback, json.RawMessage(frame.Body))
		}
	}
	for file, text := range transcripttest.Said(t, conversations) {
		write("POST", callback, reply(render(text, desk().Say("payloads "+file, text))))
	}
	write("PUT", "/applications/1/commands", Commands())
}
