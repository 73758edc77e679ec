// Package nhslaw holds no code: the program is in cmd/nhslaw. Its test keeps
// the house in order.
package nhslaw

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// rules say which packages may not import which, and why. A package stands for
// itself and, with a trailing "/...", for all below it; the first rule for a
// package and an import counts.
var rules = []struct {
	pkg, imports string
	allowed      bool
	reason       string
}{
	{"nhslaw/corpus/...", "nhslaw/...", false, "the corpus is the ground floor: it knows nobody"},
	{"nhslaw/answers/...", "nhslaw/answers/...", true, ""},
	{"nhslaw/answers/...", "nhslaw/corpus", true, ""},
	{"nhslaw/answers/...", "nhslaw/...", false, "the core answers; it does not converse"},
	{"nhslaw/answers", "os", false, "the core is pure: no I/O"},
	{"nhslaw/answers", "time", false, "the core is pure: no clock"},
	{"nhslaw/answers", "net/...", false, "the core is pure: no network"},
	{"nhslaw/bot/slackbot/...", "nhslaw/bot/discordbot/...", false, "platforms never import each other"},
	{"nhslaw/bot/discordbot/...", "nhslaw/bot/slackbot/...", false, "platforms never import each other"},
	{"nhslaw/bot", "nhslaw/bot/...", false, "the conversation knows no platform"},
	{"nhslaw/bot/...", "nhslaw/cmd/...", false, "commands are wiring, and nobody's to use"},
	{"nhslaw/bot/server/...", "nhslaw/bot/slackbot/...", false, "the server runs any surface"},
	{"nhslaw/bot/server/...", "nhslaw/bot/discordbot/...", false, "the server runs any surface"},
	{"nhslaw/bot/slackbot/...", "nhslaw/bot/server/...", false, "a surface is run; it does not run"},
	{"nhslaw/bot/discordbot/...", "nhslaw/bot/server/...", false, "a surface is run; it does not run"},
	{"nhslaw/bot/surface", "github.com/prometheus/...", true, ""},
	{"nhslaw/bot/server", "github.com/prometheus/...", true, ""},
	{"nhslaw/...", "github.com/prometheus/...", false, "the meter counts for everybody"},
	{"nhslaw/bot/slackbot/...", "github.com/slack-go/slack/...", true, ""},
	{"nhslaw/...", "github.com/slack-go/slack/...", false, "only the Slack adapter speaks Slack"},
	{"nhslaw/bot/discordbot/...", "github.com/bwmarrin/discordgo", true, ""},
	{"nhslaw/...", "github.com/bwmarrin/discordgo", false, "only the Discord adapter speaks Discord"},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		pkg := fields[0]
		for _, imp := range fields[1:] {
			for _, r := range rules {
				if within(pkg, r.pkg) && within(imp, r.imports) {
					if !r.allowed {
						t.Errorf("%s imports %s: %s", pkg, imp, r.reason)
					}
					break
				}
			}
		}
	}
}

// within reports whether a package is the one that a rule names, or below it.
func within(pkg, rule string) bool {
	if above, ok := strings.CutSuffix(rule, "/..."); ok {
		return pkg == above || strings.HasPrefix(pkg, above+"/")
	}
	return pkg == rule
}
