//go:build ignore

// Compile writes compiled.bin from the curated files of the corpus.
package main

import (
	"log"
	"os"

	"nhslaw/answers"
	"nhslaw/corpus"
)

func main() {
	log.SetFlags(0)
	c, err := corpus.Load(os.DirFS("../corpus/data"))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("compiled.bin", answers.Compile(c), 0o644); err != nil {
		log.Fatal(err)
	}
}
