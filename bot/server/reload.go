package server

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"nhslaw/bot"
	"nhslaw/bot/surface"
	"nhslaw/corpus"
)

// LookEvery is how often to look whether a corpus directory has changed.
// Reading it, a megabyte or two, costs some milliseconds.
const LookEvery = time.Second

// A Reloader keeps a desk's corpus as a directory has it. It looks at the
// contents of the files rather than wait for the kernel's word on them: that is
// right on every file system, network mounts and the swapped symlinks of
// Kubernetes's ConfigMaps included, and blind to a mere touch.
type Reloader struct {
	dir  fs.FS
	desk *bot.Desk
	// tried is what was loaded last, or found faulty: there is no second
	// report of one fault.
	tried stamp
	seen  stamp // at the last look
	meter *surface.Meter
	log   *slog.Logger
}

// NewReloader returns a reloader for a directory from which a desk is about to
// be made. It is made first, so that no change in between is missed.
func NewReloader(dir fs.FS, meter *surface.Meter, log *slog.Logger) *Reloader {
	s := stampOf(dir)
	return &Reloader{dir: dir, tried: s, seen: s, meter: meter, log: log}
}

// Run replaces the desk's corpus whenever the directory has changed and then
// stayed the same from one tick to the next, so that half a copy isn't taken
// for a corpus; and, changed or not, upon a signal. A faulty corpus is logged,
// and the one in use stays. Run returns when ctx is done.
func (r *Reloader) Run(ctx context.Context, desk *bot.Desk, ticks <-chan time.Time, signals <-chan os.Signal) {
	r.desk = desk
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			now := stampOf(r.dir)
			settled := now == r.seen
			r.seen = now
			if settled && now != r.tried {
				r.load(now)
			}
		case <-signals:
			r.load(stampOf(r.dir))
		}
	}
}

// maxFaults is how many faults of a corpus a log line holds; `nhslaw corpus
// check` lists them all.
const maxFaults = 5

// load loads the corpus of that stamp; if the directory changed meanwhile, it
// is the next ticks' to load.
func (r *Reloader) load(s stamp) {
	c, err := corpus.Load(r.dir)
	if stampOf(r.dir) != s {
		return
	}
	r.tried = s
	if err != nil {
		r.meter.Reload(false)
		r.log.Error("corpus faulty, the old one stays", faults(err)...)
		return
	}
	r.desk.Replace(c)
	r.meter.Reload(true)
	r.meter.Corpus(c.Digest())
	r.log.Info("corpus replaced", "corpus", c.Digest(), "entries", len(c.Entries))
}

// faults are the log's attributes of what is wrong with a corpus.
func faults(err error) []any {
	var all corpus.Faults
	if !errors.As(err, &all) {
		return []any{"error", err.Error()}
	}
	var first []string
	for _, f := range all[:min(maxFaults, len(all))] {
		first = append(first, f.String())
	}
	return []any{"count", len(all), "faults", first}
}

// A stamp stands for the contents of a corpus directory.
type stamp [sha256.Size]byte

// stampOf reads every file that a corpus may consist of. What can't be read is
// part of the stamp too: when that changes, it is time to look again.
func stampOf(dir fs.FS) stamp {
	h := sha256.New()
	for _, pattern := range []string{"*.yaml", "entries/*", "fingerprints/*"} {
		files, _ := fs.Glob(dir, pattern) // the patterns are well-formed
		for _, name := range files {
			fmt.Fprintf(h, "\x00%s\x00", name)
			f, err := dir.Open(name)
			if err == nil {
				_, err = io.Copy(h, f)
				f.Close()
			}
			if err != nil {
				fmt.Fprint(h, err)
			}
		}
	}
	return stamp(h.Sum(nil))
}
