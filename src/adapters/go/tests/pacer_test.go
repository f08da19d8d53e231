// Drives the pacer, the PI controller and the CPU limiter of a real runtime at random, and writes down what they do:
// src/conform/pacer.ts does it again. PACER_OUT names the file, PACER_SEED and PACER_CASES are numbers.
//
// A step is [operation, …its numbers, …the state after it]; see pacer.ts for their names. -1 stands for the largest
// uint64.
package runtime_test

import (
	"fmt"
	"math/rand"
	"os"
	. "runtime"
	"strconv"
	"strings"
	"testing"
)

type row []string

func (r *row) int(values ...int64) {
	for _, v := range values {
		*r = append(*r, strconv.FormatInt(v, 10))
	}
}

func (r *row) uint(values ...uint64) {
	for _, v := range values {
		if v == ^uint64(0) {
			*r = append(*r, "-1")
		} else {
			*r = append(*r, strconv.FormatUint(v, 10))
		}
	}
}

func (r *row) float(values ...float64) {
	for _, v := range values {
		*r = append(*r, strconv.FormatFloat(v, 'g', -1, 64))
	}
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (r row) String() string { return "[" + strings.Join(r, ",") + "]" }

// A number with a random count of bits, so that small and large ones are as likely.
func bits(r *rand.Rand, most int) int64 { return r.Int63() >> uint(63-r.Intn(most+1)) }

func state(r *row, c *GCController) {
	s := c.State()
	r.uint(s.HeapGoal, s.LimitGoal, s.Trigger, s.Triggered, s.HeapLive, s.HeapScan, s.Runway)
	r.float(s.ConsMark, s.AssistWork, s.AssistBytes, s.Fractional)
	r.int(s.Dedicated, s.MaxIdle)
}

// Beyond every goal. A larger one makes products that a double does not hold exactly.
const noLimit = int64(1) << 40

func pacerCase(r *rand.Rand, steps int) string {
	gogc := []int64{100, 100, 50, 10, 1, 0, 200, 1000, -1, r.Int63n(400)}[r.Intn(10)]
	limit := noLimit
	if r.Intn(2) == 0 {
		limit = 1<<20 + bits(r, 33)
	}
	c := NewGCController(int(gogc), limit)
	// Without globals Go divides by 0 in its first cycle, and what comes of that depends on the machine.
	globals := 1 + bits(r, 20)
	c.Roots(0, globals)
	marking := false
	now := int64(0)
	procs := 1 + r.Intn(16)
	var lines []string
	var head row
	head.int(gogc, limit, globals)
	state(&head, c)
	lines = append(lines, head.String())
	for i := 0; i < steps; i++ {
		var line row
		s := c.State()
		switch k := r.Intn(16); {
		case k < 5:
			live, scan := bits(r, 27), int64(0)
			if r.Intn(8) == 0 && s.Trigger > s.HeapLive && s.Trigger < 1<<40 {
				live = int64(s.Trigger-s.HeapLive) + r.Int63n(65536)
			}
			if !marking {
				scan = r.Int63n(live + 1)
			}
			c.Grow(live, scan, marking)
			line.int(0, live, scan)
		case k < 6:
			alloc := bits(r, 32)
			free := r.Int63n(alloc + 1)
			heapFree := bits(r, 26)
			ready := heapFree + alloc - free + bits(r, 26)
			c.Memory(uint64(heapFree), uint64(alloc), uint64(free), uint64(ready))
			line.int(1, heapFree, alloc, free, ready)
		case k < 7:
			limit = []int64{noLimit, 1<<20 + bits(r, 33)}[r.Intn(2)]
			gogc = []int64{100, 50, 10, 1, 0, 200, -1, r.Int63n(400)}[r.Intn(8)]
			swept := marking || r.Intn(2) == 0
			c.Set(int32(gogc), limit, swept, marking)
			line.int(2, gogc, limit, bit(swept), bit(marking))
		case k < 8:
			stack, more := bits(r, 18), bits(r, 12)
			c.Roots(stack, more)
			line.int(3, stack, more)
		case !marking:
			now += bits(r, 30)
			periodic := r.Intn(8) == 0
			c.Begin(now, procs, periodic)
			marking = true
			line.int(4, now, int64(procs), bit(periodic))
		case k < 13:
			heap, stack, globals := r.Int63n(int64(s.HeapScan)/2+2), bits(r, 16), bits(r, 12)
			c.Work(heap, stack, globals)
			line.int(5, heap, stack, globals)
		default:
			elapsed := bits(r, 30)
			now += elapsed
			assist := r.Int63n(elapsed*int64(procs)*3/4 + 1)
			idle := r.Int63n(elapsed*int64(procs)/4 + 1)
			marked := r.Int63n(int64(s.HeapLive) + 1)
			swept := r.Intn(4) == 0
			c.Finish(now, procs, assist, idle, uint64(marked), swept)
			marking = false
			line.int(6, now, int64(procs), assist, idle, marked, bit(swept))
		}
		state(&line, c)
		lines = append(lines, line.String())
	}
	return "[" + strings.Join(lines, ",\n") + "]"
}

func piCase(r *rand.Rand, steps int) string {
	tuning := [][]float64{
		{0.9, 4, 1000, -1000, 1000},
		{0.3375, 3.2e6, 1e9, 0.001, 1000},
		{r.Float64() * 10, float64(r.Intn(3)), float64(r.Intn(3)), -r.Float64() * 100, r.Float64() * 100},
	}[r.Intn(3)]
	c := NewPIController(tuning[0], tuning[1], tuning[2], tuning[3], tuning[4])
	var head row
	head.float(tuning...)
	lines := []string{head.String()}
	for i := 0; i < steps; i++ {
		value := func() float64 {
			if r.Intn(12) == 0 {
				return []float64{1e308, -1e308, 1e300, 0}[r.Intn(4)]
			}
			return (r.Float64() - 0.3) * float64(bits(r, 20))
		}
		input, setpoint, period := value(), value(), 1+float64(bits(r, 24))*float64(r.Intn(2))
		output, ok := c.Next(input, setpoint, period)
		var line row
		line.float(input, setpoint, period, output)
		line.int(bit(ok))
		lines = append(lines, line.String())
	}
	return "[" + strings.Join(lines, ",\n") + "]"
}

func limiterCase(r *rand.Rand, steps int) string {
	procs := int32(1 + r.Intn(16))
	now := bits(r, 20)
	l := NewGCCPULimiter(now, procs)
	var head row
	head.int(now, int64(procs))
	lines := []string{head.String()}
	enabled, transitioning := false, false
	for i := 0; i < steps; i++ {
		var line row
		k := r.Intn(12)
		if transitioning || k < 3 {
			now += bits(r, 32)
			if transitioning {
				l.FinishGCTransition(now)
				transitioning = false
				line.int(1, now)
			} else {
				enabled = !enabled
				l.StartGCTransition(enabled, now)
				transitioning = true
				line.int(0, bit(enabled), now)
			}
		} else if k < 5 {
			t := bits(r, 33)
			l.AddAssistTime(t)
			line.int(2, t)
		} else if k < 7 {
			t := bits(r, 29)
			l.AddIdleTime(t)
			line.int(3, t)
		} else if k < 11 || enabled {
			now += bits(r, 30) - bits(r, 8)
			if now < 0 {
				now = 0
			}
			l.Update(now)
			line.int(4, now)
		} else {
			procs = int32(1 + r.Intn(16))
			l.ResetCapacity(now, procs)
			line.int(5, now, int64(procs))
		}
		line.uint(l.Fill(), l.Capacity(), l.Overflow())
		line.int(bit(l.Limiting()), bit(l.NeedUpdate(now)))
		lines = append(lines, line.String())
	}
	return "[" + strings.Join(lines, ",\n") + "]"
}

func TestRecordPacer(t *testing.T) {
	out := os.Getenv("PACER_OUT")
	seed, _ := strconv.Atoi(os.Getenv("PACER_SEED"))
	cases, _ := strconv.Atoi(os.Getenv("PACER_CASES"))
	if out == "" {
		t.Skip("PACER_OUT names no file")
	}
	r := rand.New(rand.NewSource(int64(seed)))
	list := func(one func(*rand.Rand, int) string, steps int) string {
		all := make([]string, cases)
		for i := range all {
			all[i] = one(r, steps)
		}
		return "[" + strings.Join(all, ",\n") + "]"
	}
	text := fmt.Sprintf("{\"go\":%q,\n\"pacer\":%s,\n\"pi\":%s,\n\"limiter\":%s}\n",
		Version(), list(pacerCase, 30), list(piCase, 10), list(limiterCase, 16))
	if err := os.WriteFile(out, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
