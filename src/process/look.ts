/** What invariants see of a process after a command: each part is looked up once, and only where one asks for it. */
import type { Addr } from '../base/units.ts';
import type { Image, ProcessSubject } from '../../spec/process.ts';
import type {
  ByteReading,
  FrameView,
  PageView,
  ProcessView,
  PteView,
  RegionView,
  StepView,
  TableView,
  TlbEntryView,
} from '../../spec/views/process.ts';
import { PAGE } from '../../spec/views/process.ts';
import type { NaiveProcess } from '../../models/reference/naive-process.ts';

interface Seen {
  ptes?: readonly PteView[];
  frames?: readonly FrameView[];
  tables?: readonly TableView[];
  contents?: readonly ByteReading[];
}

export class Look implements ProcessView {
  bss: readonly ByteReading[];
  readonly stack: Image['stack'];
  step: StepView | undefined;
  readonly #process: ProcessSubject;
  readonly #naive: NaiveProcess;
  #seen: Seen = {};

  constructor({ bss, stack }: Image, subject: ProcessSubject, naive: NaiveProcess) {
    this.stack = stack;
    this.#process = subject;
    this.#naive = naive;
    this.bss = bss.flatMap((range) => pagesOf(range).map((part) => readingOf(part, subject)));
  }

  /** A command has run. */
  turn(step: StepView): void {
    this.bss = [];
    this.step = step;
    this.#seen = {};
  }

  get regions(): readonly RegionView[] {
    return this.#process.regions;
  }

  get promisedRegions(): readonly RegionView[] {
    return this.#naive.regions;
  }

  get ptes(): readonly PteView[] {
    return (this.#seen.ptes ??= this.#process.ptes);
  }

  get tlb(): readonly TlbEntryView[] {
    return this.#process.tlb;
  }

  get frames(): readonly FrameView[] {
    return (this.#seen.frames ??= this.#process.frames);
  }

  get tables(): readonly TableView[] {
    return (this.#seen.tables ??= this.#process.tables);
  }

  get residentFrames(): number {
    return this.#process.residentFrames;
  }

  get committedPages(): number {
    return this.#process.committedPages;
  }

  get commitLimit(): number {
    return this.#process.commitLimit;
  }

  get freeFrames(): number {
    return this.#process.freeFrames;
  }

  get heap(): ProcessView['heap'] {
    return this.#process.heap;
  }

  get contents(): readonly ByteReading[] {
    const look = (): readonly ByteReading[] =>
      this.#naive.contents(this.#process.held, (addr) => this.#process.pageBytes(addr));
    return (this.#seen.contents ??= look());
  }

  pageAt(addr: Addr): PageView | undefined {
    return this.#naive.pageAt(addr);
  }
}

type Range = readonly [from: Addr, to: Addr];

/** The parts of a range that lie in one page each. */
function pagesOf([from, to]: Range): readonly Range[] {
  const parts: Range[] = [];
  for (let at = from; at < to; at = at - (at % PAGE) + PAGE) {
    parts.push([at, Math.min(to, at - (at % PAGE) + PAGE)]);
  }
  return parts;
}

/** The first byte that is not zero, else the first. */
function readingOf([from, to]: Range, subject: ProcessSubject): ByteReading {
  const start = from % PAGE;
  const bytes = subject.pageBytes(from)?.subarray(start, start + to - from);
  const odd = bytes?.findIndex((byte) => byte !== 0) ?? -1;
  return {
    addr: from + Math.max(0, odd),
    expected: [0],
    actual: odd < 0 ? 0 : (bytes?.[odd] ?? 0),
  };
}
