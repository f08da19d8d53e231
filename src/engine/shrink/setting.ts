/** Passes that simplify the heap's configuration: faults, processors, geometry, pacing. */
import type { Fault, HeapConfig } from '../../../spec/subject.ts';
import { mapCommands } from '../../program/edit.ts';
import { DEFAULT_GOGC, GOGCS, LIMITS, NO_LIMIT, pacingOf } from '../../program/pacing.ts';
import type { Pacing } from '../../program/pacing.ts';
import { DEFAULT_GEOMETRY, STRIDE } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { PLACEMENTS } from '../../program/words.ts';
import { chunks } from './deletions.ts';
import { atEachPlace, tidy } from './search.ts';
import type { Pass } from './search.ts';

/** Values to be tried, by option, the simplest first. */
const PACING = [
  { option: 'gogc', values: GOGCS },
  { option: 'memoryLimit', values: LIMITS },
] as const;

/** Most numbers of a refused call that are tried. */
const CALLS_MAX = 16;

export const plainHeap: Pass = function* plainHeap(program) {
  let best = program;
  if (yield withoutCheckmark(best)) best = withoutCheckmark(best);
  const plain: Partial<HeapConfig>[] = [{ faults: [] }, { geometry: DEFAULT_GEOMETRY }];
  for (const change of plain) {
    const candidate = withHeap(best, change);
    if (yield candidate) best = candidate;
  }
};

/** Leaves out GOGC and the memory limit, or takes a simpler value for each. */
export const simplifyPacing: Pass = function* simplifyPacing(program) {
  let best = program;
  for (const { option, values } of PACING) {
    for (const value of [undefined, ...values]) {
      const candidate = withPacing(best, { [option]: value });
      if (!(yield candidate)) continue;
      best = candidate;
      break;
    }
  }
};

/**
 * Takes a lower memory limit, the lowest first, and deletes what only a higher one needed. A lower one alone is no
 * simpler, so that is never tried.
 */
export const tightenLimit: Pass = function* tightenLimit(program) {
  const { memoryLimit = 0 } = program.heap;
  for (const limit of LIMITS.toReversed()) {
    if (limit >= memoryLimit) return;
    const proposals = chunks(withPacing(program, { memoryLimit: limit }), 1);
    let isTighter = false;
    for (let next = proposals.next(); next.done !== true;) {
      const fails = yield next.value;
      isTighter ||= fails;
      next = proposals.next(fails);
    }
    if (isTighter) return;
  }
};

/**
 * Leaves out each fault, or makes it simpler: once instead of onwards, an earlier call, an earlier
 * placement.
 */
export const simplifyFaults: Pass = (program) =>
  atEachPlace(
    program,
    ({ heap }) => heap.faults.length,
    function* faults(best, place) {
      for (const simpler of simplerFaults(best.heap.faults[place] as Fault)) {
        yield withHeap(best, { faults: best.heap.faults.toSpliced(place, 1, ...simpler) });
      }
    },
  );

/** None, then the simpler ones. */
function* simplerFaults(fault: Fault): Iterable<readonly Fault[]> {
  yield [];
  if (fault.kind === 'place') {
    const earlier = PLACEMENTS.slice(0, PLACEMENTS.indexOf(fault.placement));
    for (const placement of earlier) yield [{ kind: 'place', placement }];
    return;
  }
  for (let k = 1; k <= Math.min(fault.k, CALLS_MAX); k += 1) {
    yield [{ ...fault, k, onwards: false }];
    yield [{ ...fault, k }];
  }
}

/** Runs everything on one processor, or the work of one on another. */
export const mergeProcessors: Pass = function* mergeProcessors(program) {
  let best = onOneProcessor(program);
  if (yield best) return;
  best = withHeap(program, { procs: processorsUsed(program) });
  if (!(yield best)) best = program;
  for (let second = best.heap.procs - 1; second > 0; second -= 1) {
    for (let first = 0; first < second; first += 1) {
      const candidate = mergeTwo(best, first, second);
      if (!(yield candidate)) continue;
      best = candidate;
      break;
    }
  }
};

/** Exchanges the names of two processors, so that those that work first come first. */
export const renameProcessors: Pass = function* renameProcessors(program) {
  let best = program;
  for (let first = 0; first + 1 < best.heap.procs; first += 1) {
    const candidate = mapProcessors(best, (processor) => {
      if (processor === first) return first + 1;
      return processor === first + 1 ? first : processor;
    });
    if (yield candidate) best = candidate;
  }
};

function withoutCheckmark(program: Program): Program {
  const { checkmark: _, ...heap } = program.heap;
  return tidy({ ...program, heap });
}

/** What is the default, or undefined, is left out. */
function withPacing(program: Program, change: Pacing): Program {
  const { gogc, memoryLimit, ...heap } = { ...program.heap, ...change };
  const pacing = pacingOf(gogc ?? DEFAULT_GOGC, memoryLimit ?? NO_LIMIT);
  return tidy({ ...program, heap: { ...heap, ...pacing } });
}

function withHeap(program: Program, change: Partial<HeapConfig>): Program {
  return tidy({ ...program, heap: { ...program.heap, ...change } });
}

function onOneProcessor(program: Program): Program {
  return mapProcessors(withHeap(program, { procs: 1 }), () => 0);
}

/** Gives the work of `second` to `first`; those above `second` move down. */
function mergeTwo(program: Program, first: number, second: number): Program {
  const fewer = withHeap(program, { procs: program.heap.procs - 1 });
  return mapProcessors(fewer, (processor) => {
    if (processor === second) return first;
    return processor > second ? processor - 1 : processor;
  });
}

function mapProcessors(program: Program, to: (processor: number) => number): Program {
  return mapCommands(program, ([op, a, b, c, processor, via = 0]) => [
    op,
    a,
    b,
    c,
    to(processor),
    via,
  ]);
}

/** One more than the largest processor of any command. */
function processorsUsed({ commands }: Program): number {
  let used = 1;
  for (let at = 0; at < commands.length; at += STRIDE) {
    used = Math.max(used, (commands[at + 4] as number) + 1);
  }
  return used;
}
