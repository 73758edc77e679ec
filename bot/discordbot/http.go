package discordbot

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"nhslaw/bot/surface"
)

// InteractionsPath is where Discord sends signed interactions.
const InteractionsPath = "/discord/interactions"

// maxBody is far more than Discord sends: a command on the longest message has
// some 100 kB.
const maxBody = 1 << 20

// Routes adds the way in over HTTP, if a public key is set.
func (b *Bot) Routes(mux *http.ServeMux) {
	if b.key != nil {
		mux.HandleFunc("POST "+InteractionsPath, b.serveInteraction)
	}
}

// serveInteraction answers a signed interaction in the response itself. It
// answers 401 to what isn't signed by Discord, or not lately (Discord itself
// sends such to see), 409 to what came before, and tells no more.
func (b *Bot) serveInteraction(w http.ResponseWriter, r *http.Request) {
	began := b.now()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		b.clerk.Decline("body_too_long")
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		b.clerk.Decline("body_cut_off")
		http.Error(w, "the body is cut off", http.StatusBadRequest)
		return
	}
	if fault := b.unsigned(r.Header, body, began); fault != "" {
		b.clerk.Decline(fault)
		http.Error(w, "not signed by Discord, or too long ago", http.StatusUnauthorized)
		return
	}
	var i interaction
	if err := json.Unmarshal(body, &i); err != nil || i.Type == 0 {
		b.clerk.Decline("malformed_interaction")
		http.Error(w, "no interaction", http.StatusBadRequest)
		return
	}
	if i.Type != discordgo.InteractionPing && !b.once.First("interaction:"+i.ID) {
		b.clerk.Decline("replayed")
		http.Error(w, "answered before", http.StatusConflict)
		return
	}
	answer, err := encode(b.respond(i))
	if err != nil {
		b.clerk.Log.Error("a response can't be written as JSON", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if _, err := w.Write(answer); err != nil {
		b.clerk.Meter.Fault(b.clerk.Surface, "network")
		return
	}
	b.clerk.Meter.Ack(b.clerk.Surface, b.now().Sub(began))
}

// unsigned returns what is wrong with a request's signature, "" if nothing is.
// Discord signs the timestamp and the body as it is (discord-api-docs,
// interactions/overview).
func (b *Bot) unsigned(h http.Header, body []byte, now time.Time) (fault string) {
	timestamp := h.Get("X-Signature-Timestamp")
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	if err != nil || len(signature) != ed25519.SignatureSize || !ed25519.Verify(b.key, append([]byte(timestamp), body...), signature) {
		return "bad_signature"
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return "bad_signature"
	}
	if now.Sub(time.Unix(seconds, 0)).Abs() > surface.SignatureAge {
		return "stale_signature"
	}
	return ""
}
