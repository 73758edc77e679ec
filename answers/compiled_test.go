package answers

import (
	"reflect"
	"testing"

	"nhslaw/corpus"
)

// TestCompiledIsWhatIsLearned proves that it makes no difference to an index
// whether it learns or recalls.
func TestCompiledIsWhatIsLearned(t *testing.T) {
	c := corpus.Embedded()
	if string(Compile(c)) != compiled {
		t.Fatal("compiled.bin is not what the corpus teaches: run go generate ./corpus ./answers")
	}
	got, want := newIndex(c), newIndex(c)
	recalled, ok := got.recall()
	if !ok {
		t.Fatal("compiled.bin is not recalled")
	}
	learned := want.learn()
	want.words.folded, got.words.folded = nil, nil // the text that each read last
	if !reflect.DeepEqual(recalled, learned) {
		t.Error("the terms are not the same")
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the index is not the same")
	}
}
