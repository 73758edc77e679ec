package corpus

import (
	"bytes"
	"reflect"
	"testing"
)

type packed struct {
	Text  string
	Yes   bool
	Below int8
	Above uint64
	Items []*packed
	None  []string
	Empty []string
	Words []string
	Plain []int32
	Grams []uint32
	At    map[int]string
	Where map[string][]int

	hidden int
}

func TestPack(t *testing.T) {
	want := packed{
		Text: "é“”", Yes: true, Below: -128, Above: 1<<64 - 1, Items: []*packed{{Text: "in"}, nil, {Yes: true}}, Empty: []string{}, Words: []string{"a", "", "b"},
		Plain: []int32{0, -1, 1 << 30}, Grams: []uint32{0, 1<<32 - 1}, At: map[int]string{-2: "a", 3: "b"}, Where: map[string][]int{"x": {1}, "y": nil},
	}
	b := Pack(want)
	for range 20 { // of a map's orders
		if !bytes.Equal(Pack(want), b) {
			t.Fatal("one value has two forms")
		}
	}
	var got packed
	if err := Unpack(string(b), &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for n := range b {
		if Unpack(string(b[:n]), &packed{}) == nil {
			t.Errorf("no error on the first %d bytes", n)
		}
	}
	if Unpack(string(b)+"x", &packed{}) == nil {
		t.Error("no error on a byte too many")
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(string(Pack(packed{Text: "a", Items: []*packed{{}}, At: map[int]string{1: "b"}})))
	f.Fuzz(func(t *testing.T, data string) {
		if err := Unpack(data, &packed{hidden: 1}); err != nil && err.Error() == "" {
			t.Error("an error that says nothing")
		}
	})
}
