package corpus

import (
	"embed"
	"io/fs"
	"sync"
)

//go:embed data
var data embed.FS

// Embedded returns the corpus inside the binary. It panics if that corpus is
// faulty, which the tests of this package rule out.
var Embedded = sync.OnceValue(func() *Corpus {
	c, err := Load(Data())
	if err != nil {
		panic("corpus: the embedded corpus is faulty:\n" + err.Error())
	}
	return c
})

// Data returns the curated files inside the binary, as a corpus directory.
func Data() fs.FS {
	dir, err := fs.Sub(data, "data")
	if err != nil {
		panic(err) // the directory is embedded above
	}
	return dir
}
