package corpus

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// texts is where the articles stand beside a checkout; they are no part of it.
const texts = "../../shared/sources"

// needTexts skips a test that checks more where the texts are at hand.
func needTexts(t *testing.T) fs.FS {
	t.Helper()
	if _, err := os.Stat(texts); err != nil {
		t.Skip("the articles are not at hand")
	}
	return os.DirFS(texts)
}

func TestEmbeddedIsTheCuratedData(t *testing.T) {
	c, err := Load(os.DirFS("data"))
	if err != nil {
		t.Fatal(err)
	}
	if string(Pack(Compiled{c.Digest(), c})) != compiled {
		t.Fatal("compiled.bin is not what data/ holds: run go generate ./corpus")
	}
	got, want := *Embedded(), *c
	if got.Digest() != want.Digest() {
		t.Errorf("digest %s, of the data %s", got.Digest(), want.Digest())
	}
	got.digest, want.digest = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Error("what is read from compiled.bin is not what data/ holds")
	}
}

// TestAssemble makes the embedded corpus anew of its parts.
func TestAssemble(t *testing.T) {
	want := Embedded()
	got := Assemble(*want)
	if got.Digest() != want.Digest() {
		t.Errorf("it is %s, not %s", got.Digest(), want.Digest())
	}
	for _, e := range want.Entries {
		if got.Entry(e.ID) != e || got.Source(e.Source) == nil || got.Voice(e.Voice) == nil || got.Topic(e.Topic) == nil {
			t.Errorf("%s is not as it was", e.ID)
		}
	}
}

func TestTextsAreTheFingerprints(t *testing.T) {
	if err := Embedded().CheckSources(needTexts(t)); err != nil {
		t.Error(err)
	}
}

// faultsOf checks the evidence of an entry that is not as it was curated.
func faultsOf(e Entry) Faults {
	l := &loader{c: Embedded(), lines: map[any]fieldLines{}}
	l.evidence(&e)
	return l.faults
}

// TestNoFalseQuotation changes each quotation, anchor and paragraph number in
// turn, which must not go unnoticed.
func TestNoFalseQuotation(t *testing.T) {
	for _, e := range Embedded().Entries {
		if f := faultsOf(*e); len(f) > 0 {
			t.Errorf("%s as curated: %v", e.ID, f)
		}
		words := strings.Fields(e.Quote)
		for i := range words {
			changed := slices.Clone(words)
			changed[i] = "whereupon"
			bad := *e
			bad.Quote = strings.Join(changed, " ")
			named(t, e, faultsOf(bad), "quote "+bad.Quote)
		}
		for i, p := range e.Paragraphs {
			bad := *e
			bad.Paragraphs = slices.Clone(e.Paragraphs)
			bad.Paragraphs[i] = p%Embedded().Source(e.Source).Paragraphs + 1
			named(t, e, faultsOf(bad), "another paragraph")
		}
		for p, a := range e.Anchors {
			bad := *e
			bad.Anchors = map[int]string{p: a + " whereupon"}
			named(t, e, faultsOf(bad), "anchor")
		}
	}
}

// named demands a fault that names the entry.
func named(t *testing.T, e *Entry, fs Faults, what string) {
	t.Helper()
	if !strings.Contains(fs.Error(), e.ID) {
		t.Errorf("%s: %s went unnoticed", e.ID, what)
	}
}

func TestChangedSourceIsNoticed(t *testing.T) {
	dir := needTexts(t)
	for _, s := range Embedded().Sources {
		b, err := fs.ReadFile(dir, s.ID+".txt")
		if err != nil {
			t.Fatal(err)
		}
		changed := fstest.MapFS{s.ID + ".txt": {Data: bytes.Replace(b, []byte("legislat"), []byte("legislit"), 1)}}
		err = Embedded().CheckSources(changed)
		if err == nil || !strings.Contains(err.Error(), s.ID+".txt: paragraph ") {
			t.Errorf("%s with a word changed: %v", s.ID, err)
		}
	}
}

// uncited are the paragraphs that no entry rests on, and why.
var uncited = map[string]map[int]string{
	"five-changes-2018": {2: "a label: \"law\"", 6: "a heading"},
	"dickson-2019":      {5: "a heading", 19: "a heading"},
}

func TestEveryParagraphIsCited(t *testing.T) {
	for _, p := range Embedded().Coverage() {
		if reason, out := uncited[p.Source][p.Paragraph]; out == (len(p.Entries) > 0) {
			t.Errorf("%s [%d] is cited by %v; left out because: %q", p.Source, p.Paragraph, p.Entries, reason)
		}
	}
}

func TestTrapsAreNoted(t *testing.T) {
	for _, trap := range []struct {
		source    string
		paragraph int
		note      string
	}{
		{"may-2018", 11, "2017"},      // dates the manifesto to 2016
		{"may-2018", 3, "mark"},       // opens a quotation with a closing mark
		{"dickson-2019", 3, "Social"}, // calls the Act "2012 Health and Care Act"
		{"manifesto-2017", 3, "word"}, // lacks a word
		{"merger-2019", 9, "bracket"}, // has an editor's words inside a quotation
	} {
		if !slices.ContainsFunc(Embedded().Entries, func(e *Entry) bool {
			return e.Source == trap.source && slices.Contains(e.Paragraphs, trap.paragraph) && strings.Contains(e.Note, trap.note)
		}) {
			t.Errorf("no note in %s [%d] that mentions %q", trap.source, trap.paragraph, trap.note)
		}
	}
}

// tiny returns the files of a small corpus without faults.
func tiny() fstest.MapFS {
	text := []string{"Minutes", "The board said it would meet in May. “We will meet again in the autumn,” Ann Lee said."}
	var print bytes.Buffer
	if _, err := NewFingerprint(text).WriteTo(&print); err != nil {
		panic(err)
	}
	return fstest.MapFS{
		"sources.yaml": {Data: []byte(`
- id: minutes
  headline: Minutes
  publisher: The Board
  kind: news
  voice: clerk
  published: 2020-05
  url: https://example.org/minutes
  paragraphs: 2
`)},
		"voices.yaml":   {Data: []byte("- {id: clerk, name: The clerk}\n- {id: ann-lee, name: Ann Lee, role: chair}\n")},
		"topics.yaml":   {Data: []byte("- {id: meetings, name: Meetings}\n")},
		"glossary.yaml": {Data: []byte("- {term: meeting, also: [get-together]}\n")},
		"entries/minutes.yaml": {Data: []byte(`
- id: next-meeting
  kind: timing
  topic: meetings
  voice: ann-lee
  title: The next meeting
  says: Ann Lee said that there would be another meeting in the autumn.
  quote: meet again in the autumn
  paragraphs: [2]
  asks: [a, b, c, d, e, f, g, h]
`)},
		"fingerprints/minutes.txt": {Data: print.Bytes()},
	}
}

func TestFaults(t *testing.T) {
	if _, err := Load(tiny()); err != nil {
		t.Fatalf("without a fault: %v", err)
	}
	for _, tt := range []struct {
		name, file, old, new string
		want                 []string // each in the error
	}{
		{"unknown key", "entries/minutes.yaml", "kind:", "sort:", []string{`entries/minutes.yaml:3: unknown field "sort"`}},
		{"no list", "voices.yaml", "- {id: clerk, name: The clerk}\n- {id: ann-lee, name: Ann Lee, role: chair}", "clerk: {}", []string{"voices.yaml:1: is not a list"}},
		{"bad YAML", "topics.yaml", "{id", "{{id", []string{"topics.yaml:1: "}},
		{"unknown kind", "entries/minutes.yaml", "timing", "time", []string{`entries/minutes.yaml:3: kind "time" is none of proposal`}},
		{"unknown topic and voice", "entries/minutes.yaml", "meetings\n  voice: ann-lee", "parties\n  voice: bob",
			[]string{`entries/minutes.yaml:4: topic "parties" is not defined`, `entries/minutes.yaml:5: voice "bob" is not defined`}},
		{"unproven quotation", "entries/minutes.yaml", "meet again in the autumn", "meet again in the spring", []string{"entries/minutes.yaml:8: next-meeting quotes what stands in no paragraph", "entries/minutes.yaml:9: next-meeting cites [2] and proves it neither"}},
		{"wrong paragraph", "entries/minutes.yaml", "[2]", "[1]", []string{"does not cite it", "cites [1] and proves it neither"}},
		{"no such paragraph", "entries/minutes.yaml", "[2]", "[2, 3]", []string{"entries/minutes.yaml:9: minutes has no paragraph 3"}},
		{"two words quoted", "entries/minutes.yaml", "meet again in the autumn", "meet again", []string{"quotes under 3 words"}},
		{"few wordings", "entries/minutes.yaml", ", h]", "]", []string{"has 7 wordings; it needs 8"}},
		{"one wording twice", "entries/minutes.yaml", ", h]", ", A?]", nil},
		{"missing field", "entries/minutes.yaml", "  title: The next meeting\n", "", []string{"entries/minutes.yaml:2: title is missing"}},
		{"duplicate id", "voices.yaml", "id: ann-lee", "id: clerk", []string{`voices.yaml:2: voice "clerk" is already used at voices.yaml:1`}},
		{"date", "sources.yaml", "2020-05", "May 2020", []string{`sources.yaml:7: date "May 2020" is none of`}},
		{"paragraph count", "sources.yaml", "paragraphs: 2", "paragraphs: 3", []string{"sources.yaml:9: says 3 paragraphs, but the fingerprint has 2"}},
		{"glossary twice", "glossary.yaml", "]}", "]}\n- {term: party, also: [get-together]}", []string{`glossary.yaml:2: "get-together" already stands for "meeting"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := tiny()
			b := dir[tt.file].Data
			if !bytes.Contains(b, []byte(tt.old)) {
				t.Fatalf("%s does not hold %q", tt.file, tt.old)
			}
			dir[tt.file] = &fstest.MapFile{Data: bytes.Replace(b, []byte(tt.old), []byte(tt.new), 1)}
			_, err := Load(dir)
			for _, want := range tt.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %s", err, want)
				}
			}
		})
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	dir := tiny()
	delete(dir, "topics.yaml")
	delete(dir, "fingerprints/minutes.txt")
	dir["entries/memo.yaml"] = &fstest.MapFile{Data: []byte("[]")}
	_, err := Load(dir)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("got %v, want three faults", err)
	}
	if want := "entries/memo.yaml: belongs to no source in sources.yaml"; faults[0].String() != want {
		t.Errorf("first %q, want %q", faults[0], want)
	}
}

func TestQuoteGivenToTheWrongSide(t *testing.T) {
	dir := tiny()
	text := fstest.MapFS{"minutes.txt": {Data: []byte("Minutes\n\n\tThe board said it would meet in May. “We will meet again in the autumn,” Ann Lee said.\n")}}
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.CheckSources(text); err != nil {
		t.Errorf("as curated: %v", err)
	}
	c.Entries[0].Quote = "said it would meet"
	if err := c.CheckSources(text); err == nil || !strings.Contains(err.Error(), "next-meeting gives ann-lee words that in [2] are the reporter's") {
		t.Errorf("the reporter's words: %v", err)
	}
	c.Entries[0].Quote, c.Entries[0].Reported = "meet again in the autumn", true
	if err := c.CheckSources(text); err == nil || !strings.Contains(err.Error(), "gives the reporter words") {
		t.Errorf("the speaker's words: %v", err)
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Don’t “quote” me – ever", "dont quote me ever"},
		{"arm's-length bodies", "arms length bodies"},
		{"NHSE/I: 2022/23", "nhse i 2022 23"},
		{"ﬁnance e\u0301lan", "finance élan"},
		{"\u202etrap\u202c\x00\xff", "trap"},
		{"don´t, don`t, donʼt", "dont dont dont"},
		{"👋", ""},
	} {
		if got := strings.Join(Words(tt.in), " "); got != tt.want {
			t.Errorf("Words(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	for d, want := range map[Date]string{"2019-02-28": "28 February 2019", "2018-06": "June 2018", "2019-spring": "spring 2019"} {
		if err := d.Valid(); err != nil || d.String() != want {
			t.Errorf("%q is %q, %v; want %q", string(d), d, err, want)
		}
	}
	for d, want := range map[Date]string{"2019-02-28": "on 28 February 2019", "2018-06": "in June 2018", "2019-spring": "in spring 2019"} {
		if got := d.When(); got != want {
			t.Errorf("%q was %q, want %q", string(d), got, want)
		}
	}
	for d, want := range map[Date]string{"2019-02-28": "2019", "2018-06": "2018", "2019-spring": "2019"} {
		if got := d.Year(); got != want {
			t.Errorf("%q is in %q, want %q", string(d), got, want)
		}
	}
	if Date("2019").Valid() == nil {
		t.Error("a year alone passes for a date")
	}
	dates := []Date{"2017-05-18", "2018-06", "2018-06-18", "2019-02-28", "2019-spring"}
	for i := range dates[1:] {
		if !dates[i].Before(dates[i+1]) || dates[i+1].Before(dates[i]) {
			t.Errorf("%q does not come before %q", dates[i], dates[i+1])
		}
	}
}

func TestFingerprint(t *testing.T) {
	f := NewFingerprint([]string{"law", "One two three, four – five.", "Two three four"})
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	back, err := ReadFingerprint(&b)
	if err != nil || back.Text != f.Text || !slices.EqualFunc(back.Grams, f.Grams, slices.Equal) {
		t.Fatalf("read back %v, %v", back, err)
	}
	for _, tt := range []struct {
		words string
		want  []int
	}{
		{"two THREE four", []int{2, 3}},
		{"three four five", []int{2}},
		{"three five four", nil},
		{"two three", nil}, // too short to tell
	} {
		if got := f.Where(Words(tt.words)); !slices.Equal(got, tt.want) {
			t.Errorf("%q stands in %v, want %v", tt.words, got, tt.want)
		}
	}
}

func FuzzReadFingerprint(f *testing.F) {
	f.Add([]byte("digest\nAAAA\nAAAAAAAAAAA=\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := ReadFingerprint(bytes.NewReader(b)); err == nil {
			p.Where([]string{"a", "b", "c"})
		}
	})
}

func FuzzLoad(f *testing.F) {
	for name, file := range tiny() {
		f.Add(name, file.Data)
	}
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		dir := tiny()
		if _, ok := dir[name]; ok {
			dir[name] = &fstest.MapFile{Data: b}
			Load(dir) // a fault at worst
		}
	})
}

// TestNoTextInTheRepository keeps the articles out of it.
func TestNoTextInTheRepository(t *testing.T) {
	files, err := filepath.Glob("data/*/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if !strings.HasPrefix(name, filepath.Join("data", "fingerprints")) {
			t.Errorf("%s: only fingerprints are text files here", name)
		}
	}
}
