import type { Subject } from '../../spec/subject.ts';
import type { Block } from '../../spec/views/client.ts';
import type { Bytes } from '../base/units.ts';
import type { Compared, Point } from './compared.ts';

const NOTHING: Point = { commands: 0, footprint: undefined, live: 0, usable: 0 };

/** Follows how large a heap is, command by command. */
export class SizeMeter {
  /** Of live blocks, as their client may use. */
  usable: Bytes = 0;
  readonly #subject: Subject;
  readonly #commands: number;
  readonly #count: number;
  readonly #points: Point[] = [];
  #peak: Point;
  #peakLive: Bytes = 0;
  /** Of the footprints after each command so far. */
  #sum = 0;
  #ran = 0;

  /**
   * @param commands  of the program
   * @param count     points that are kept, at most: 1 or more
   */
  constructor(subject: Subject, commands: number, count: number) {
    this.#subject = subject;
    this.#commands = commands;
    this.#count = Math.min(count, commands);
    this.#peak = { ...NOTHING, footprint: this.#footprint() };
  }

  given({ usable }: Block): void {
    this.usable += usable;
  }

  gone({ usable }: Block): void {
    this.usable -= usable;
  }

  /** A command was run. @param live  bytes, as asked for */
  ran(live: Bytes): void {
    this.#ran += 1;
    const footprint = this.#footprint();
    const point = { commands: this.#ran, footprint, live, usable: this.usable };
    this.#sum += footprint ?? 0;
    if (live > this.#peakLive) this.#peakLive = live;
    if (heightOf(point) > heightOf(this.#peak)) this.#peak = point;
    const due = Math.ceil(((this.#points.length + 1) * this.#commands) / this.#count);
    if (this.#ran === due) this.#points.push(point);
  }

  result(): Pick<Compared, 'points' | 'peak' | 'mean' | 'peakLive' | 'bookkeeping'> {
    const isTold = this.#footprint() !== undefined && this.#ran > 0;
    return {
      points: this.#points,
      peak: this.#peak,
      mean: isTold ? Math.round(this.#sum / this.#ran) : undefined,
      peakLive: this.#peakLive,
      bookkeeping: this.#subject.tcmalloc?.metadataBytes,
    };
  }

  #footprint(): Bytes | undefined {
    const { os, tcmalloc } = this.#subject;
    return os === undefined ? undefined : os.residentBytes - (tcmalloc?.metadataBytes ?? 0);
  }
}

function heightOf({ footprint, usable }: Point): Bytes {
  return footprint ?? usable;
}
