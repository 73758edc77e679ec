package corpus

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// compiled is the corpus in data/ in the form that is quickest to read. A test
// proves it equal to the YAML, which takes a hundred times as long.
//
//go:generate go run compile.go
//go:embed compiled.json
var compiled []byte

// Embedded returns the corpus inside the binary. It panics if that is not what
// go generate wrote, which the tests of this package rule out.
var Embedded = sync.OnceValue(func() *Corpus {
	c := &Corpus{}
	if err := json.Unmarshal(compiled, c); err != nil {
		panic("corpus: the embedded corpus can't be read: " + err.Error())
	}
	c.finish()
	return c
})
