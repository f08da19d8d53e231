/**
 * Go's runtime with recording in it: which lines are added to which of its files, for `go build -overlay`.
 *
 * Nothing of a Go installation is changed. Each edit finds a line that has been the same from Go 1.19 on; where one is
 * not there, or there more often than it should be, that Go is built otherwise and cannot be recorded.
 */

/** Lines of a file of the runtime around which something is added. */
interface RuntimeEdit {
  readonly file: string;
  /** Without indentation. */
  readonly line: string;
  /** How often the file has the line. */
  readonly times: number;
  readonly before?: string;
  /** Instead of the line itself. */
  readonly instead?: string;
  readonly after?: string;
}

export const RUNTIME_EDITS: readonly RuntimeEdit[] = [
  {
    file: 'malloc.go',
    line: 'noscan := typ == nil || typ.ptrdata == 0',
    times: 1,
    after: 'conformNote(conformMalloc, uint64(size), conformFlags(noscan, mp.p != 0))',
  },
  {
    file: 'malloc.go',
    line: 'mp.mallocing = 0',
    times: 2,
    before: 'conformNote(conformDone, uint64(uintptr(x)), 0)',
  },
  {
    file: 'mheap.go',
    line: 'return h.allocSpan(npages, typ, 0)',
    times: 1,
    before: 'conformNote(conformManual, uint64(npages), conformFlags(false, getg().m.p != 0))',
    instead:
      's := h.allocSpan(npages, typ, 0); conformNote(conformDone, uint64(s.base()), 0); return s',
  },
  {
    file: 'mheap.go',
    line: 'h.setSpans(s.base(), npages, s)',
    times: 1,
    before: 'conformNote(conformSpan, uint64(base), uint64(npages))',
  },
  {
    file: 'mheap.go',
    line: 'h.freeSpanLocked(s, typ)',
    times: 1,
    before: 'conformNote(conformManualFree, uint64(s.base()), 0)',
  },
  {
    file: 'mheap.go',
    line: 'if addspecial(p, &s.special) {',
    times: 1,
    before: 'conformNote(conformFinalizer, uint64(uintptr(p)), conformSetFlags())',
  },
  {
    file: 'mheap.go',
    line: 's := (*specialfinalizer)(unsafe.Pointer(removespecial(p, _KindSpecialFinalizer)))',
    times: 1,
    before: 'conformNote(conformFinalizer, uint64(uintptr(p)), 0)',
  },
  {
    file: 'mfinal.go',
    line: 'argRegs = intArgRegs',
    times: 1,
    before: 'conformNote(conformTaken, 0, 0)',
  },
  {
    file: 'mfinal.go',
    line: 'f.arg = nil',
    times: 1,
    before: 'conformNote(conformFinalized, uint64(uintptr(f.arg)), 0)',
  },
  {
    file: 'mgcsweep.go',
    line: 'npages = s.npages',
    times: 1,
    before: 'conformNote(conformSweep, uint64(s.base()), 0)',
  },
  {
    file: 'mgcsweep.go',
    line: 'mheap_.pagesSwept.Add(int64(s.npages))',
    times: 1,
    before: 'conformNote(conformSwept, uint64(s.base()), 0)',
  },
  {
    file: 'mgcpacer.go',
    line: 'gcPaceScavenger(gcController.memoryLimit.Load(), heapGoal, gcController.lastHeapGoal)',
    times: 1,
    after: 'conformPaces(trigger, heapGoal)',
  },
  {
    file: 'mgcsweep.go',
    line: 'noMoreWork = sweep.active.markDrained()',
    times: 1,
    after: 'conformNote(conformSweep, 0, 0)',
  },
  {
    file: 'mgc.go',
    line: 'finishsweep_m()',
    times: 1,
    after: 'conformNote(conformGCStart, 0, 0)',
  },
  { file: 'mgc.go', line: 'mheap_.sweepgen += 2', times: 1, before: 'conformMarks()' },
  {
    file: 'mgcscavenge.go',
    line: 'released := uintptr(0)',
    times: 1,
    after:
      'wanted := nbytes; defer func() { conformNote(conformScavenge, uint64(wanted), uint64(released)) }()',
  },
  {
    file: 'malloc.go',
    line: 'mheap_.init()',
    times: 1,
    after: 'conformNote(conformSystem, uint64(physPageSize), uint64(physHugePageSize))',
  },
  {
    file: 'mstats.go',
    line: 'systemstack(flushallmcaches)',
    times: 1,
    before: 'conformNote(conformFlush, 0, 0)',
  },
  { file: 'mstats.go', line: 'readmemstats_m(m)', times: 1, after: 'conformStats(m)' },
  { file: 'proc.go', line: 'exit(0)', times: 1, before: 'conformDump()' },
];

/** Files of the runtime that are edited. */
export const EDITED_FILES: readonly string[] = [...new Set(RUNTIME_EDITS.map(({ file }) => file))];

/**
 * The text of a file of the runtime with its recording.
 *
 * @returns a sentence about the first edit that does not fit, where one does not
 */
export function withRecording(file: string, text: string): { text: string } | { problem: string } {
  let lines = text.split('\n');
  for (const edit of RUNTIME_EDITS.filter((each) => each.file === file)) {
    const found = lines.filter((line) => line.trim() === edit.line).length;
    if (found !== edit.times) {
      const problem = `${file} has \`${edit.line}\` ${found} times, not ${edit.times}`;
      return { problem };
    }
    lines = lines.flatMap((line) => (line.trim() === edit.line ? around(line, edit) : [line]));
  }
  return { text: lines.join('\n') };
}

function around(line: string, { before, instead, after }: RuntimeEdit): readonly string[] {
  return [before, instead ?? line, after].filter((each) => each !== undefined);
}
