// Builds binary trees, keeps some, cuts branches off others, and collects in between: pointers and few sizes.
//
//	trees SEED ROUNDS
package main

import (
	"os"
	"runtime"
	"strconv"
)

type node struct {
	left, right *node
	key         int
	tag         *[3]byte
}

var state uint32

func next(n uint32) uint32 {
	state = state*1664525 + 1013904223
	return (state >> 8) % n
}

func (n *node) insert(key int) *node {
	if n == nil {
		it := &node{key: key}
		if next(3) == 0 {
			it.tag = new([3]byte)
		}
		return it
	}
	if key < n.key {
		n.left = n.left.insert(key)
	} else {
		n.right = n.right.insert(key)
	}
	return n
}

func (n *node) prune(odds uint32) {
	if n == nil {
		return
	}
	if next(odds) == 0 {
		n.left = nil
	}
	n.left.prune(odds)
	n.right.prune(odds)
}

var (
	roots [8]*node
	stats runtime.MemStats
)

func main() {
	seed, _ := strconv.Atoi(os.Args[1])
	rounds, _ := strconv.Atoi(os.Args[2])
	state = uint32(seed)
	for round := 1; round <= rounds; round++ {
		i := next(8)
		var root *node
		for n := 200 + next(600); n > 0; n-- {
			root = root.insert(int(next(1 << 20)))
		}
		roots[i] = root
		roots[(i+3)%8].prune(40)
		if round%5 == 0 {
			runtime.GC()
		}
		if round%3 == 0 {
			runtime.ReadMemStats(&stats)
		}
	}
	runtime.ReadMemStats(&stats)
}
