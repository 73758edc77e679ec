package corpus

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Pack writes a value in the form that [Unpack] reads: its exported fields in
// order, without their names. Equal values have equal forms. It holds bools,
// integers, strings, and slices, maps, structs and pointers of these; it panics
// on anything else.
//
// Integers are varints. Strings, slices and maps begin with their length,
// slices and maps with one more, so that 0 is nil. So is a nil pointer; any
// other is a 1 and what it points to. The keys of a map are in order.
func Pack(v any) []byte { return pack(nil, reflect.ValueOf(v)) }

func pack(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		return binary.AppendUvarint(b, n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint())
	case reflect.String:
		return append(binary.AppendUvarint(b, uint64(v.Len())), v.String()...)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0)
		}
		return pack(append(b, 1), v.Elem())
	case reflect.Slice, reflect.Map:
		if v.IsNil() {
			return append(b, 0)
		}
		b = binary.AppendUvarint(b, uint64(v.Len())+1)
		if v.Kind() == reflect.Slice {
			for i := range v.Len() {
				b = pack(b, v.Index(i))
			}
			return b
		}
		for _, k := range slices.SortedFunc(slices.Values(v.MapKeys()), compareKeys) {
			b = pack(pack(b, k), v.MapIndex(k))
		}
		return b
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				b = pack(b, v.Field(i))
			}
		}
		return b
	}
	panic("corpus: can't pack " + v.Type().String())
}

func compareKeys(a, b reflect.Value) int {
	if a.Kind() == reflect.String {
		return cmp.Compare(a.String(), b.String())
	}
	return cmp.Compare(a.Int(), b.Int())
}

// Unpack reads what [Pack] wrote into the value that v points to, which must be
// of the type that was packed. The strings read are parts of data.
func Unpack(data string, v any) error {
	u := unpacker{data: data}
	u.value(reflect.ValueOf(v).Elem())
	if u.err == nil && u.at < len(data) {
		u.err = errTooLong
	}
	if u.err != nil {
		return fmt.Errorf("unpacking %T: %w", v, u.err)
	}
	return nil
}

var (
	errTooShort = errors.New("the data ends too soon")
	errTooLong  = errors.New("there is data left over")
)

// An unpacker reads one packed value. After the first error it reads zeros.
type unpacker struct {
	data string
	at   int // what comes next
	err  error
}

// left returns how many bytes there are still to read.
func (u *unpacker) left() uint64 { return uint64(len(u.data) - u.at) }

// fail keeps the first error and leaves nothing to read.
func (u *unpacker) fail() {
	if u.err == nil {
		u.err = errTooShort
	}
	u.at = len(u.data)
}

func (u *unpacker) uvarint() uint64 {
	n := uint64(0)
	for i := u.at; i < len(u.data); i++ {
		c := u.data[i]
		n |= uint64(c&0x7f) << (7 * (i - u.at))
		if c < 0x80 {
			u.at = i + 1
			return n
		}
	}
	u.fail()
	return 0
}

func (u *unpacker) varint() int64 {
	n := u.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

// int32s reads integers as varint does, most of which take a byte or two.
func (u *unpacker) int32s(ns []int32) {
	data, at := u.data, u.at
	for i := range ns {
		switch {
		case at < len(data) && data[at] < 0x80:
			n := uint32(data[at])
			ns[i] = int32(n>>1) ^ -int32(n&1)
			at++
		case at+1 < len(data) && data[at+1] < 0x80:
			n := uint32(data[at]&0x7f) | uint32(data[at+1])<<7
			ns[i] = int32(n>>1) ^ -int32(n&1)
			at += 2
		default:
			u.at = at
			ns[i] = int32(u.varint())
			at = u.at
		}
	}
	u.at = at
}

func (u *unpacker) string() string {
	n := u.uvarint()
	if n > u.left() {
		u.fail()
		return ""
	}
	from := u.at
	u.at += int(n)
	return u.data[from:u.at]
}

// length returns a length that was written one too large, and whether it was
// written at all. Every item takes a byte at least.
func (u *unpacker) length() (n int, ok bool) {
	l := u.uvarint()
	if l > u.left()+1 {
		u.fail()
		return 0, false
	}
	return int(l) - 1, l > 0
}

func (u *unpacker) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(u.uvarint() == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(u.varint())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(u.uvarint())
	case reflect.String:
		v.SetString(u.string())
	case reflect.Pointer:
		if u.uvarint() == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			u.value(v.Elem())
		}
	case reflect.Slice:
		u.slice(v)
	case reflect.Map:
		n, ok := u.length()
		if !ok {
			return
		}
		v.Set(reflect.MakeMapWithSize(v.Type(), n))
		for range n {
			key, elem := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			u.value(key)
			u.value(elem)
			v.SetMapIndex(key, elem)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				u.value(f)
			}
		}
	default:
		panic("corpus: can't unpack " + v.Type().String())
	}
}

// slice reads a slice; those that most data is in without reflection on each item.
func (u *unpacker) slice(v reflect.Value) {
	n, ok := u.length()
	if !ok {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	switch s := v.Addr().Interface().(type) {
	case *[]string:
		for i := range *s {
			(*s)[i] = u.string()
		}
	case *[]int32:
		u.int32s(*s)
	case *[]uint32:
		for i := range *s {
			(*s)[i] = uint32(u.uvarint())
		}
	default:
		for i := range n {
			u.value(v.Index(i))
		}
	}
}
