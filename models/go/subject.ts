import { UsageError } from '../../src/base/errors.ts';
import { GIB } from '../../src/base/units.ts';
import { goMarks } from '../../spec/marks/go.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { HeapConfig, Subject } from '../../spec/subject.ts';
import { GoMarks } from '../../spec/views/go-marks.ts';
import type { StackLog } from '../../spec/views/stack-log.ts';
import { StackMarks } from '../../spec/views/stack-marks.ts';
import { GoTouched } from '../../spec/views/go-touched.ts';
import { MAX_SMALL_SIZE, PAGE_BYTES } from '../../spec/views/go.ts';
import type { GoView } from '../../spec/views/go.ts';
import { Os } from '../os/os.ts';
import { GEOMETRIES, geometryOf } from './geometry.ts';
import { GoHeap } from './go-heap.ts';
import { classToSize } from './sizeclasses.ts';
import { Runtime } from '../runtime/runtime.ts';
import { HeapView } from './view.ts';

/** Sizes at which the tier changes beyond the classes: the page cache's and the chunk's limits, in bytes. */
const LARGE_EDGES = [
  MAX_SMALL_SIZE + PAGE_BYTES,
  15 * PAGE_BYTES,
  16 * PAGE_BYTES,
  64 * PAGE_BYTES,
  512 * PAGE_BYTES,
];

/** What the simulated process may reserve: enough for every real trace, little enough to be simulated. */
const RESERVED_LIMIT = GIB;

/** A Go heap between its runtime and its simulated operating system, with their views. */
export class GoSubject extends GoHeap implements Subject {
  readonly os: Os;
  readonly go: GoView;
  readonly touched: GoTouched;
  readonly sched: Runtime;
  readonly runtime: Runtime;
  readonly reached: ReadonlySet<string>;

  /** @param log  there where goroutines' stacks are to be followed: told of what happens to them */
  constructor(config: HeapConfig, log?: StackLog) {
    const { procs, geometry, faults, gogc, memoryLimit, checkmark } = config;
    const layout = geometryOf(geometry);
    if (layout === undefined) throw new UsageError(`unknown geometry ${geometry}`);
    const touched = new GoTouched(log);
    const marks = new GoMarks(touched);
    const { addressLimit } = layout;
    const os = new Os({ addressLimit, faults, reservedLimit: RESERVED_LIMIT, events: marks });
    super(layout, os, { procs, events: marks, gogc, memoryLimit, checkmark });
    this.os = os;
    this.touched = touched;
    this.reached = marks.reached;
    this.go = new HeapView(this);
    touched.attach(this.go, os);
    marks.attach(this.go);
    this.sched = new Runtime(this, log && new StackMarks(log, marks.reached));
    this.runtime = this.sched;
  }
}

/** What is the same of each of them. */
export const GO_MODEL = {
  version: 'go1.19.8 model',
  geometries: GEOMETRIES.map(({ name }) => name),
  edges: [...classToSize.slice(1), ...LARGE_EDGES],
};

export const goSubject = defineSubject({
  ...GO_MODEL,
  id: 'go',
  title: "Go 1.19's tiered allocator with its concurrent collector",
  offers: ['gc', 'os', 'go', 'runtime'],
  marks: goMarks,
  create: (config) => new GoSubject(config),
});
