/**
 * The sorter: of many runs that broke something, which show the same bug.
 *
 *     run that broke something
 *       |  a part of it that does what a known smallest program does breaks the same   -> that bug
 *       |  its invariant was shrunk for often enough, and nothing new came of it       -> unsorted
 *       v
 *     shrink, until it is of a known signature                                         -> that bug
 *       |                                                or nothing smaller is found   -> a new bug
 *
 * So a bug is shrunk to its end once, and each more run that shows it costs a few executions of a few commands. All is a
 * function of the runs in their order.
 *
 * What is missed: a bug whose programs hold a known bug of the same invariant too, for there the known one is seen; one that
 * is shrunk to the same signature; and one that comes up only when its invariant was shrunk for in vain too often. Each
 * shows when the known bug is mended. And one bug is told twice where it breaks two invariants, neither of which implies
 * the other, in programs of two shapes.
 */
import { partsLike } from '../engine/parts.ts';
import { shapeOf } from '../engine/signature.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { breaksOf, leadOf, shrinkingFinding } from './broken-run.ts';
import type { Break, BrokenRun } from './broken-run.ts';
import type { CampaignFinding, ShrinkProgress } from './result.ts';

/** Times that programs are shrunk for an invariant of a known bug, and only known ones come of it. */
const SHRINKS_IN_VAIN_MAX = 3;

/** Parts of a program that are run to see which bug it shows. */
const PARTS_MAX = 32;

/** A bug. */
interface Known {
  readonly found: CampaignFinding;
  readonly shape: string;
  /** What its smallest program breaks, and what the runs that show it broke first. */
  readonly ids: Set<string>;
  runs: number;
}

/** One evaluation of the shrinker: for a run that breaks something new, or what a known bug breaks too. */
export type Shrinking = 'new' | 'again';

export class Sorter {
  /** Runs that broke what a known bug breaks, and were not looked into. */
  unsorted = 0;
  /** How far the program was made smaller that is sorted now, or was last. */
  shrink: ShrinkProgress | undefined;
  readonly #max: number;
  readonly #known: Known[] = [];
  /** Shrinks that came to nothing new, by the invariant that they were for. */
  readonly #inVain = new Map<string, number>();

  /** @param max  bugs that are looked for */
  constructor(max: number) {
    this.#max = max;
  }

  /** Whether there are as many bugs as were looked for. */
  get isFull(): boolean {
    return this.#known.length >= this.#max;
  }

  get findings(): readonly CampaignFinding[] {
    return this.#known.map(({ found, runs }) => ({ ...found, runs }));
  }

  /**
   * Finds out which bug a run shows.
   *
   * @yields   after each evaluation of the shrinker; goes on when `next` is given true, and else ends with what is known
   * @returns  the bug, when it is new
   */
  *sort(broken: BrokenRun): Generator<Shrinking, CampaignFinding | undefined, boolean> {
    const lead = leadOf(broken);
    const candidates = this.#known.filter(({ ids }) => ids.has(lead)).toSorted(byRuns);
    const partsMax = Math.ceil(PARTS_MAX / candidates.length);
    const shown = candidates.find((known) => isShown(known, broken, { lead, partsMax }));
    if (shown !== undefined) return count(shown, lead);
    const inVain = this.#inVain.get(lead) ?? 0;
    if (candidates.length > 0 && inVain >= SHRINKS_IN_VAIN_MAX) return this.#leave();
    const kind = candidates.length > 0 ? 'again' : 'new';
    const { known, found, stopped } = yield* this.#shrunk(broken, kind);
    if (known !== undefined) {
      this.#inVain.set(lead, inVain + 1);
      return count(known, lead);
    }
    // Stopped half-way, what is left of it says nothing of whether it is another bug.
    if (stopped && kind === 'again') return this.#leave();
    const ids = new Set([found.finding.invariant, ...found.alsoBroken, lead]);
    const shape = found.repeats ? shapeOf(found.shrunk.program, broken.subject.edges) : NO_SHAPE;
    this.#known.push({ found, shape, ids, runs: 1 });
    return found;
  }

  *#shrunk(
    broken: BrokenRun,
    kind: Shrinking,
  ): Generator<
    Shrinking,
    {
      readonly known: Known | undefined;
      readonly found: CampaignFinding;
      readonly stopped: boolean;
    },
    boolean
  > {
    const { edges } = broken.subject;
    let known: Known | undefined;
    const from = commandCount(broken.program);
    let commands = from;
    const look = (candidate: Program, breaks: readonly Break[]): boolean => {
      commands = Math.min(commands, commandCount(candidate));
      known = this.#like(candidate, breaks, edges);
      return known !== undefined;
    };
    const steps = shrinkingFinding(broken, look);
    let goesOn = true;
    let next = steps.next(true);
    while (next.done !== true) {
      this.shrink = { from, commands, evaluations: next.value };
      if (goesOn) goesOn = yield kind;
      next = steps.next(goesOn);
    }
    const found = next.value;
    if (!found.repeats) known = this.#known.find((each) => isUnrepeated(each, found));
    return { known, found, stopped: !goesOn };
  }

  /** The bug of whose signature a program is. */
  #like(candidate: Program, breaks: readonly Break[], edges: readonly number[]): Known | undefined {
    const count = commandCount(candidate);
    const alike = this.#known.filter(
      ({ ids, found }) =>
        commandCount(found.shrunk.program) === count &&
        breaks.some(({ finding }) => ids.has(finding.invariant)),
    );
    if (alike.length === 0) return undefined;
    const shape = shapeOf(candidate, edges);
    return alike.find((each) => each.shape === shape);
  }

  #leave(): undefined {
    this.unsorted += 1;
  }
}

/** No program has this shape. */
const NO_SHAPE = 'not repeated';

function count(known: Known, lead: string): undefined {
  known.runs += 1;
  known.ids.add(lead);
}

/** Whether some commands of the run, up to where it broke, do what the smallest program does, and break the same. */
function isShown(
  { found, shape }: Known,
  broken: BrokenRun,
  { lead, partsMax }: { readonly lead: string; readonly partsMax: number },
): boolean {
  if (shape === NO_SHAPE) return false;
  const { program, outcome } = broken;
  const step = outcome.findings.find(({ invariant }) => invariant === lead)!.step;
  const last = Math.min(step + 1, commandCount(program));
  let tried = 0;
  for (const part of partsLike(found.shrunk.program, program, last)) {
    const breaks = breaksOf(part, broken, lead);
    if (breaks.some(({ finding }) => finding.invariant === lead)) return true;
    tried += 1;
    if (tried >= partsMax) return false;
  }
  return false;
}

/** Those that most runs show come first. */
function byRuns(a: Known, b: Known): number {
  return b.runs - a.runs;
}

function isUnrepeated({ found }: Known, other: CampaignFinding): boolean {
  return !found.repeats && found.finding.invariant === other.finding.invariant;
}
