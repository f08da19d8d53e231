// Buffers of all sizes, large ones too, that grow, are dropped in another order, and are given back to the system.
package main

import (
	"bytes"
	"runtime"
	"runtime/debug"
)

var state uint32 = 42

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
)

func main() {
	for step := 0; step < 12000; step++ {
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
		if step%1500 == 1499 {
			for i := range blobs {
				if next(3) == 0 {
					blobs[i] = nil
				}
			}
			runtime.GC()
		}
		if step == 6500 {
			debug.FreeOSMemory()
		}
	}
}
