/**
 * Grey objects waiting to be scanned: a two-buffer stack for each processor, and the lists that all share.
 * See go-heap.ts for the tiers.
 *
 * A processor puts and takes at wbuf1; when that is full or empty the two change places, so that a put after a take
 * costs no list. Only when both are full, or both empty, is one traded at the lists. `flushedWork` says that a
 * processor gave work away, which is how the end of marking learns that there may still be some.
 *
 * Keeps: go/work-buffers-in-shape, go/work-gone-when-marking-ends.
 * Source: Go 1.19 runtime/mgcwork.go.
 * Differs: the lists are arrays; what a buffer holds is not in the heap's memory, only its room is.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { WORKBUF_OBJECTS } from '../../spec/views/go-collector.ts';
import type { GcWorkView, WorkBufView, WorkListsView } from '../../spec/views/go-collector.ts';

/** Objects that a processor keeps when another has none. */
const BALANCE_MIN = 4;

export class WorkBuf implements WorkBufView {
  readonly objects: Addr[] = [];

  get isFull(): boolean {
    return this.objects.length === WORKBUF_OBJECTS;
  }
}

/** The buffers that no processor holds. Both lists are stacks. */
export class WorkLists implements WorkListsView {
  readonly full: WorkBuf[] = [];
  readonly empty: WorkBuf[] = [];

  /** Makes room for more buffers; answers for how many. */
  moreBuffers: () => number = () => 1;

  getEmpty(): WorkBuf {
    if (this.empty.length === 0) {
      for (let more = this.moreBuffers(); more > 0; more -= 1) this.empty.push(new WorkBuf());
    }
    return this.empty.pop() as WorkBuf;
  }
}

export class GcWork implements GcWorkView {
  wbuf1: WorkBuf | undefined;
  wbuf2: WorkBuf | undefined;
  flushedWork = false;
  /** Bytes marked here that the cycle does not know of yet. */
  bytesMarked: Bytes = 0;
  /** Bytes of objects with pointers that were walked here. */
  heapScanWork: Bytes = 0;
  readonly #lists: WorkLists;

  constructor(lists: WorkLists) {
    this.#lists = lists;
  }

  isEmpty(): boolean {
    return (this.wbuf1?.objects.length ?? 0) === 0 && (this.wbuf2?.objects.length ?? 0) === 0;
  }

  put(object: Addr): void {
    let wbuf = this.wbuf1 ?? this.#init();
    if (wbuf.isFull) {
      wbuf = this.#swap();
      if (wbuf.isFull) {
        this.#lists.full.push(wbuf);
        this.flushedWork = true;
        wbuf = this.#lists.getEmpty();
        this.wbuf1 = wbuf;
      }
    }
    wbuf.objects.push(object);
  }

  /** A grey object, from the lists when there is none here; undefined when they have none either. */
  tryGet(): Addr | undefined {
    let wbuf = this.wbuf1 ?? this.#init();
    if (wbuf.objects.length === 0) {
      wbuf = this.#swap();
      if (wbuf.objects.length === 0) {
        const full = this.#lists.full.pop();
        if (full === undefined) return undefined;
        this.#lists.empty.push(wbuf);
        this.wbuf1 = full;
        wbuf = full;
      }
    }
    return wbuf.objects.pop();
  }

  /** Gives away part of what is here, for others to take. */
  balance(): void {
    const { wbuf1 } = this;
    if (wbuf1 === undefined) return;
    const wbuf2 = this.wbuf2 as WorkBuf;
    if (wbuf2.objects.length > 0) {
      this.#lists.full.push(wbuf2);
      this.wbuf2 = this.#lists.getEmpty();
    } else if (wbuf1.objects.length > BALANCE_MIN) {
      const kept = this.#lists.getEmpty();
      kept.objects.push(...wbuf1.objects.splice(Math.ceil(wbuf1.objects.length / 2)));
      this.#lists.full.push(wbuf1);
      this.wbuf1 = kept;
    } else return;
    this.flushedWork = true;
  }

  /** Gives away all that is here, buffers included. */
  dispose(): void {
    for (const wbuf of [this.wbuf1, this.wbuf2]) {
      if (wbuf === undefined) continue;
      if (wbuf.objects.length === 0) this.#lists.empty.push(wbuf);
      else {
        this.#lists.full.push(wbuf);
        this.flushedWork = true;
      }
    }
    this.wbuf1 = undefined;
    this.wbuf2 = undefined;
  }

  #init(): WorkBuf {
    const wbuf = this.#lists.getEmpty();
    this.wbuf1 = wbuf;
    this.wbuf2 = this.#lists.full.pop() ?? this.#lists.getEmpty();
    return wbuf;
  }

  #swap(): WorkBuf {
    const wbuf = this.wbuf2 as WorkBuf;
    this.wbuf2 = this.wbuf1;
    this.wbuf1 = wbuf;
    return wbuf;
  }
}
