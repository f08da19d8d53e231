// What pacer_test.go needs to see of the runtime.
package runtime

type PacerState struct {
	HeapGoal, LimitGoal, Trigger, Triggered, HeapLive, HeapScan, Runway uint64
	ConsMark, AssistWork, AssistBytes, Fractional                       float64
	Dedicated, MaxIdle                                                  int64
}

func (c *GCController) State() PacerState {
	trigger, goal := c.trigger()
	return PacerState{
		goal, c.memoryLimitHeapGoal(), trigger, c.triggered, c.heapLive, c.heapScan, c.runway.Load(),
		c.consMark, c.assistWorkPerByte.Load(), c.assistBytesPerWork.Load(), c.fractionalUtilizationGoal,
		c.dedicatedMarkWorkersNeeded, int64(c.idleMarkWorkers.Load() >> 32),
	}
}

// Memory sets the counters that the memory limit is compared with.
func (c *GCController) Memory(heapFree, totalAlloc, totalFree, mappedReady uint64) {
	c.heapFree = sysMemStat(heapFree)
	c.totalAlloc.Store(totalAlloc)
	c.totalFree.Store(totalFree)
	c.mappedReady.Store(mappedReady)
}

// Grow is update on this controller; the runtime's own always changes the global one.
func (c *GCController) Grow(live, scan int64, marking bool) {
	c.heapLive += uint64(live)
	if marking {
		c.revise()
	} else {
		c.heapScan += uint64(scan)
	}
}

func (c *GCController) Begin(now int64, procs int, periodic bool) {
	kind := gcTriggerHeap
	if periodic {
		kind = gcTriggerTime
	}
	c.startCycle(now, procs, gcTrigger{kind: kind})
}

func (c *GCController) Work(heap, stack, globals int64) {
	c.heapScanWork.Add(heap)
	c.stackScanWork.Add(stack)
	c.globalsScanWork.Add(globals)
	c.revise()
}

func (c *GCController) Finish(now int64, procs int, assist, idle int64, marked uint64, swept bool) {
	c.assistTime.Store(assist)
	c.idleMarkTime = idle
	c.endCycle(now, procs, false)
	c.resetLive(marked)
	c.commit(swept)
}

func (c *GCController) Set(gogc int32, limit int64, swept, marking bool) {
	c.setGCPercent(gogc)
	c.setMemoryLimit(limit)
	c.commit(swept)
	if marking {
		c.revise()
	}
}

func (c *GCController) Roots(stack, globals int64) {
	c.maxStackScan += uint64(stack)
	c.globalsScan += uint64(globals)
}

func (l *GCCPULimiter) AddIdleTime(t int64) { l.limiter.addIdleTime(t) }
