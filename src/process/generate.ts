/**
 * Programs for a process, drawn at random: calls and accesses near the edges of what there is.
 *
 * A few labels and a few offsets, so that commands meet; lengths of a few pages mostly, and of huge pages now and then. Some
 * accesses are to what must fault.
 */
import type { Prng } from '../base/prng.ts';
import { MIB } from '../base/units.ts';
import { HUGE_PAGE, PAGE, PROT } from '../../spec/views/process.ts';
import { ADVICES, OVERCOMMITS } from './program.ts';
import type { Place, ProcessCommand, ProcessProgram } from './program.ts';

const RW = PROT.READ | PROT.WRITE;
const RX = PROT.READ | PROT.EXEC;
const PROTS = [RW, RW, RW, PROT.READ, PROT.NONE, RX, RW | PROT.EXEC];
const LABELS = ['a', 'b', 'c', 'd'];
const IMAGE = ['text', 'rodata', 'relro', 'data', 'data', 'bss', 'bss', 'heap', 'heap', 'stack'];
const COMMANDS_MAX = 40;
/** What a program writes: few, so that they are told apart in a report. */
const VALUES = [1, 2, 7, 0xff];
/** Frames of a call: small, of pages, past what is mapped, past the guard. */
const FRAMES = [16, 64, 4096, 65_536, 135_168, 1_048_576, 4_194_304, 8_388_608];

/** Of a first call, such that the stack grows by it, by one page or by many. */
const GROWING = [139_264, 1_048_576, 4_194_304];
/** What the system keeps free below a stack that grows. */
const GAP = MIB;

/** How many pages may be committed beyond the image's. */
const SPARE_PAGES = [8, 64, 2100];

type Maker = (rand: Prng) => readonly ProcessCommand[];

/** Each as often as it stands here. */
const MAKERS: readonly Maker[] = [
  mapped,
  mapped,
  mapped,
  guarded,
  hugeMapped,
  hugeMapped,
  givenBack,
  copied,
  forgotten,
  besideHeap,
  belowStack,
  atLimit,
  scarce,
  ofOnePage,
  permitted,
  (rand) => [{ op: 'munmap', at: pagePlace(rand), bytes: length(rand) }],
  (rand) => [{ op: 'mprotect', at: pagePlace(rand), bytes: length(rand), prot: rand.pick(PROTS) }],
  (rand) => [{ op: 'mprotect', at: pagePlace(rand), bytes: length(rand), prot: rand.pick(PROTS) }],
  advised,
  advised,
  advised,
  breakMoved,
  breakMoved,
  written,
  written,
  written,
  written,
  written,
  (rand) => [{ op: 'read', at: anyPlace(rand), bytes: accessBytes(rand) }],
  (rand) => [{ op: 'read', at: anyPlace(rand), bytes: accessBytes(rand) }],
  (rand) => [{ op: 'read', at: anyPlace(rand), bytes: accessBytes(rand) }],
  (rand) => [{ op: 'exec', at: anyPlace(rand), bytes: 1 }],
  (rand) => [{ op: 'call', bytes: rand.pick(FRAMES) }],
  (rand) => [{ op: 'call', bytes: rand.pick(FRAMES) }],
  () => [{ op: 'ret' }],
  (rand) => [{ op: 'reclaim', frames: rand.pick([1, 2, 1000]) }],
];

/** @param commandsMax  most commands, from 1 */
export function generateProcessProgram(rand: Prng, commandsMax = COMMANDS_MAX): ProcessProgram {
  const overcommit = rand.pick(OVERCOMMITS);
  const spareFrames = rand.pick([4, 16, 1600, 1600, 4096]);
  const sparePages = rand.pick(SPARE_PAGES);
  const wanted = rand.between(1, commandsMax);
  // A program is of a few kinds of commands, so that they meet more often.
  const makers = MAKERS.filter(() => !rand.oneIn(3));
  const commands: ProcessCommand[] = [];
  while (commands.length < wanted) {
    commands.push(...rand.pick(makers.length === 0 ? MAKERS : makers)(rand));
  }
  return {
    config: { overcommit, spareFrames, sparePages },
    commands: commands.slice(0, commandsMax),
  };
}

function mapped(rand: Prng): readonly ProcessCommand[] {
  return [
    {
      op: 'mmap',
      label: rand.pick(LABELS),
      bytes: rand.oneIn(30) ? 0 : length(rand),
      prot: rand.pick(PROTS),
      isReserveless: rand.oneIn(4),
      kind: 'mapping',
      at: rand.oneIn(3) ? pagePlace(rand) : undefined,
    },
  ];
}

/** A mapping between two guard pages, with what is written at an edge of it. */
function guarded(rand: Prng): readonly ProcessCommand[] {
  const bytes = rand.pick([1, 2, 3]) * PAGE;
  const base = { op: 'mmap', isReserveless: false } as const;
  const at: Place = { base: 'g', offset: PAGE };
  const edge = rand.pick([-1, 0, bytes - 4, bytes]);
  return [
    { ...base, label: 'g', bytes: bytes + 2 * PAGE, prot: PROT.NONE, kind: 'guard', at: undefined },
    { ...base, label: 'a', bytes, prot: RW, kind: 'mapping', at },
    { op: 'write', at: { base: 'a', offset: edge }, bytes: 8, value: rand.pick(VALUES) },
  ];
}

/** A page, written or only read, that is given back, and then perhaps accessed again before the system takes it, or after. */
function givenBack(rand: Prng): readonly ProcessCommand[] {
  const at: Place = { base: rand.pick(['bss', 'heap', ...LABELS]), offset: 0 };
  const again: readonly ProcessCommand[] = [
    { op: 'read', at, bytes: 1 },
    { op: 'write', at, bytes: 8, value: rand.pick(VALUES) },
    { op: 'reclaim', frames: rand.pick([1, 1000]) },
    { op: 'read', at, bytes: 16 },
  ];
  const before: ProcessCommand = rand.oneIn(4)
    ? { op: 'read', at, bytes: 1 }
    : { op: 'write', at, bytes: 16, value: rand.pick(VALUES) };
  return [
    before,
    { op: 'madvise', at, bytes: PAGE, advice: 'free' },
    ...again.filter(() => !rand.oneIn(3)),
  ];
}

/** A page that is read first, and then written: of the executable, or of zeroes. */
function copied(rand: Prng): readonly ProcessCommand[] {
  const at = pagePlace(rand);
  return [
    { op: 'read', at, bytes: 1 },
    { op: 'write', at, bytes: 1, value: rand.pick(VALUES) },
  ];
}

/** Pages that are written, and given up to a byte in the last one of them. */
function forgotten(rand: Prng): readonly ProcessCommand[] {
  const at = pagePlace(rand);
  const bytes = rand.pick([1, 2, 3]) * PAGE;
  const less = rand.pick([0, 1, PAGE - 1]);
  return [
    { op: 'write', at, bytes, value: rand.pick(VALUES) },
    { op: 'madvise', at, bytes: bytes - less, advice: 'dontneed' },
    { op: 'read', at, bytes },
  ];
}

/** A mapping right above the heap, or a page apart, and the break moved. */
function besideHeap(rand: Prng): readonly ProcessCommand[] {
  const pages = rand.pick([1, 2]);
  const at: Place = { base: 'heap', offset: (pages + rand.below(2)) * PAGE };
  const base = { op: 'mmap', label: rand.pick(LABELS), isReserveless: false } as const;
  return [
    { op: 'brk', delta: pages * PAGE },
    { ...base, bytes: PAGE, prot: rand.pick(PROTS), kind: 'mapping', at },
    { op: 'brk', delta: rand.pick([-1, 1]) * PAGE },
  ];
}

/** A mapping so near to where the stack is about to grow that it may not, or just far enough away. */
function belowStack(rand: Prng): readonly ProcessCommand[] {
  const frame = rand.pick(GROWING);
  const free = rand.pick([0, PAGE, GAP - PAGE, GAP]);
  const at: Place = { base: 'stack', offset: -(frame + free + PAGE) };
  const base = { op: 'mmap', label: rand.pick(LABELS), isReserveless: false } as const;
  return [
    { ...base, bytes: PAGE, prot: rand.pick(PROTS), kind: 'mapping', at },
    { op: 'call', bytes: frame },
  ];
}

/** A mapping of all pages that may be committed, or of one more, perhaps in the place of another. */
function atLimit(rand: Prng): readonly ProcessCommand[] {
  const bytes = (rand.pick(SPARE_PAGES) + rand.below(2)) * PAGE;
  const base = { op: 'mmap', prot: RW, isReserveless: false, kind: 'mapping' } as const;
  const whole: ProcessCommand = { ...base, label: rand.pick(LABELS), bytes, at: undefined };
  if (rand.oneIn(2)) return [whole];
  const at: Place = { base: 'a', offset: 0 };
  return [
    { ...base, label: 'a', bytes: PAGE, at: undefined },
    { ...whole, at },
  ];
}

/** A mapping that may not be written at first, and so costs nothing that is committed. */
function permitted(rand: Prng): readonly ProcessCommand[] {
  const label = rand.pick(LABELS);
  const bytes = length(rand);
  const base = { op: 'mmap', label, bytes, isReserveless: false, kind: 'mapping' } as const;
  return [
    { ...base, prot: rand.pick([PROT.NONE, PROT.READ]), at: undefined },
    { op: 'mprotect', at: { base: label, offset: 0 }, bytes, prot: RW },
  ];
}

function breakMoved(rand: Prng): readonly ProcessCommand[] {
  return [{ op: 'brk', delta: rand.pick([1, 8, 4096, 12_288, 40_000, -1, -4096, -10_000]) }];
}

/** Pages that are written and given back, and others that want their frames. */
function scarce(rand: Prng): readonly ProcessCommand[] {
  const label = rand.pick(LABELS);
  const bytes = rand.pick([2, 4]) * PAGE;
  const first: Place = { base: label, offset: 0 };
  const second: Place = { base: label, offset: bytes };
  const base = { op: 'mmap', prot: RW, isReserveless: true, kind: 'mapping' } as const;
  return [
    { ...base, label, bytes: 2 * bytes, at: undefined },
    { op: 'write', at: first, bytes, value: rand.pick(VALUES) },
    { op: 'madvise', at: first, bytes, advice: 'free' },
    { op: 'write', at: second, bytes, value: rand.pick(VALUES) },
  ];
}

/** Text and data, which may be of one page of the file. */
function ofOnePage(rand: Prng): readonly ProcessCommand[] {
  const read = (base: string): ProcessCommand => ({
    op: 'read',
    at: { base, offset: 0 },
    bytes: 1,
  });
  return rand.oneIn(2) ? [read('text'), read('data')] : [read('data'), read('text')];
}

/** A mapping with huge pages in it, one that is written, and perhaps a call for a part of it. */
function hugeMapped(rand: Prng): readonly ProcessCommand[] {
  const label = rand.pick(LABELS);
  const bytes = 2 * HUGE_PAGE;
  const at: Place = { base: label, offset: 0 };
  const isReserveless = rand.oneIn(3);
  const offset = rand.below(4) * (HUGE_PAGE / 2) + rand.below(3) * PAGE;
  const part: Place = { base: label, offset: rand.below(4) * (HUGE_PAGE / 2) };
  const length = rand.pick([1, 2, HUGE_PAGE / PAGE / 2, HUGE_PAGE / PAGE]) * PAGE;
  const calls: readonly ProcessCommand[] = [
    { op: 'munmap', at: part, bytes: length },
    {
      op: 'mprotect',
      at: part,
      bytes: length,
      prot: rand.pick([PROT.NONE, PROT.NONE, RW, PROT.READ]),
    },
    { op: 'madvise', at: part, bytes: length, advice: rand.pick(ADVICES) },
    { op: 'madvise', at: part, bytes: length, advice: 'nohuge' },
  ];
  return [
    { op: 'mmap', label, bytes, prot: RW, isReserveless, kind: 'mapping', at: undefined },
    { op: 'madvise', at, bytes, advice: 'huge' },
    { op: 'write', at: { base: label, offset }, bytes: 1, value: rand.pick(VALUES) },
    ...(rand.oneIn(3) ? [] : [rand.pick(calls)]),
  ];
}

function advised(rand: Prng): readonly ProcessCommand[] {
  const advice = rand.pick([...ADVICES, 'dontneed', 'free', 'free'] as const);
  return [{ op: 'madvise', at: pagePlace(rand), bytes: length(rand), advice }];
}

function written(rand: Prng): readonly ProcessCommand[] {
  const [at, bytes] = [anyPlace(rand), accessBytes(rand)];
  return [{ op: 'write', at, bytes, value: rand.pick(VALUES) }];
}

/** Mostly whole pages. */
function length(rand: Prng): number {
  if (rand.oneIn(12)) return rand.pick([HUGE_PAGE, 2 * HUGE_PAGE, HUGE_PAGE + PAGE]);
  return rand.pick([1, 1, 2, 3, 4]) * PAGE - (rand.oneIn(6) ? 1 : 0);
}

function accessBytes(rand: Prng): number {
  return rand.pick([1, 1, 8, 8, 100, 4096, 4097, 9000]);
}

function baseOf(rand: Prng): string {
  return rand.oneIn(2) ? rand.pick(LABELS) : rand.pick(IMAGE);
}

/** On a page, but now and then. */
function pagePlace(rand: Prng): Place {
  const base = baseOf(rand);
  if (rand.oneIn(40)) return { base, offset: 8 };
  const far = rand.oneIn(12) ? HUGE_PAGE / 2 : 0;
  // What there is of a stack is below its top.
  if (base === 'stack') return { base, offset: -rand.between(1, 4) * PAGE - far };
  return { base, offset: rand.below(4) * PAGE + far };
}

/** Anywhere near the edges of pages. */
function anyPlace(rand: Prng): Place {
  if (rand.oneIn(25)) return { base: rand.pick(['null', 'guard']), offset: rand.pick([0, 8, -1]) };
  const { base, offset } = pagePlace(rand);
  return { base, offset: offset + rand.pick([0, 0, 1, 48, 4095, -1]) };
}
