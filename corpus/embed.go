package corpus

import (
	_ "embed"
	"sync"
)

// compiled is the corpus in data/ in the form that is quickest to read. A test
// proves it equal to the YAML, which takes a thousand times as long.
//
//go:generate go run compile.go
//go:embed compiled.bin
var compiled string

// A Compiled is a corpus with its digest, which takes longer to work out than
// all the rest to read.
type Compiled struct {
	Digest string
	Corpus *Corpus
}

// Embedded returns the corpus inside the binary. It panics if that is not what
// go generate wrote, which the tests of this package rule out.
var Embedded = sync.OnceValue(embedded)

func embedded() *Corpus {
	var c Compiled
	if err := Unpack(compiled, &c); err != nil {
		panic("corpus: the embedded corpus can't be read: " + err.Error())
	}
	c.Corpus.finish()
	c.Corpus.digest = func() string { return c.Digest }
	return c.Corpus
}
