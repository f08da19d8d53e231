// What conform_test.go needs of the page allocator and the export file of the runtime's own tests does not give.

package runtime

const ConformPageSize = pageSize

func ConformHugePages() uintptr { return physHugePageSize / pageSize }

func ConformGrow(pp *PageAlloc, ci ChunkIdx) {
	p := (*pageAlloc)(pp)
	systemstack(func() {
		lock(p.mheapLock)
		p.grow(chunkBase(chunkIdx(ci)), pallocChunkBytes)
		unlock(p.mheapLock)
	})
}

// ConformMark sets the bit of the scavenge index that the flush of a page cache forgets before Go 1.21.
func ConformMark(pp *PageAlloc, base uintptr) {
	p := (*pageAlloc)(pp)
	p.scav.index.mark(base, base+pageCachePages*pageSize)
}

func ConformSearchAddr(pp *PageAlloc) (addr uintptr, max bool) {
	p := (*pageAlloc)(pp)
	return p.searchAddr.addr(), p.searchAddr == maxSearchAddr()
}

// ConformChunk gives the bits of a chunk and its summary.
func ConformChunk(pp *PageAlloc, ci ChunkIdx) (alloc, scavenged [8]uint64, start, max, end uint) {
	p := (*pageAlloc)(pp)
	chunk := p.chunkOf(chunkIdx(ci))
	start, max, end = p.summary[len(p.summary)-1][ci].unpack()
	return chunk.pallocBits, chunk.scavenged, start, max, end
}

func ConformRoundupsize(size uintptr) uintptr { return roundupsize(size) }

// ConformFree frees as a span is freed. The wrapper of the runtime's tests frees as the scavenger does, which tells the
// scavenge index nothing.
func ConformFree(pp *PageAlloc, base, npages uintptr) {
	p := (*pageAlloc)(pp)
	systemstack(func() {
		lock(p.mheapLock)
		p.free(base, npages, false)
		unlock(p.mheapLock)
	})
}
