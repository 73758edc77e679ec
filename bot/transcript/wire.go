package transcript

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// A Wire is a recording of what goes over the wire between a platform and the
// bot. It is a txtar archive too; each section is a [Frame], headed by its
// direction and what it is, as in
//
//	A slash command gets its answer in the acknowledgement.
//	-- in POST /slack/commands --
//	Content-Type: application/x-www-form-urlencoded
//
//	command=%2Fnhslaw
//	text=when+could+legislation+start%3F
//	-- out 200 --
//	Content-Type: application/json
//
//	{
//	  "response_type": "ephemeral",
//	…
//
// What goes in is written by hand or taken from a platform; what comes out is
// what [Wire.Replay] finds.
type Wire struct {
	About  string // what it shows, for the reader
	Frames []Frame
}

// A Frame is one request, response, or message on a socket.
type Frame struct {
	Out     bool     // from the bot to the platform
	What    string   // "POST /slack/commands", "200", "socket"
	Headers []string // those that matter, "Name: value"
	Body    string   // JSON indented, forms a field a line
}

// ParseWire reads a recording; an error says which section is none.
func ParseWire(data []byte) (Wire, error) {
	a := txtar.Parse(data)
	w := Wire{About: strings.TrimSpace(string(a.Comment))}
	for i, section := range a.Files {
		direction, what, _ := strings.Cut(section.Name, " ")
		if direction != "in" && direction != "out" || what == "" {
			return w, fmt.Errorf("section %d, %q, should be “in …” or “out …”", i+1, section.Name)
		}
		f := Frame{Out: direction == "out", What: what, Body: unescape(strings.TrimSuffix(string(section.Data), "\n"))}
		if head, body, found := strings.Cut(f.Body, "\n\n"); found && isHead(head) {
			f.Headers, f.Body = strings.Split(head, "\n"), body
		} else if isHead(f.Body) {
			f.Headers, f.Body = strings.Split(f.Body, "\n"), ""
		}
		w.Frames = append(w.Frames, f)
	}
	return w, nil
}

// isHead reports whether every line of a text is a header.
func isHead(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if name, _, found := strings.Cut(line, ": "); !found || name == "" || strings.ContainsAny(name, " {}[]\"=\\") {
			return false
		}
	}
	return true
}

// Format writes what ParseWire reads.
func (w Wire) Format() []byte {
	var a txtar.Archive
	if w.About != "" {
		a.Comment = []byte(w.About + "\n")
	}
	for _, f := range w.Frames {
		direction := "in "
		if f.Out {
			direction = "out "
		}
		text := strings.Join(f.Headers, "\n")
		switch {
		case f.Body == "":
		case len(f.Headers) > 0:
			text += "\n\n" + f.Body
		default:
			text = f.Body
		}
		a.Files = append(a.Files, txtar.File{Name: direction + f.What, Data: []byte(escape(text) + "\n")})
	}
	return txtar.Format(&a)
}

// Replay sends everything that goes in anew and returns the recording with
// what comes out then. send gets a frame and returns what came out because of
// it, in an order that is always the same.
func (w Wire) Replay(send func(in Frame) (out []Frame, err error)) (Wire, error) {
	now := Wire{About: w.About}
	for i, f := range w.Frames {
		if f.Out {
			continue
		}
		out, err := send(f)
		if err != nil {
			return now, fmt.Errorf("frame %d, %s: %w", i+1, f.What, err)
		}
		now.Frames = append(append(now.Frames, f), out...)
	}
	return now, nil
}

// Body makes a body readable: JSON is indented, a form gets a line a field,
// anything else stays.
func Body(contentType string, body []byte) string {
	if strings.HasPrefix(contentType, "application/x-www-form-urlencoded") {
		return strings.ReplaceAll(string(body), "&", "\n")
	}
	var b bytes.Buffer
	if json.Indent(&b, body, "", "  ") != nil {
		return string(body)
	}
	return strings.TrimRight(b.String(), "\n")
}

// Sent is the body as it goes over the wire: what Body made readable.
func (f Frame) Sent() []byte {
	if slices.ContainsFunc(f.Headers, func(h string) bool { return strings.EqualFold(h, "Content-Type: application/x-www-form-urlencoded") }) {
		return []byte(strings.ReplaceAll(f.Body, "\n", "&"))
	}
	var b bytes.Buffer
	if json.Compact(&b, []byte(f.Body)) != nil {
		return []byte(f.Body)
	}
	return b.Bytes()
}
