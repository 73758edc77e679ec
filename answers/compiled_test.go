package answers

import (
	"bytes"
	"reflect"
	"testing"

	"nhslaw/corpus"
)

// TestCompiledIsWhatIsLearned proves that it makes no difference to an index
// whether it learns or recalls: the image is the same to the byte.
func TestCompiledIsWhatIsLearned(t *testing.T) {
	c := corpus.Embedded()
	if !bytes.Equal(Compile(c), compiled) {
		t.Fatal("compiled.bin is not what the corpus teaches: run go generate ./corpus ./answers")
	}
	if !newIndex(c).recall() {
		t.Error("compiled.bin is not recalled")
	}
	recalled := New(c)
	im := image{data: headOf(c)}
	if recalled.lay(&im); !bytes.Equal(im.data, compiled) {
		t.Error("an index that was recalled has another image")
	}
}

// TestImageMayLieAnywhere lays an index over an image that isn't aligned.
func TestImageMayLieAnywhere(t *testing.T) {
	var im image
	want := []float64{1, 2.5}
	lay(&im, &want)
	for shift := range align {
		data := append(make([]byte, shift), im.data...)[shift:]
		var got []float64
		if lay(open(data), &got); len(got) != 2 || got[0] != 1 || got[1] != 2.5 {
			t.Errorf("shifted by %d bytes: %v", shift, got)
		}
	}
}

// TestImagesHoldNoPadding: what lies between the fields of a struct is anything
// at all, and an image must be the same to the byte wherever it is made.
func TestImagesHoldNoPadding(t *testing.T) {
	for _, v := range laidOut {
		typ, fields := reflect.TypeOf(v), uintptr(0)
		for i := range typ.NumField() {
			fields += typ.Field(i).Type.Size()
		}
		if fields != typ.Size() {
			t.Errorf("%v takes %d bytes for %d in its fields", typ, typ.Size(), fields)
		}
	}
}
