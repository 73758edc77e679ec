package corpus

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Load reads a corpus directory of the form described in the package comment,
// and checks it. The error, if any, is a [Faults] with everything that is wrong.
func Load(dir fs.FS) (*Corpus, error) {
	l := &loader{dir: dir, c: &Corpus{}, lines: map[any]fieldLines{}}
	l.c.Sources = list[Source](l, "sources.yaml")
	l.c.Voices = list[Voice](l, "voices.yaml")
	l.c.Topics = list[Topic](l, "topics.yaml")
	l.c.Glossary = list[Term](l, "glossary.yaml")
	for _, s := range l.c.Sources {
		file := path.Join("entries", s.ID+".yaml")
		entries := list[Entry](l, file)
		for _, e := range entries {
			e.Source = s.ID
		}
		l.c.Entries = append(l.c.Entries, entries...)
		l.fingerprint(s)
	}
	// A small corpus may have no known gaps.
	if _, err := fs.Stat(dir, gapsFile); err == nil {
		l.c.Gaps = list[Gap](l, gapsFile)
	}
	l.strays()
	if len(l.faults) == 0 {
		tie(l.c)
		l.c.finish()
		l.check()
	}
	if err := l.faults.err(); err != nil {
		return nil, err
	}
	return l.c, nil
}

const gapsFile = "gaps.yaml"

// A loader reads one corpus and remembers where everything stood, so that
// every fault can name its line.
type loader struct {
	dir    fs.FS
	c      *Corpus
	lines  map[any]fieldLines // by the pointer to the item
	faults Faults
}

// fieldLines tells where an item stands, and each of its keys.
type fieldLines struct {
	file  string
	first int
	keys  map[string]int
}

// fault records what is wrong with an item, at the line of one of its keys;
// with key "" or one that is missing, at the item's first line.
func (l *loader) fault(item any, key, format string, args ...any) {
	at := l.lines[item]
	line, ok := at.keys[key]
	if !ok {
		line = at.first
	}
	l.faults = append(l.faults, Fault{at.file, line, fmt.Sprintf(format, args...)})
}

// list reads a file that is a YAML list of T. What can't be read is a fault and left out.
func list[T any](l *loader, file string) []*T {
	bad := func(line int, format string, args ...any) {
		l.faults = append(l.faults, Fault{file, line, fmt.Sprintf(format, args...)})
	}
	b, err := fs.ReadFile(l.dir, file)
	if err != nil {
		bad(0, "can't be read: %v", errors.Unwrap(err))
		return nil
	}
	tree, err := parser.ParseBytes(b, 0)
	if err != nil {
		line, msg := whatAndWhere(err)
		bad(line, "%s", msg)
		return nil
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return nil
	}
	seq, ok := tree.Docs[0].Body.(*ast.SequenceNode)
	if !ok {
		bad(1, "is not a list")
		return nil
	}
	var items []*T
	for _, n := range seq.Values {
		m, ok := n.(ast.MapNode)
		if !ok {
			bad(n.GetToken().Position.Line, "is not a mapping of keys to values")
			continue
		}
		item := new(T)
		if err := yaml.NodeToValue(n, item, yaml.Strict()); err != nil {
			line, msg := whatAndWhere(err)
			bad(line, "%s", msg)
			continue
		}
		at := fieldLines{file: file, keys: map[string]int{}}
		for it := m.MapRange(); it.Next(); {
			line := it.Key().GetToken().Position.Line
			if at.first == 0 {
				at.first = line
			}
			at.keys[it.Key().String()] = line
		}
		l.lines[item] = at
		items = append(items, item)
	}
	return items
}

// whatAndWhere takes a YAML error apart into its line and its message.
func whatAndWhere(err error) (line int, msg string) {
	var ye yaml.Error
	if errors.As(err, &ye) {
		if t := ye.GetToken(); t != nil {
			line = t.Position.Line
		}
		return line, ye.GetMessage()
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return 0, first
}

// fingerprint reads the fingerprint of a source.
func (l *loader) fingerprint(s *Source) {
	file := FingerprintFile(s.ID)
	r, err := l.dir.Open(file)
	if err != nil {
		l.faults = append(l.faults, Fault{file, 0, "is missing; `nhslaw corpus fingerprint` makes it from the text"})
		return
	}
	defer r.Close()
	if s.Fingerprint, err = ReadFingerprint(r); err != nil {
		l.faults = append(l.faults, Fault{file, 0, err.Error()})
	}
}

// FingerprintFile names the file of a source's fingerprint in a corpus directory.
func FingerprintFile(source string) string { return path.Join("fingerprints", source+".txt") }

// strays finds files of entries and fingerprints that belong to no source.
func (l *loader) strays() {
	known := map[string]bool{}
	for _, s := range l.c.Sources {
		known[path.Join("entries", s.ID+".yaml")] = true
		known[FingerprintFile(s.ID)] = true
	}
	for _, pattern := range []string{"entries/*", "fingerprints/*"} {
		files, _ := fs.Glob(l.dir, pattern)
		for _, f := range files {
			if !known[f] {
				l.faults = append(l.faults, Fault{f, 0, "belongs to no source in sources.yaml"})
			}
		}
	}
}

// tie makes Same symmetric, so that a curator writes a link once. It does not
// make it transitive: an overview stands for each of its parts, and yet no part
// for another.
func tie(c *Corpus) {
	byID := byID(c.Entries, func(e *Entry) string { return e.ID })
	for _, e := range c.Entries {
		for _, id := range e.Same {
			if o := byID[id]; o != nil && !slices.Contains(o.Same, e.ID) {
				o.Same = append(o.Same, e.ID)
			}
		}
	}
	for _, e := range c.Entries {
		slices.Sort(e.Same)
	}
}

// required reports the first of the item's fields that is empty, among those named by their keys.
func (l *loader) required(item any, keys ...string) {
	v := reflect.ValueOf(item).Elem()
	for _, key := range keys {
		for i := range v.NumField() {
			if tag := v.Type().Field(i).Tag.Get("yaml"); tag == key && v.Field(i).IsZero() {
				l.fault(item, key, "%s is missing", key)
			}
		}
	}
}
