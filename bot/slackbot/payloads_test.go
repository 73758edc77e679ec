package slackbot

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"nhslaw/bot/transcript/transcripttest"
)

// TestPayloads writes what stands in the recordings, and every reply of the
// conversation's transcripts, as {"name", "validate", "payload"} lines for
// Slack's own types to be checked against.
func TestPayloads(t *testing.T) {
	out := transcripttest.Payloads(t, "slack.jsonl")
	write := func(name, kind string, payload any) {
		out(map[string]any{"name": name, "validate": kind, "payload": payload})
	}
	for file, frame := range transcripttest.Frames(t, recordings) {
		name := fmt.Sprintf("%s, %s", filepath.Base(file), frame.What)
		var body map[string]any
		if !frame.Out || json.Unmarshal([]byte(frame.Body), &body) != nil {
			continue
		}
		switch frame.What {
		case "200", "socket":
			if payload, ok := body["payload"]; ok {
				write(name, "response", payload)
			} else if body["text"] != nil {
				write(name, "response", body)
			}
		case "response_url":
			write(name, "response", body)
		case "chat.postMessage":
			for _, flag := range []string{"unfurl_links", "unfurl_media"} { // a form has no booleans
				body[flag] = body[flag] == "true"
			}
			write(name, "message", body)
		case "views.publish":
			write(name, "view", body["view"])
		}
	}
	for file, text := range transcripttest.Said(t, conversations) {
		r := desk().Say("payloads "+file, text)
		write(fmt.Sprintf("%s: %s", filepath.Base(file), text), "response", render(r, scene{asked: text, private: true}).webhook())
	}
	for _, long := range []string{strings.Repeat("A long sentence & more. ", 200), "<!channel> @here *b* | `x`"} {
		write("everywhere", "response", render(everywhere(long), scenes["private"]).webhook())
	}
	for name, m := range map[string]Manifest{"manifest, socket": {}, "manifest, url": {URL: "https://nhslaw.example.org"}, "manifest, channels": {FollowThreads: true}} {
		b, err := m.JSON()
		if err != nil {
			t.Fatal(err)
		}
		write(name, "manifest", json.RawMessage(b))
	}
}
