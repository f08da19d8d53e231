// Recording of what the allocator is asked for and what it answers, for a build with an overlay.
//
// All of it lies in one array without pointers, outside of the heap, so that recording changes no address. A record
// is a word with its kind and two more; after that of the marks come the bits of the slots, after that of MemStats as
// many words as it says. The array is written to standard output when a cycle ends, with the world stopped, and when
// main returns. src/conform/trace.ts reads it.

package runtime

import (
	"runtime/internal/atomic"
	"unsafe"
)

const (
	// A small, tiny or large allocation: size, bit 0 noscan, bit 1 with a P.
	conformMalloc = 1
	// The end of an allocation, of an object or of a manual span: its address.
	conformDone = 2
	// A span for a stack or for work buffers: pages, bit 1 with a P.
	conformManual = 3
	// A span came from the page heap: base, pages.
	conformSpan = 4
	// A manual span goes back: base.
	conformManualFree = 5
	// The sweeper, or who allocates, takes one more span: base; 0 when none was left.
	conformSweep = 6
	// A cycle starts; everything is swept.
	conformGCStart = 7
	// Marking is over: base and slots of a span with marks, then its bits, 64 to a word.
	conformMarked = 8
	// All marks were told.
	conformGCEnd = 9
	// The scavenger was asked for bytes: those, and those that it gave back.
	conformScavenge = 10
	// The system's pages: bytes of a page and of a huge page. The first record.
	conformSystem = 11
	// There was no room for the records since the last cycle.
	conformFull = 12
	// The caches of all processors are flushed, for MemStats.
	conformFlush = 13
	// MemStats were asked for: how many words follow; conformStats says which.
	conformMemStats = 14
	// An object gets a finalizer, or loses the one that it may have: its address; bit 0 gets, bit 1 after the running
	// cycle looked for objects with finalizers.
	conformFinalizer = 15
	// A span is swept, by whomever: base.
	conformSwept = 16
	// The pacer computed its goals: how many words follow; conformPaces says which.
	conformPaced = 17
	// A finalizer ran: the address of its object.
	conformFinalized = 18
	// All finalizers that are due are taken, to be run from here on.
	conformTaken = 19
)

const conformWords = 4 << 20

var (
	conformBuf  [conformWords]uint64
	conformUsed uint32
)

// conformReserve gives the index of the first of n words; beyond the end when the array is full.
//
//go:nosplit
func conformReserve(n uint32) uint32 {
	return atomic.Xadd(&conformUsed, int32(n)) - n
}

//go:nosplit
func conformNote(kind, a, b uint64) {
	i := conformReserve(3)
	if i+3 > conformWords {
		return
	}
	conformBuf[i] = kind
	conformBuf[i+1] = a
	conformBuf[i+2] = b
}

//go:nosplit
func conformFlags(noscan bool, hasP bool) uint64 {
	flags := uint64(0)
	if noscan {
		flags |= 1
	}
	if hasP {
		flags |= 2
	}
	return flags
}

func conformSetFlags() uint64 {
	if gcphase != _GCoff && atomic.Load(&work.markrootNext) >= work.baseStacks {
		return 3
	}
	return 1
}

func conformMarks() {
	for _, s := range mheap_.allspans {
		if s.state.get() != mSpanInUse {
			continue
		}
		words := uint32((s.nelems + 63) / 64)
		bits := (*[1 << 16]uint64)(unsafe.Pointer(s.gcmarkBits))
		any := uint64(0)
		for i := uint32(0); i < words; i++ {
			any |= bits[i]
		}
		if any == 0 {
			continue
		}
		conformNote(conformMarked, uint64(s.base()), uint64(s.nelems))
		i := conformReserve(words)
		if i+words > conformWords {
			return
		}
		for j := uint32(0); j < words; j++ {
			conformBuf[i+j] = bits[j]
		}
	}
	conformNote(conformGCEnd, 0, 0)
	conformDump()
}

// conformStats records what the program is told of its memory, and what that is made of.
func conformStats(m *MemStats) {
	var cons heapStatsDelta
	memstats.heapStats.unsafeRead(&cons)
	words := [...]uint64{
		m.Mallocs,
		m.Frees,
		m.TotalAlloc,
		m.HeapAlloc,
		m.HeapObjects,
		m.HeapSys,
		m.HeapIdle,
		m.HeapInuse,
		m.HeapReleased,
		uint64(cons.inStacks + cons.inWorkBufs + cons.inPtrScalarBits),
		uint64(mheap_.pagesInUse.Load()),
		uint64(mheap_.pages.inUse.totalBytes),
		gcController.heapLive,
		gcController.heapMarked,
		uint64(m.NumGC),
	}
	conformWordsAfter(conformMemStats, words[:])
}

// conformPaces records what the pacer computed its goals from that the recording does not tell, and the goals.
func conformPaces(trigger, heapGoal uint64) {
	c := &gcController
	words := [...]uint64{
		uint64(c.gcPercent.Load()),
		c.lastHeapGoal,
		c.lastHeapScan,
		c.lastStackScan,
		c.globalsScan,
		float64bits(c.consMark),
		heapGoal,
		trigger,
		c.runway.Load(),
		float64bits(mheap_.sweepPagesPerByte),
		mheap_.sweepHeapLiveBasis,
		mheap_.pagesSweptBasis.Load(),
		memstats.lastHeapInUse,
		scavenge.gcPercentGoal.Load(),
	}
	conformWordsAfter(conformPaced, words[:])
}

// conformWordsAfter writes a record that says how many words follow, and the words.
func conformWordsAfter(kind uint64, words []uint64) {
	n := uint32(len(words))
	conformNote(kind, uint64(n), 0)
	i := conformReserve(n)
	if i+n > conformWords {
		return
	}
	for j, word := range words {
		conformBuf[i+uint32(j)] = word
	}
}

// conformDump writes the records and empties the array.
func conformDump() {
	used := conformUsed
	if used > conformWords {
		used = 3
		conformBuf[0] = conformFull
	}
	for at := uint32(0); at < used*8; {
		n := write(1, add(unsafe.Pointer(&conformBuf[0]), uintptr(at)), int32(used*8-at))
		if n <= 0 {
			exit(1)
		}
		at += uint32(n)
	}
	conformUsed = 0
}
