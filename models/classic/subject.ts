import { UsageError } from '../../src/base/errors.ts';
import { GIB, MIB } from '../../src/base/units.ts';
import { classicMarks } from '../../spec/marks/classic.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { HeapConfig, Subject } from '../../spec/subject.ts';
import { ClassicLog } from '../../spec/views/classic-log.ts';
import type { ClassicView } from '../../spec/views/classic.ts';
import { MAX_SMALL_SIZE, PAGE_BYTES } from '../../spec/views/go.ts';
import { classToSize } from '../go/sizeclasses.ts';
import { Os } from '../os/os.ts';
import { ClassicHeap } from './classic-heap.ts';
import { GEOMETRIES, geometryOf } from './geometry.ts';
import { HeapView } from './view.ts';

/** Sizes at which lists and growth change, in bytes. */
const LARGE_EDGES = [
  MAX_SMALL_SIZE + PAGE_BYTES,
  7 * PAGE_BYTES,
  8 * PAGE_BYTES,
  127 * PAGE_BYTES,
  128 * PAGE_BYTES,
  // All of the arena of `tiny`.
  8 * MIB,
];

/** What the simulated process may reserve. */
const RESERVED_LIMIT = GIB;

class ClassicSubject extends ClassicHeap implements Subject {
  readonly os: Os;
  readonly classic: ClassicView;
  readonly touched: ClassicLog;
  readonly reached: ReadonlySet<string>;

  constructor({ procs, geometry, faults }: HeapConfig) {
    const layout = geometryOf(geometry);
    if (layout === undefined) throw new UsageError(`unknown geometry ${geometry}`);
    const { addressLimit } = layout;
    const os = new Os({ addressLimit, faults, reservedLimit: RESERVED_LIMIT });
    const log = new ClassicLog();
    super(layout, os, procs, log);
    this.os = os;
    this.touched = log;
    this.reached = log.marks;
    this.classic = new HeapView(this, log);
    log.attach(this.classic.allspans);
  }

  dispose(): void {
    this.os.dispose();
  }
}

export const goClassicSubject = defineSubject({
  id: 'go-classic',
  title: "Go's heap until 1.10: one reservation, spans of free pages on lists",
  version: 'go1.10 model',
  offers: ['os', 'classic'],
  geometries: GEOMETRIES.map(({ name }) => name),
  edges: [...classToSize.slice(1), ...LARGE_EDGES],
  marks: classicMarks,
  create: (config) => new ClassicSubject(config),
});
