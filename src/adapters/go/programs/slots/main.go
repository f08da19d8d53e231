// Programs for the slots of spans: so many objects of one size, of which random ones survive a collection, and as many
// again as the slots that came free, or fewer or a few more.
//
//	slots SEED PROGRAMS
package main

import (
	"os"
	"runtime"
	"strconv"
)

var state uint32

func next(n uint32) uint32 {
	state = state*1664525 + 1013904223
	return (state >> 8) % n
}

var sizes = [...]int{
	8, 16, 24, 32, 48, 80, 96, 144, 208, 352, 576, 1024, 1152, 1408, 2048, 2688, 3072, 4864, 6528, 9472, 13568, 20480, 32768,
}

var (
	bytes    [512][]byte
	pointers [512][]*byte
)

func fill(from, to, size int, noscan bool) {
	for i := from; i < to; i++ {
		if noscan {
			bytes[i] = make([]byte, size)
		} else {
			pointers[i] = make([]*byte, size/8)
		}
	}
}

func program() {
	size := sizes[next(uint32(len(sizes)))]
	noscan := next(2) == 0
	span := (8192 + size - 1) / size
	first := int(1 + next(uint32(3*span+1)))
	if first > 200 {
		first = 200
	}
	fill(0, first, size, noscan)
	odds := 1 + next(6)
	freed := 0
	for i := 0; i < first; i++ {
		if next(odds) == 0 {
			bytes[i] = nil
			pointers[i] = nil
			freed++
		}
	}
	runtime.GC()
	again := freed + int(next(8))
	if next(2) == 0 {
		again = int(next(uint32(again + 1)))
	}
	fill(first, first+again, size, noscan)
	for i := 0; i < first+again; i++ {
		bytes[i] = nil
		pointers[i] = nil
	}
}

func main() {
	seed, _ := strconv.Atoi(os.Args[1])
	count, _ := strconv.Atoi(os.Args[2])
	state = uint32(seed)
	for ; count > 0; count-- {
		program()
	}
}
