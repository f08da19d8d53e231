// Buffers of all sizes, large ones too, that grow, are dropped in another order, and are given back to the system.
//
//	blobs SEED STEPS
package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

var state uint32

func next(n uint32) uint32 {
	state = state*1664525 + 1013904223
	return (state >> 8) % n
}

func size() int {
	switch next(10) {
	case 0:
		return int(next(16))
	case 1, 2:
		return int(32768 - 64 + next(128))
	case 3:
		return int(next(1 << 20))
	case 4:
		return int(8192 * (1 + next(40)))
	default:
		return int(next(2048))
	}
}

var (
	blobs [256][]byte
	links [64]*[]byte
	stats runtime.MemStats
)

func step() {
	blobs[next(256)] = make([]byte, size())
	if next(8) == 0 {
		var b bytes.Buffer
		for n := next(20); n > 0; n-- {
			b.Write(make([]byte, next(300)))
		}
		blobs[next(256)] = b.Bytes()
	}
	if next(4) == 0 {
		it := make([]byte, next(64))
		links[next(64)] = &it
	}
}

func main() {
	seed, _ := strconv.Atoi(os.Args[1])
	steps, _ := strconv.Atoi(os.Args[2])
	state = uint32(seed)
	for i := 1; i <= steps; i++ {
		step()
		if i%400 == 0 {
			runtime.ReadMemStats(&stats)
		}
		if i%1500 == 0 {
			for j := range blobs {
				if next(3) == 0 {
					blobs[j] = nil
				}
			}
			runtime.GC()
		}
		if i == steps/2 {
			debug.FreeOSMemory()
		}
	}
	runtime.ReadMemStats(&stats)
}
