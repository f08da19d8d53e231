/** Runs programs in a real runtime and in the model, and compares. */
import { setImmediate } from 'node:timers/promises';
import { AdapterFailed, Interrupted, UsageError } from '../base/errors.ts';
import { Prng, mixSeed } from '../base/prng.ts';
import { findGo } from '../adapters/go-toolchain.ts';
import type { GoToolchain } from '../adapters/go-toolchain.ts';
import { GoWorkshop } from '../adapters/go-workshop.ts';
import { compareEscape, compilerMessages } from '../conform/escape.ts';
import { comparePacer } from '../conform/pacer.ts';
import type { PacerRecord } from '../conform/pacer.ts';
import { comparePages, pageProgram } from '../conform/pages.ts';
import type { PageProgram } from '../conform/pages.ts';
import { Tally } from '../conform/part.ts';
import type { Part } from '../conform/part.ts';
import { REAL_PROGRAMS, SLOTS } from '../conform/programs.ts';
import type { TracedProgram } from '../conform/programs.ts';
import { compareTrace } from '../conform/replay.ts';
import { compareSizes } from '../conform/sizes.ts';
import { parseTrace } from '../conform/trace.ts';
import { generateTogether } from '../escape/generate.ts';
import type { TraceEvent } from '../conform/trace.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { printEscape } from '../../models/escape/print.ts';
import { GcController } from '../../models/go/gc-controller.ts';
import { GoHeap } from '../../models/go/go-heap.ts';
import { PageAlloc } from '../../models/go/page-alloc.ts';
import { PageCache } from '../../models/go/page-cache.ts';
import { roundupsize } from '../../models/go/sizeclasses.ts';
import { consMarkFromPi } from '../../models/mutants/go/cons-mark-from-pi.ts';
import { loadModule } from '../../models/mutants/load.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';
import type { ConformPart, ConformReport } from '../report/conform-text.ts';
import { amount } from '../report/words.ts';
import { StatusLine } from './status.ts';
import type { Terminal } from './terminal.ts';

export interface ConformSettings {
  /** The go command. */
  readonly go: string;
  readonly seed: number;
  /** For the page allocator; others are in proportion. */
  readonly programs: number;
}

/** Page programs for each of the others. */
const PAGE_PROGRAMS_PER_SLOT_PROGRAM = 10;
const PAGE_PROGRAMS_PER_PACER_CASE = 100;
const PAGE_PROGRAMS_PER_ESCAPE_PROGRAM = 50;
/** Programs of the small language that are compiled at a time, and statements of each. */
const ESCAPE_BATCH = 50;
const ESCAPE_STATEMENTS = 24;
/** Page programs that are made and run at a time. */
const BATCH = 2000;
/** Most commands of a page program. */
const COMMANDS_MAX = 80;
/** Milliseconds between two looks at the status line. */
const TICK_MS = 200;
/** Up to this version of Go 1 consMark is smoothed by a PI controller; the model has the newer way. */
const PI_MINOR_MAX = 19;
/** The version of Go 1 whose escape analysis the model has: later ones differ in places. */
const ESCAPE_MINOR = 19;

/** What a part is told of besides its comparison. */
interface Plan {
  readonly id: string;
  readonly what: string;
  readonly run: () => Promise<Part | Skipped>;
}

interface Skipped {
  readonly skipped: string;
}

/**
 * @throws {AdapterFailed} when there is no toolchain, or it cannot build or run what is compared with
 */
export async function conformGo(
  settings: ConformSettings,
  terminal: Terminal,
  told: (part: ConformPart) => void,
): Promise<ConformReport> {
  return await inWorkshop(settings, terminal, async (session) => {
    const start = terminal.now();
    const parts: ConformPart[] = [];
    const interrupted = await session.untilInterrupted(async () => {
      for (const { id, what, run } of plans(session)) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as they are told
        const part = { id, what, ...(await run()) };
        session.status.clear();
        parts.push(part);
        told(part);
      }
    });
    const seconds = (terminal.now() - start) / 1000;
    return { go: session.go.version, seed: settings.seed, parts, seconds, interrupted };
  });
}

/**
 * Runs `work` with a toolchain and a workshop, which is taken away afterwards however it ends.
 *
 * @throws {Interrupted} after Ctrl-C, unless `work` ends by itself
 */
export async function inWorkshop<T>(
  settings: ConformSettings,
  terminal: Terminal,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const takeBack = terminal.onInterrupt(() => controller.abort());
  try {
    const go = await findGo(settings.go, terminal.env, controller.signal);
    const session = new Session(settings, { go, signal: controller.signal, terminal });
    try {
      return await work(session);
    } finally {
      session.close();
    }
  } catch (error) {
    if (controller.signal.aborted) throw new Interrupted('interrupted');
    throw error;
  } finally {
    takeBack();
  }
}

interface Surroundings {
  readonly go: GoToolchain;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** A toolchain at work: the real side of each comparison. */
export class Session {
  readonly settings: ConformSettings;
  readonly go: GoToolchain;
  readonly status: StatusLine;
  readonly workshop: GoWorkshop;
  readonly #signal: AbortSignal;
  readonly #ticker: NodeJS.Timeout;
  #phase = '';
  #hasTests = false;

  constructor(settings: ConformSettings, { go, signal, terminal }: Surroundings) {
    this.settings = settings;
    this.go = go;
    this.workshop = new GoWorkshop(go, signal);
    this.status = new StatusLine(terminal);
    this.#signal = signal;
    this.#ticker = setInterval(() => this.status.show(() => this.#phase), TICK_MS);
  }

  close(): void {
    clearInterval(this.#ticker);
    this.status.clear();
    this.workshop.close();
  }

  /** Whether Ctrl-C ended `work` before its end. */
  async untilInterrupted(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
    } catch (error) {
      if (!this.#signal.aborted) throw error;
    }
    return this.#signal.aborted;
  }

  phase(text: string): void {
    this.#phase = `${this.go.version}: ${text}`;
    this.#signal.throwIfAborted();
  }

  /** The test of the runtime, built when it is first needed. */
  async tests(): Promise<GoWorkshop> {
    if (!this.#hasTests) {
      this.phase('building the test of the runtime');
      await this.workshop.buildTests();
      this.#hasTests = true;
    }
    return this.workshop;
  }

  async trace({ id, gogc }: TracedProgram, size: number): Promise<Buffer> {
    this.phase(`building ${id} with a runtime that records`);
    await this.workshop.buildProgram(id);
    this.phase(`running ${id}`);
    return await this.workshop.trace(id, [String(this.settings.seed >>> 0), String(size)], gogc);
  }

  /** Page programs of the model, made from the seed: from number `first` on. */
  async pagePrograms(first: number, count: number): Promise<PageProgram> {
    const { hugePages } = await (await this.tests()).answerPages([]);
    const model = { PageAlloc, PageCache, hugePages };
    const commands: string[] = [];
    const answers: string[] = [];
    for (let i = first; i < first + count; i += 1) {
      const prng = new Prng(mixSeed(this.settings.seed, i));
      const program = pageProgram(prng, model, prng.between(1, COMMANDS_MAX));
      commands.push(...program.commands);
      answers.push(...program.answers);
    }
    return { commands, answers };
  }
}

function plans(session: Session): readonly Plan[] {
  const { programs } = session.settings;
  const slots = { ...SLOTS, size: Math.ceil(programs / PAGE_PROGRAMS_PER_SLOT_PROGRAM) };
  const traced = (program: TracedProgram): Plan => ({
    id: program.id,
    what: program.what,
    run: () => traceOf(session, program),
  });
  return [
    { id: 'sizes', what: 'size rounding', run: () => sizesOf(session) },
    { id: 'pages', what: 'page allocator, page cache, scavenger', run: () => pagesOf(session) },
    { id: 'pacer', what: 'pacer goals and triggers', run: () => pacerOf(session) },
    { ...traced(slots), run: () => slotsOf(session, slots) },
    ...REAL_PROGRAMS.map(traced),
    { id: 'escape', what: 'escape analysis of the compiler', run: () => escapeOf(session) },
  ];
}

async function sizesOf(session: Session): Promise<Part> {
  const { sizes } = await (await session.tests()).answerPages([]);
  return compareSizes(sizes, roundupsize);
}

async function pagesOf(session: Session): Promise<Part> {
  const { programs } = session.settings;
  const compared = new Tally();
  const workshop = await session.tests();
  for (let first = 0; first < programs; first += BATCH) {
    session.phase(`page programs, ${amount(first)} of ${amount(programs)}`);
    /* oxlint-disable no-await-in-loop -- Ctrl-C and the status line have their turn */
    await setImmediate();
    const batch = await session.pagePrograms(first, Math.min(BATCH, programs - first));
    const { answers } = await workshop.answerPages(batch.commands);
    /* oxlint-enable no-await-in-loop */
    const part = comparePages(batch, answers);
    compared.addAll(part.compared);
    if (part.difference !== undefined) return { compared, difference: part.difference };
  }
  return { compared };
}

async function pacerOf(session: Session): Promise<Part | Skipped> {
  const Controller = controllerLike(session.go.minor);
  if (Controller === undefined) {
    return { skipped: 'the model has to be patched for Go 1.19, and its sources are not here' };
  }
  const { seed, programs } = session.settings;
  const workshop = await session.tests();
  session.phase('pacer programs');
  const cases = Math.ceil(programs / PAGE_PROGRAMS_PER_PACER_CASE);
  const record = JSON.parse(await workshop.recordPacer(seed, cases)) as PacerRecord;
  return comparePacer(record, Controller);
}

/** The pacer as that version has it. */
function controllerLike(minor: number): typeof GcController | undefined {
  if (minor > PI_MINOR_MAX) return GcController;
  try {
    const exports = loadModule('models/go/gc-controller.ts', consMarkFromPi);
    return exports['GcController'] as typeof GcController;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

async function escapeOf(session: Session): Promise<Part | Skipped> {
  const { minor, version } = session.go;
  if (minor !== ESCAPE_MINOR)
    return {
      skipped: `the model has the escape analysis of Go 1.${ESCAPE_MINOR}, and this is ${version}`,
    };
  const { programs, seed } = session.settings;
  const count = Math.ceil(programs / PAGE_PROGRAMS_PER_ESCAPE_PROGRAM);
  const compared = new Tally();
  for (let first = 0; first < count; first += ESCAPE_BATCH) {
    session.phase(`programs of the small language, ${amount(first)} of ${amount(count)}`);
    const batch = Math.min(ESCAPE_BATCH, count - first);
    const raw = generateTogether(new Prng(mixSeed(seed, first)), batch, ESCAPE_STATEMENTS);
    // The compiler refuses what is not used, so it is printed once more with a use of that.
    const text = printEscape(loadEscape(raw, 'generated.go'));
    // oxlint-disable-next-line no-await-in-loop -- one after the other, in one folder
    const messages = compilerMessages(await session.workshop.escapeMessages(text));
    const part = compareEscape(text, messages);
    compared.add('programs', batch);
    compared.addAll(part.compared);
    if (part.difference !== undefined) return { compared, difference: part.difference };
  }
  return { compared };
}

async function slotsOf(session: Session, slots: TracedProgram): Promise<Part> {
  const { compared, difference } = await traceOf(session, slots);
  if (difference !== undefined) return { compared, difference };
  const all = new Tally();
  all.add('slot-order programs', slots.size);
  all.addAll(compared);
  return { compared: all };
}

async function traceOf(session: Session, program: TracedProgram): Promise<Part> {
  const bytes = await session.trace(program, program.size);
  session.phase(`running ${program.id} in the model`);
  const events = parseTrace(bytes, program.id);
  refuseUnlikeSystem(events, program.id);
  return compareTrace(events, GoHeap);
}

/** @throws {AdapterFailed} where nothing was recorded, or the system's pages are larger than those that the model has */
function refuseUnlikeSystem(events: readonly TraceEvent[], id: string): void {
  const system = events.find((event) => event.kind === 'system');
  if (system === undefined) throw new AdapterFailed(`the Go program ${id} recorded nothing`);
  if (system.pageBytes <= PAGE_BYTES) return;
  throw new AdapterFailed(
    `the system's pages are of ${system.pageBytes} B; the model has none above ${PAGE_BYTES} B`,
  );
}
