/**
 * The Go model with goroutines' stacks as the runtime keeps them: cached by processors, grown by copying, shrunk by the
 * collector, and scanned by the maps of their frames. A subject of its own, so that a program for `go`, where a stack is
 * 2 KiB of memory and no more, means what it always meant.
 */
import type { Bytes } from '../../src/base/units.ts';
import { goMarks } from '../../spec/marks/go.ts';
import { stackMarks } from '../../spec/marks/stacks.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { HeapConfig } from '../../spec/subject.ts';
import type { SpanView } from '../../spec/views/go.ts';
import { StackLog } from '../../spec/views/stack-log.ts';
import type {
  GoStackView,
  KeptStackView,
  StackCacheView,
  StacksView,
} from '../../spec/views/stacks.ts';
import type { Runtime } from './runtime.ts';
import type { MSpan } from '../go/mspan.ts';
import type { Stacks } from './stacks.ts';
import { GO_MODEL, GoSubject } from '../go/subject.ts';

/** Stacks as observers see them: the runtime's own structures, nothing copied. */
class RuntimeStacks implements StacksView {
  readonly log: StackLog;
  readonly maximum: Bytes;
  readonly goroutines: readonly GoStackView[];
  readonly caches: readonly (readonly StackCacheView[])[];
  readonly spans: readonly SpanView[];
  readonly lists: readonly (readonly SpanView[])[];
  readonly large: readonly (readonly SpanView[])[];
  readonly freeOf: StacksView['freeOf'];
  readonly #stacks: Stacks;

  constructor({ pool, stackAlloc, stacks }: Runtime, log: StackLog) {
    this.#stacks = stacks as Stacks;
    this.log = log;
    this.maximum = this.#stacks.maximum;
    this.goroutines = this.#stacks.goroutines;
    this.caches = stackAlloc.caches;
    this.spans = pool.spans;
    this.lists = pool.lists;
    this.large = pool.large;
    this.freeOf = (span) => pool.freeOf(span as MSpan);
  }

  get startingSize(): Bytes {
    return this.#stacks.startingSize;
  }

  get kept(): readonly (readonly KeptStackView[])[] {
    return this.#stacks.kept;
  }
}

class GoStacksSubject extends GoSubject {
  readonly stacks: StacksView;

  constructor(config: HeapConfig) {
    const log = new StackLog();
    super(config, log);
    this.stacks = new RuntimeStacks(this.runtime, log);
    log.attach(this.stacks, this.go, this.runtime);
  }
}

export const goStacksSubject = defineSubject({
  ...GO_MODEL,
  id: 'go-stacks',
  title:
    "Go 1.19's allocator and collector with goroutines' stacks: cached, copied, scanned by maps",
  offers: ['gc', 'os', 'go', 'runtime', 'stacks'],
  marks: [...goMarks, ...stackMarks],
  create: (config) => new GoStacksSubject(config),
});
