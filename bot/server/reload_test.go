package server

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"nhslaw/bot"
	"nhslaw/bot/surface"
	"nhslaw/bot/surface/surfacetest"
	"nhslaw/corpus"
)

// A shelf is a corpus directory as Kubernetes mounts a ConfigMap: what is
// visible are symlinks through ..data, which is swapped at once.
type shelf struct {
	*testing.T
	dir   string
	n     int
	log   *surfacetest.Log
	meter *surface.Meter
	desk  *bot.Desk
	ticks chan time.Time
	hup   chan os.Signal
}

const topicsFile = "topics.yaml"

func newShelf(t *testing.T) *shelf {
	x := &shelf{T: t, dir: t.TempDir(), log: &surfacetest.Log{}, meter: surface.NewMeter(), ticks: make(chan time.Time), hup: make(chan os.Signal)}
	x.swap(func(s string) string { return s })
	for _, name := range []string{"sources.yaml", "voices.yaml", topicsFile, "glossary.yaml", "entries", "fingerprints"} {
		x.must(os.Symlink(filepath.Join("..data", name), filepath.Join(x.dir, name)))
	}
	dir := os.DirFS(x.dir)
	r := NewReloader(dir, x.meter, slog.New(slog.NewJSONHandler(x.log, nil)))
	c, err := corpus.Load(dir)
	x.must(err)
	x.desk = bot.NewDesk(c)
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.Run(t.Context(), x.desk, x.ticks, x.hup)
	}()
	t.Cleanup(func() { <-done })
	return x
}

func (x *shelf) must(err error) {
	x.Helper()
	if err != nil {
		x.Fatal(err)
	}
}

// swap puts a corpus with other topics in the place of the one that is there.
func (x *shelf) swap(topics func(string) string) {
	x.Helper()
	x.n++
	name := "..2026_" + strings.Repeat("i", x.n)
	x.must(os.CopyFS(filepath.Join(x.dir, name), os.DirFS("testdata/corpus")))
	x.edit(filepath.Join(name, topicsFile), topics)
	link := filepath.Join(x.dir, "..data_tmp")
	x.must(os.Symlink(name, link))
	x.must(os.Rename(link, filepath.Join(x.dir, "..data")))
}

func (x *shelf) edit(name string, edit func(string) string) {
	x.Helper()
	b, err := os.ReadFile(filepath.Join(x.dir, name))
	x.must(err)
	x.must(os.WriteFile(filepath.Join(x.dir, name), []byte(edit(string(b))), 0o644))
}

// look ticks; a second tick is taken only once the first is dealt with.
func (x *shelf) look(times int) {
	for range times {
		x.ticks <- time.Time{}
	}
}

func (x *shelf) topic() string { return x.desk.Say("", "topics").Items[0].Name }

func (x *shelf) wants(topic string, loaded, faulty string) {
	x.Helper()
	x.look(1) // what came before is dealt with
	if got := x.topic(); got != topic {
		x.Errorf("answers from %q, want %q", got, topic)
	}
	w := httptest.NewRecorder()
	x.meter.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	for _, want := range []string{`nhslaw_corpus_reloads_total{outcome="loaded"} ` + loaded + "\n", `nhslaw_corpus_reloads_total{outcome="faulty"} ` + faulty + "\n"} {
		if !strings.Contains(w.Body.String(), want) {
			x.Errorf("the meter lacks %s", want)
		}
	}
}

func named(topic string) func(string) string {
	return func(s string) string { return strings.Replace(s, "Meetings", topic, 1) }
}

func TestReload(t *testing.T) {
	x := newShelf(t)
	x.look(3)
	x.wants("Meetings", "0", "0")

	x.swap(named("Gatherings"))
	x.look(1)
	if got := x.topic(); got != "Meetings" {
		t.Errorf("took %q before it was settled", got)
	}
	x.look(1)
	x.wants("Gatherings", "1", "0")

	x.swap(func(string) string { return "- id: [" })
	x.look(5)
	x.wants("Gatherings", "1", "1")
	if got := strings.Count(x.log.String(), `"faults":["topics.yaml:1`); got != 1 {
		t.Errorf("reported %d times:\n%s", got, x.log)
	}

	x.swap(named("Assemblies"))
	x.look(2)
	x.wants("Assemblies", "2", "1")

	// Edited in place.
	x.edit(topicsFile, func(s string) string { return strings.Replace(s, "Assemblies", "Councils", 1) })
	x.look(2)
	x.wants("Councils", "3", "1")
}

func TestReloadOnSignal(t *testing.T) {
	x := newShelf(t)
	x.swap(named("Gatherings"))
	x.hup <- syscall.SIGHUP
	x.wants("Gatherings", "1", "0")
	x.must(os.RemoveAll(filepath.Join(x.dir, "..data")))
	x.hup <- syscall.SIGHUP
	x.wants("Gatherings", "1", "1")
	x.look(3) // the fault is known
	x.wants("Gatherings", "1", "1")
}
