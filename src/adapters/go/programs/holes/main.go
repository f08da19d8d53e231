// Leaves holes in the heap, and then asks for more than fits into one: the heap grows while it holds much free memory,
// which an allocation gives back to the system itself.
//
//	holes SEED ROUNDS
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

var (
	parts [160][]byte
	notes [160]*[]byte
	wide  [6][]byte
	stats runtime.MemStats
)

func main() {
	seed, _ := strconv.Atoi(os.Args[1])
	rounds, _ := strconv.Atoi(os.Args[2])
	state = uint32(seed)
	for ; rounds > 0; rounds-- {
		for i := range parts {
			parts[i] = make([]byte, 8192*(1+next(24)))
			note := make([]byte, 1+next(200))
			notes[next(160)] = &note
		}
		for i := range parts {
			if next(3) > 0 {
				parts[i] = nil
			}
		}
		runtime.GC()
		for n := next(4); n > 0; n-- {
			wide[next(6)] = make([]byte, 1<<18+next(6<<20))
		}
		for i := range wide {
			if next(2) == 0 {
				wide[i] = nil
			}
		}
		runtime.ReadMemStats(&stats)
	}
}
