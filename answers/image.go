package answers

import (
	"encoding/binary"
	"reflect"
	"unsafe"
)

// An image is an index's memory as one piece: its slices one after the other,
// each behind its length and at a multiple of eight bytes. An index is written
// to one, or laid over one; then its slices are parts of the image, nothing is
// read or copied, and the machine loads only what a question touches.
//
// An image is for programs and machines that lay out memory as the one that
// wrote it does; [layout] tells.
type image struct {
	data    []byte
	at      int  // what comes next
	reading bool // the slices are laid over data; else data grows by them
}

// A part lays its slices over an image, or writes them to it, always in one order.
type part interface{ lay(*image) }

// align is what every slice is aligned to, which is as much as any number needs.
const align = 8

// lay lays a slice of numbers, or of structs of numbers, over an image or writes it to it.
func lay[T any](im *image, s *[]T) {
	size := int(unsafe.Sizeof(*new(T)))
	if !im.reading {
		im.data = binary.LittleEndian.AppendUint64(im.data, uint64(len(*s)))
		if len(*s) > 0 {
			im.data = append(im.data, unsafe.Slice((*byte)(unsafe.Pointer(&(*s)[0])), size*len(*s))...)
		}
		im.data = append(im.data, make([]byte, -len(im.data)&(align-1))...)
		return
	}
	n := int(binary.LittleEndian.Uint64(im.data[im.at:]))
	im.at += align
	*s = nil
	if n > 0 {
		_ = im.data[im.at+size*n-1] // an image cut short is a fault of the build
		*s = unsafe.Slice((*T)(unsafe.Pointer(&im.data[im.at])), n)
	}
	im.at += (size*n + align - 1) &^ (align - 1)
}

// open returns an image for reading. Data that isn't aligned is copied.
func open(data []byte) *image {
	if uintptr(unsafe.Pointer(unsafe.SliceData(data)))%align != 0 {
		words := make([]uint64, (len(data)+align-1)/align)
		aligned := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(data))
		copy(aligned, data)
		data = aligned
	}
	return &image{data: data, reading: true}
}

// laidOut are the structs that images hold.
var laidOut = []any{word{}, phrase{}, cue{}, usage{}, candidate{}, shown{}, wording{}, use{}}

// layout sums up how this program on this machine lays out memory, as far as
// images depend on it.
func layout() uint64 {
	number := [8]byte{1}
	sum := uint64(*(*uint16)(unsafe.Pointer(&number))) // 1 where numbers begin with their low end
	for _, v := range laidOut {
		t := reflect.TypeOf(v)
		for i := range t.NumField() {
			f := t.Field(i)
			sum = sum*31 + uint64(f.Offset)
			sum = sum*31 + uint64(hash(f.Name+" "+f.Type.Kind().String()))
		}
	}
	return sum
}
