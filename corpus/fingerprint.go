package corpus

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// shingle is how many words in a row are hashed together. Three is the least
// at which a run of hits can hardly come from anywhere but the paragraph itself.
const shingle = 3

// A Fingerprint stands in for the text of a source that may not be kept here.
// It tells which words stand in which paragraph, and gives none of them away
// in order: each paragraph is the sorted set of the hashes of its three-word
// sequences. A false hit takes a collision in 32 bits at every step.
type Fingerprint struct {
	// Text is the SHA-256 of the paragraphs, joined by newlines, in hex.
	Text string `json:"text"`
	// Grams holds, for each paragraph in order, its hashes in rising order.
	Grams [][]uint32 `json:"grams"`
}

// NewFingerprint takes the paragraphs of a source, in order.
func NewFingerprint(paragraphs []string) Fingerprint {
	f := Fingerprint{Text: textDigest(paragraphs)}
	for _, p := range paragraphs {
		grams := gramsOf(Words(p))
		slices.Sort(grams)
		f.Grams = append(f.Grams, slices.Compact(grams))
	}
	return f
}

func textDigest(paragraphs []string) string {
	sum := sha256.Sum256([]byte(strings.Join(paragraphs, "\n")))
	return hex.EncodeToString(sum[:])
}

// gramsOf hashes every run of shingle words in order; fewer words make one hash.
func gramsOf(words []string) []uint32 {
	if len(words) == 0 {
		return nil
	}
	n := max(1, len(words)-shingle+1)
	grams := make([]uint32, n)
	for i := range grams {
		h := fnv.New32a()
		io.WriteString(h, strings.Join(words[i:min(i+shingle, len(words))], " "))
		grams[i] = h.Sum32()
	}
	return grams
}

// Holds reports whether the words, folded by [Words] and at least three of
// them, stand in a row in the paragraph, numbered from 1.
func (f Fingerprint) Holds(paragraph int, words []string) bool {
	if paragraph < 1 || paragraph > len(f.Grams) || len(words) < shingle {
		return false
	}
	for _, g := range gramsOf(words) {
		if _, ok := slices.BinarySearch(f.Grams[paragraph-1], g); !ok {
			return false
		}
	}
	return true
}

// Where returns the paragraphs that hold the words, in order; nil if none does.
func (f Fingerprint) Where(words []string) []int {
	var at []int
	for p := range f.Grams {
		if f.Holds(p+1, words) {
			at = append(at, p+1)
		}
	}
	return at
}

// WriteTo writes the form that [ReadFingerprint] reads: the digest of the text
// on the first line, then a line a paragraph, its hashes big-endian in base64.
func (f Fingerprint) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	fmt.Fprintln(&b, f.Text)
	for _, grams := range f.Grams {
		var raw []byte
		for _, g := range grams {
			raw = binary.BigEndian.AppendUint32(raw, g)
		}
		fmt.Fprintln(&b, base64.StdEncoding.EncodeToString(raw))
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

// ReadFingerprint reads what WriteTo wrote; an error names the line that is not of that form.
func ReadFingerprint(r io.Reader) (Fingerprint, error) {
	var f Fingerprint
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			f.Text = lines.Text()
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(lines.Text())
		if err != nil || len(raw)%4 != 0 {
			return f, fmt.Errorf("line %d is not a paragraph's fingerprint", n)
		}
		grams := make([]uint32, len(raw)/4)
		for i := range grams {
			grams[i] = binary.BigEndian.Uint32(raw[4*i:])
		}
		f.Grams = append(f.Grams, grams)
	}
	return f, lines.Err()
}

// Fingerprints makes the fingerprints of the sources that a corpus directory
// lists, from their texts, by the name of their file in the directory.
func Fingerprints(dir, texts fs.FS) (map[string]Fingerprint, error) {
	l := &loader{dir: dir, c: &Corpus{}, lines: map[any]fieldLines{}}
	prints := map[string]Fingerprint{}
	for _, s := range list[Source](l, "sources.yaml") {
		paragraphs, err := ReadSource(texts, s.ID)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", s.ID, err)
		}
		prints[FingerprintFile(s.ID)] = NewFingerprint(paragraphs)
	}
	return prints, l.faults.err()
}
