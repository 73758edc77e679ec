package slackbot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"nhslaw/bot/surface"
)

// maxBody is more than any request of Slack's has: an interaction brings the
// message with it, of at most some 100 KB.
const maxBody = 512 << 10

// Routes registers the request URLs of the app. Without a signing secret there
// are none.
func (b *Bot) Routes(mux *http.ServeMux) {
	if b.cfg.SigningSecret == "" {
		return
	}
	mux.HandleFunc("POST /slack/commands", b.signed(b.postCommand))
	mux.HandleFunc("POST /slack/events", b.signed(b.postEvent))
	mux.HandleFunc("POST /slack/interactions", b.signed(b.postInteraction))
}

// signed reads the body, checks that Slack signed it, and has it handled.
func (b *Bot) signed(handle func(w http.ResponseWriter, body []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			b.refuse(w, http.StatusRequestEntityTooLarge, "too_large")
		case err != nil:
			b.refuse(w, http.StatusBadRequest, "cut_off")
		case r.Header.Get(signatureHeader) == "" && isSSLCheck(body):
			w.WriteHeader(http.StatusOK)
		case !b.isSigned(r.Header, body):
			b.refuse(w, http.StatusUnauthorized, "not_signed")
		default:
			handle(w, body)
			b.clerk.Meter.Ack(b.clerk.Surface, time.Since(began))
		}
	}
}

// refuse answers a request that isn't handled; Slack need not send it again.
func (b *Bot) refuse(w http.ResponseWriter, status int, reason string) {
	b.clerk.Decline(reason)
	w.Header().Set("X-Slack-No-Retry", "1")
	http.Error(w, http.StatusText(status), status)
}

// busy answers a request that Slack should send again.
func busy(w http.ResponseWriter) {
	http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
}

// isSSLCheck recognises Slack's look at the certificate, which isn't signed
// (docs.slack.dev/interactivity/implementing-slash-commands).
func isSSLCheck(body []byte) bool {
	form, err := url.ParseQuery(string(body[:min(len(body), 1024)]))
	return err == nil && form.Get("ssl_check") == "1"
}

const (
	signatureHeader = "X-Slack-Signature"
	timestampHeader = "X-Slack-Request-Timestamp"
)

// isSigned reports whether Slack signed a body just now. (The SDK's own check
// knows no clock but the system's, and a recording has another.)
func (b *Bot) isSigned(h http.Header, body []byte) bool {
	stamp := h.Get(timestampHeader)
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || b.cfg.Now().Sub(time.Unix(seconds, 0)).Abs() > surface.SignatureAge {
		return false
	}
	return hmac.Equal([]byte(h.Get(signatureHeader)), []byte(sign(b.cfg.SigningSecret, stamp, body)))
}

// sign is Slack's signature of a body.
func sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func (b *Bot) postCommand(w http.ResponseWriter, body []byte) {
	c, err := formCommand(body)
	if err != nil {
		b.refuse(w, http.StatusBadRequest, "malformed")
		return
	}
	writeJSON(w, b.reply(c).json)
}

func (b *Bot) postEvent(w http.ResponseWriter, body []byte) {
	d, err := readDelivery(body)
	if err == nil && d.Type == "url_verification" {
		challenge, _ := json.Marshal(map[string]string{"challenge": d.Challenge}) // a string always can be
		writeJSON(w, challenge)
		return
	}
	if err == nil {
		err = b.deliver(d)
	}
	b.acknowledge(w, err)
}

func (b *Bot) postInteraction(w http.ResponseWriter, body []byte) {
	i, err := formInteraction(body)
	if err == nil {
		err = b.interact(i)
	}
	b.acknowledge(w, err)
}

// acknowledge answers what is done afterwards.
func (b *Bot) acknowledge(w http.ResponseWriter, err error) {
	switch {
	case errors.Is(err, errBusy):
		busy(w)
	case err != nil:
		b.refuse(w, http.StatusBadRequest, "malformed")
	default:
		w.WriteHeader(http.StatusOK)
	}
}

func writeJSON(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body))) // else it goes in chunks
	w.Write(body)
}
