//go:build ignore

// Compile writes compiled.bin from the curated files in data/.
package main

import (
	"log"
	"os"

	"nhslaw/corpus"
)

func main() {
	log.SetFlags(0)
	c, err := corpus.Load(os.DirFS("data"))
	if err != nil {
		log.Fatal(err)
	}
	b := corpus.Pack(corpus.Compiled{Digest: c.Digest(), Corpus: c})
	if err := os.WriteFile("compiled.bin", b, 0o644); err != nil {
		log.Fatal(err)
	}
}
