// A peer of allocheck in Go: drives an allocator written in Go, here powers of two over one array.
//
//	go build -o peer peer.go
//
// Go's own heap is not what is driven: it has no free. To try an allocator of yours, an arena or an off-heap one, put it
// where `buckets` is. Speaks version 1 of docs/protocol.md on its standard input and output.
package main

import (
	"bufio"
	"fmt"
	"math/bits"
	"os"
	"strconv"
	"strings"
	"unsafe"
)

const least = 16

// buckets keeps free blocks of each power of two for blocks of the same size.
type buckets struct {
	arena []byte // what was never in use; an array of this size begins at a page
	freed [64][][]byte
}

// alloc gives a 16-aligned block, all of which may be used; nil where there is no room.
func (b *buckets) alloc(size uint64) (block []byte) {
	class := bits.Len64(size | (least - 1))
	if last := len(b.freed[class%64]) - 1; last >= 0 {
		block, b.freed[class] = b.freed[class][last], b.freed[class][:last]
	} else if class < 32 && 1<<class <= len(b.arena) {
		block, b.arena = b.arena[:1<<class:1<<class], b.arena[1<<class:]
	}
	return block
}

func (b *buckets) free(block []byte) {
	class := bits.Len(uint(len(block))) - 1
	b.freed[class] = append(b.freed[class], block)
}

func addrOf(bytes []byte) uint64 { return uint64(uintptr(unsafe.Pointer(&bytes[0]))) }

const period, starts, enomem = 65536, 4093, 12

type block struct {
	bytes         []byte // all that may be used
	size, version uint64
}

type peer struct {
	*buckets
	pattern []byte
	blocks  map[string]*block // by id
	notes   string            // of the reply that is being made
}

// expected is what byte i of a block should be. The arena has room for no block of which only the ends are written.
func (p *peer) expected(id string, b *block, i uint64) byte {
	number, _ := strconv.ParseUint(id, 10, 64)
	return p.pattern[(number*31+b.version*17)%starts+i%period]
}

func (p *peer) fill(id string, b *block) {
	for i := range b.bytes[:b.size] {
		b.bytes[i] = p.expected(id, b, uint64(i))
	}
}

// compare notes the first byte that is not as block id was filled.
func (p *peer) compare(id string, b *block, bytes []byte) {
	for i, actual := range bytes {
		if right := p.expected(id, b, uint64(i)); actual != right {
			p.notes += fmt.Sprintf(" ! contents %s %d %d %d", id, i, right, actual)
			return
		}
	}
}

func (p *peer) release(id string, b *block) {
	p.compare(id, b, b.bytes[:b.size])
	delete(p.blocks, id)
	p.free(b.bytes)
}

// make has a block made, which takes the place of an old one unless that is nil.
func (p *peer) make(id, oldID string, size uint64) string {
	bytes := p.alloc(size)
	if bytes == nil {
		return fmt.Sprintf("null %d", enomem)
	}
	if old := p.blocks[oldID]; old != nil {
		kept := copy(bytes[:size], old.bytes[:old.size])
		p.compare(oldID, old, bytes[:kept])
		p.release(oldID, old)
	}
	p.blocks[id] = &block{bytes, size, 0}
	p.fill(id, p.blocks[id])
	return fmt.Sprintf("%d %d", addrOf(bytes), len(bytes))
}

// run answers one command.
func (p *peer) run(words []string) string {
	var b *block
	if named := map[string]int{"free": 1, "write": 1, "check": 1, "realloc": 2}[words[0]]; named%len(words) > 0 {
		b = p.blocks[words[named]]
		if b == nil && words[named] != "-" {
			return "-"
		}
	}
	size, err := strconv.ParseUint(words[len(words)-1], 10, 64)
	switch command := fmt.Sprint(words[0], " ", len(words)-1); {
	case command == "malloc 2" && err == nil:
		return p.make(words[1], "-", size)
	case command == "realloc 3" && err == nil:
		return p.make(words[1], words[2], size)
	case command == "free 1" && words[1] != "-":
		p.release(words[1], b)
	case command == "write 1":
		b.version++
		p.fill(words[1], b)
	case command == "check 1":
		p.compare(words[1], b, b.bytes[:b.size])
	case command == "end 0":
		for id, b := range p.blocks {
			p.release(id, b)
		}
	case command != "begin 0" && command != "careful 0" && command != "free 1":
		return "error no command: " + strings.Join(words, " ")
	}
	return "ok"
}

func main() {
	p := &peer{&buckets{arena: make([]byte, 256<<10)}, make([]byte, period+starts), map[string]*block{}, ""}
	for j, x := 0, uint32(1); j < len(p.pattern); j++ {
		x = (x*1103515245 + 12345) % (1 << 31)
		p.pattern[j] = byte(x >> 16)
	}
	fmt.Print("allocheck 1 go powers of two over 256 KiB\ncan malloc realloc free\n")
	for in, reply := bufio.NewScanner(os.Stdin), ""; !strings.HasPrefix(reply, "error") && in.Scan(); {
		reply = p.run(strings.Split(in.Text(), " "))
		fmt.Println(reply + p.notes) // at once: `careful` changes nothing
		p.notes = ""
	}
}
