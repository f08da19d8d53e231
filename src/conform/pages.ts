/**
 * Programs for the page allocator: made from a seed, run by the model while they are made, and compared with what Go's
 * own page allocator answered. The model runs ahead so that a program frees what it was given.
 */
import type { Prng } from '../base/prng.ts';
import type { Pages } from '../base/units.ts';
import { PAGE_CACHE_PAGES, PALLOC_CHUNK_PAGES } from '../../spec/views/go.ts';
import { PAGE_CACHES, PageMachine } from './page-machine.ts';
import type { PageModel } from './page-machine.ts';
import { Tally } from './part.ts';
import type { Part } from './part.ts';

export interface PageProgram {
  readonly commands: readonly string[];
  /** The model's, one for each command. */
  readonly answers: readonly string[];
}

interface Run {
  readonly page: number;
  readonly npages: Pages;
}

/** Sets of chunks: side by side, with gaps, and so far apart that they share no summary but the root. */
const LAYOUTS: readonly (readonly number[])[] = [
  [0],
  [0, 1],
  [0, 1, 2, 3],
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [0, 2],
  [0, 3, 4],
  [0, 7, 8, 63, 64],
  [0, 511, 512],
  [0, 4095, 4096],
  [0, 1, 40_000, 40_001],
];

/** A program of so many commands, and a look at the state. */
export function pageProgram(prng: Prng, model: PageModel, length: number): PageProgram {
  const maker = new Maker(prng, model, prng.pick(LAYOUTS));
  for (let i = 0; i < length; i += 1) maker.step();
  maker.tell('e');
  return maker;
}

/** What the model answers to commands. */
export function pageAnswers(commands: readonly string[], model: PageModel): readonly string[] {
  const machine = new PageMachine(model);
  return commands.map((command) => machine.do(command));
}

/** Compares the model's answers with Go's. */
export function comparePages({ commands, answers }: PageProgram, go: readonly string[]): Part {
  const compared = new Tally();
  let program = 0;
  let start = 0;
  for (const [i, command] of commands.entries()) {
    if (command.startsWith('p')) {
      program += 1;
      start = i;
    }
    const [model = '', real = 'no answer'] = [answers[i], go[i]];
    if (model !== real) {
      const at = `program ${program}, command ${i - start + 1}; it begins ${recipe(commands.slice(start, i))}`;
      return { compared, difference: { at, request: command, go: real, model } };
    }
    compared.add(KINDS[command.charAt(0)] as string);
  }
  return { compared };
}

/** Of commands, by their letter. */
const KINDS: Readonly<Record<string, string>> = {
  p: 'page programs',
  a: 'allocations of pages',
  f: 'frees',
  c: 'page caches filled',
  k: 'allocations from a page cache',
  l: 'page caches given back',
  s: 'scavenges',
  g: 'chunks added',
  e: 'states of bitmaps and summaries',
};

/** The commands that led to a difference, as many as fit a screen. */
function recipe(commands: readonly string[]): string {
  const most = 40;
  const rest = commands.length > most ? `; … ${commands.length - most} more` : '';
  return commands.slice(0, most).join('; ') + rest;
}

class Maker implements PageProgram {
  readonly commands: string[] = [];
  readonly answers: string[] = [];
  readonly #prng: Prng;
  readonly #machine: PageMachine;
  readonly #runs: Run[] = [];
  /** Pages that each page cache has left, as far as its answers tell. */
  readonly #cached: Pages[] = new Array<Pages>(PAGE_CACHES).fill(0);
  #lastChunk: number;

  constructor(prng: Prng, model: PageModel, chunks: readonly number[]) {
    this.#prng = prng;
    this.#machine = new PageMachine(model);
    this.#lastChunk = chunks.at(-1) as number;
    this.tell(`p ${chunks.join(' ')}`);
  }

  step(): void {
    switch (this.#prng.pick(STEPS)) {
      case 'alloc':
        return this.#alloc();
      case 'free':
        return this.#free();
      case 'fill':
        return this.#fill();
      case 'take':
        return this.#take();
      case 'flush':
        return this.#flush();
      case 'scavenge':
        return void this.tell(`s ${this.#prng.pick([1, 2, 8, 40, 300, 5000])}`);
      case 'grow':
        return this.#grow();
      case 'state':
        return void this.tell('e');
    }
  }

  tell(command: string): string {
    const answer = this.#machine.do(command);
    this.commands.push(command);
    this.answers.push(answer);
    return answer;
  }

  #alloc(): void {
    const npages = this.#size();
    this.#keep(this.tell(`a ${npages}`), npages);
  }

  /** All of a run, or a part of it. */
  #free(): void {
    const prng = this.#prng;
    const i = prng.below(Math.max(1, this.#runs.length));
    const run = this.#runs[i];
    if (run === undefined) return this.#alloc();
    const first = prng.oneIn(3) ? prng.below(run.npages) : 0;
    const npages = prng.oneIn(3) ? prng.between(1, run.npages - first) : run.npages - first;
    const rest = [
      { page: run.page, npages: first },
      { page: run.page + first + npages, npages: run.npages - first - npages },
    ];
    this.#runs.splice(i, 1, ...rest.filter((each) => each.npages > 0));
    this.tell(`f ${run.page + first} ${npages}`);
  }

  #fill(): void {
    const slot = this.#cached.indexOf(0);
    if (slot < 0) return this.#take();
    const [, cache = ''] = this.tell(`c ${slot}`).split(' ');
    this.#cached[slot] = onesIn(cache);
  }

  #take(): void {
    const slot = this.#cached.findIndex((left) => left > 0);
    if (slot < 0) return this.#alloc();
    const prng = this.#prng;
    const npages = prng.oneIn(4) ? prng.between(1, PAGE_CACHE_PAGES) : 1 + prng.below(4);
    const isServed = this.#keep(this.tell(`k ${slot} ${npages}`), npages);
    if (isServed) this.#cached[slot] = (this.#cached[slot] as number) - npages;
  }

  #flush(): void {
    const slot = this.#cached.findIndex((left) => left > 0);
    if (slot < 0) return this.#free();
    this.tell(`l ${slot}`);
    this.#cached[slot] = 0;
  }

  #grow(): void {
    this.#lastChunk += this.#prng.pick([1, 1, 1, 2, 9]);
    this.tell(`g ${this.#lastChunk}`);
  }

  #size(): Pages {
    const prng = this.#prng;
    switch (prng.below(4)) {
      case 0:
        return 1;
      case 1:
        return prng.between(2, 16);
      case 2:
        return prng.between(1, 150);
      default:
        return prng.pick([63, 64, 65, 127, 128, 256, 511, PALLOC_CHUNK_PAGES, 513, 1024, 1500]);
    }
  }

  /** Notes the pages that an answer gives, to be freed later. */
  #keep(answer: string, npages: Pages): boolean {
    const page = Number.parseInt(answer, 10);
    if (!Number.isInteger(page)) return false;
    this.#runs.push({ page, npages });
    return true;
  }
}

type Step = 'alloc' | 'free' | 'fill' | 'take' | 'flush' | 'scavenge' | 'grow' | 'state';

/** How often each is done. */
const STEPS: readonly Step[] = [
  ...new Array<Step>(8).fill('alloc'),
  ...new Array<Step>(7).fill('free'),
  ...new Array<Step>(2).fill('fill'),
  ...new Array<Step>(4).fill('take'),
  'flush',
  ...new Array<Step>(2).fill('scavenge'),
  'grow',
  'state',
];

/** Set bits of a number in hexadecimal. */
function onesIn(hex: string): number {
  let ones = 0;
  for (const digit of hex) {
    for (let left = Number.parseInt(digit, 16); left > 0; left >>>= 1) ones += left & 1;
  }
  return ones;
}
