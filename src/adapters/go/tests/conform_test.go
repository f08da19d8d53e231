// Runs programs for the page allocator, one command a line, and writes an answer for each: see src/conform/page-machine.ts.
// Also writes what every size is rounded up to.

package runtime_test

import (
	"bufio"
	"fmt"
	"os"
	. "runtime"
	"sort"
	"strings"
	"testing"
)

const conformSizes = 40000

type conformPages struct {
	p      *PageAlloc
	caches [3]PageCache
	chunks []int
}

func (c *conformPages) page(addr uintptr) int {
	return int((addr - PageBase(BaseChunkIdx, 0)) / ConformPageSize)
}

func (c *conformPages) addr(page int) uintptr {
	return PageBase(BaseChunkIdx, 0) + uintptr(page)*ConformPageSize
}

func (c *conformPages) free() {
	if c.p != nil {
		FreePageAlloc(c.p)
	}
}

func (c *conformPages) start(chunks []int) {
	c.free()
	*c = conformPages{chunks: chunks}
	alloc := map[ChunkIdx][]BitRange{}
	scav := map[ChunkIdx][]BitRange{}
	for _, chunk := range chunks {
		alloc[BaseChunkIdx+ChunkIdx(chunk)] = []BitRange{}
		scav[BaseChunkIdx+ChunkIdx(chunk)] = []BitRange{{0, PallocChunkPages}}
	}
	c.p = NewPageAlloc(alloc, scav)
}

func (c *conformPages) got(base, scav uintptr) string {
	if base == 0 {
		return "-"
	}
	return fmt.Sprint(c.page(base), scav/ConformPageSize)
}

func (c *conformPages) state() string {
	search, max := ConformSearchAddr(c.p)
	text := fmt.Sprint(c.page(search))
	if max {
		text = "max"
	}
	sort.Ints(c.chunks)
	hash := uint32(0x811c9dc5)
	mix := func(word uint32) { hash = (hash ^ word) * 0x01000193 }
	for _, chunk := range c.chunks {
		alloc, scavenged, start, longest, end := ConformChunk(c.p, BaseChunkIdx+ChunkIdx(chunk))
		mix(uint32(chunk))
		for _, words := range [][8]uint64{alloc, scavenged} {
			for _, word := range words {
				mix(uint32(word))
				mix(uint32(word >> 32))
			}
		}
		mix(uint32(start))
		mix(uint32(longest))
		mix(uint32(end))
	}
	return fmt.Sprintf("%s %x", text, hash)
}

func (c *conformPages) do(command string, args []int) string {
	switch command {
	case "p":
		c.start(args)
	case "a":
		return c.got(c.p.Alloc(uintptr(args[0])))
	case "f":
		ConformFree(c.p, c.addr(args[0]), uintptr(args[1]))
	case "c":
		cache := c.p.AllocToCache()
		c.caches[args[0]] = cache
		base := "-"
		if cache.Cache() != 0 {
			base = fmt.Sprint(c.page(cache.Base()))
		}
		return fmt.Sprintf("%s %016x %016x", base, cache.Cache(), cache.Scav())
	case "k":
		return c.got(c.caches[args[0]].Alloc(uintptr(args[1])))
	case "l":
		base := c.caches[args[0]].Base()
		c.caches[args[0]].Flush(c.p)
		ConformMark(c.p, base)
	case "s":
		return fmt.Sprint(c.p.Scavenge(uintptr(args[0])*ConformPageSize) / ConformPageSize)
	case "g":
		ConformGrow(c.p, BaseChunkIdx+ChunkIdx(args[0]))
		c.chunks = append(c.chunks, args[0])
	case "e":
		return c.state()
	}
	return "-"
}

func TestConform(t *testing.T) {
	in, err := os.Open(os.Getenv("CONFORM_IN"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(os.Getenv("CONFORM_OUT"))
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, "huge", ConformHugePages())
	for size := uintptr(0); size <= conformSizes; size++ {
		fmt.Fprint(out, ConformRoundupsize(size), " ")
	}
	fmt.Fprintln(out)
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	pages := &conformPages{}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		args := make([]int, len(words)-1)
		for i, word := range words[1:] {
			fmt.Sscan(word, &args[i])
		}
		fmt.Fprintln(out, pages.do(words[0], args))
		// The next command may be the end of the process, where the model was wrong.
		if err := out.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	pages.free()
	file.Close()
}
