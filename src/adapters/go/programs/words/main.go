// Counts words: many strings, maps that grow, slices that are sorted, and collections that find half of it dead.
//
//	words SEED ROUNDS
package main

import (
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

type entry struct {
	word  string
	count int
	lines []int
}

var state uint32

func next(n uint32) uint32 {
	state = state*1664525 + 1013904223
	return (state >> 8) % n
}

func word() string {
	var b strings.Builder
	for n := 1 + next(12); n > 0; n-- {
		b.WriteByte(byte('a' + next(26)))
	}
	return b.String()
}

func count(lines int) []*entry {
	index := map[string]*entry{}
	for line := 0; line < lines; line++ {
		text := make([]string, 0, 8)
		for n := 3 + next(8); n > 0; n-- {
			text = append(text, word())
		}
		for _, w := range strings.Fields(strings.Join(text, " ")) {
			e := index[w]
			if e == nil {
				e = &entry{word: w}
				index[w] = e
			}
			e.count++
			e.lines = append(e.lines, line)
		}
	}
	entries := make([]*entry, 0)
	for _, e := range index {
		entries = append(entries, e)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].word < entries[j].word })
	return entries
}

var (
	kept  [][]*entry
	stats runtime.MemStats
)

func main() {
	seed, _ := strconv.Atoi(os.Args[1])
	rounds, _ := strconv.Atoi(os.Args[2])
	state = uint32(seed)
	for ; rounds > 0; rounds-- {
		entries := count(300)
		kept = append(kept, entries[:len(entries)/2])
		if len(kept) > 3 {
			kept = kept[1:]
		}
		runtime.ReadMemStats(&stats)
		runtime.GC()
	}
	runtime.ReadMemStats(&stats)
}
