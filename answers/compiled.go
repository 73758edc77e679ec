package answers

import (
	_ "embed"
	"encoding/binary"

	"nhslaw/corpus"
)

// compiled is the image of the index of the embedded corpus, so that none has
// to be built: the digest of the corpus and the layout of the machine, then the
// image. A test proves it to be what the index would learn; of any other
// corpus, and on any other sort of machine, it does.
//
//go:generate go run compile.go
//go:embed compiled.bin
var compiled []byte

// Compile returns what an index learns from a corpus in the form of compiled.bin.
func Compile(c *corpus.Corpus) []byte {
	x := newIndex(c)
	x.learn(elsewhere)
	im := image{data: headOf(c)}
	x.lay(&im)
	return im.data
}

// headOf returns what an image of the index of a corpus begins with.
func headOf(c *corpus.Corpus) []byte {
	head := binary.LittleEndian.AppendUint64([]byte(c.Digest()), layout())
	return append(head, make([]byte, -len(head)&(align-1))...)
}

// recall lays the index over compiled, if that is of its corpus and for this machine.
func (x *Index) recall() bool {
	head := headOf(x.corpus)
	if len(compiled) < len(head) || string(compiled[:len(head)]) != string(head) {
		return false
	}
	im := open(compiled)
	im.at = len(head)
	x.lay(im)
	return true
}
