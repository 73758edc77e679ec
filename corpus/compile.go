//go:build ignore

// Compile writes compiled.json from the curated files in data/.
package main

import (
	"encoding/json"
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
	b, err := json.Marshal(c)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("compiled.json", append(b, '\n'), 0o644); err != nil {
		log.Fatal(err)
	}
}
