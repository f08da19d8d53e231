// Goroutines that hand jobs on over channels, grow their stacks, and drop objects that have finalizers.
//
//	workers SEED ROUNDS
package main

import (
	"os"
	"runtime"
	"strconv"
)

type random uint32

func (r *random) next(n uint32) uint32 {
	*r = *r*1664525 + 1013904223
	return uint32(*r>>8) % n
}

type job struct {
	id    int
	data  []byte
	after *job
}

// deep needs about as many KiB of stack as it is told.
func deep(n uint32) int {
	var frame [1000]byte
	frame[n%1000] = byte(n)
	if n == 0 {
		return int(frame[0])
	}
	return deep(n-1) + int(frame[n%1000])
}

func worker(seed int, in <-chan *job, out chan<- *job) {
	r := random(seed)
	for it := range in {
		it.data = append(it.data, make([]byte, r.next(600))...)
		if r.next(8) == 0 {
			deep(r.next(60))
		}
		out <- it
	}
	close(out)
}

var (
	kept      [64]*job
	finalized int
	stats     runtime.MemStats
)

func round(r *random, jobs int) {
	first := make(chan *job, 4)
	last := first
	for i := 0; i < 5; i++ {
		out := make(chan *job, r.next(4))
		go worker(int(r.next(1<<20)), last, out)
		last = out
	}
	go func() {
		for i := 0; i < jobs; i++ {
			it := &job{id: i, after: kept[i%len(kept)]}
			if i%7 == 0 {
				it.after = nil
				runtime.SetFinalizer(it, func(*job) { finalized++ })
			}
			first <- it
		}
		close(first)
	}()
	for it := range last {
		kept[it.id%len(kept)] = it
		if it.id%3 == 0 {
			kept[r.next(64)] = nil
		}
	}
}

func main() {
	seed, _ := strconv.Atoi(os.Args[1])
	rounds, _ := strconv.Atoi(os.Args[2])
	r := random(seed)
	for ; rounds > 0; rounds-- {
		round(&r, 300)
		for i := range kept {
			if r.next(2) == 0 {
				kept[i] = nil
			}
		}
		runtime.GC()
		runtime.Gosched()
		runtime.ReadMemStats(&stats)
	}
}
