package discordbot

import (
	"encoding/json"
	"strings"
	"testing"

	"nhslaw/bot/transcript/transcripttest"
)

// TestPayloads writes what stands in the recordings, every reply of the
// conversation's transcripts and the commands, a line a request, for Discord's
// own schema to judge.
func TestPayloads(t *testing.T) {
	out := transcripttest.Payloads(t, "discord.jsonl")
	write := func(method, path string, body any) {
		out(map[string]any{"kind": "rest", "method": method, "path": path, "body": body})
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
