/** Many programs against escape analysis: what each invariant judged, and the first program that breaks one, made small. */
import { Prng, mixSeed } from '../base/prng.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { printEscape } from '../../models/escape/print.ts';
import type { Checked } from '../../models/escape/syntax.ts';
import { generateEscape } from './generate.ts';
import { judgeEscape } from './judge.ts';
import type { EscapeFinding, EscapeJudge } from './judge.ts';
import { shrinkEscape, statementsOf } from './shrink.ts';

/** Statements of a program that is drawn, about. */
const STATEMENTS_MIN = 3;
const STATEMENTS_MAX = 24;

export interface EscapeResult {
  readonly seed: number;
  /** Programs that were judged. */
  readonly runs: number;
  readonly statements: number;
  /** Objects' sites, and those of them that may be on the stack. */
  readonly sites: number;
  readonly onStack: number;
  readonly invariants: readonly { readonly id: string; readonly judged: number }[];
  readonly broken: EscapeBreak | undefined;
}

/** A program that breaks an invariant. */
export interface EscapeBreak {
  /** Of the smallest program: what broke first, then what else did. */
  readonly findings: readonly EscapeFinding[];
  /** The number of the program in the campaign, from 0. */
  readonly run: number;
  readonly original: string;
  /** Go, with what the compiler wants besides. */
  readonly shrunk: string;
  readonly statements: number;
  readonly tries: number;
}

/** The program with number `run` of a seed. */
export function escapeProgram(seed: number, run: number): string {
  const prng = new Prng(mixSeed(seed, run));
  return generateEscape(prng, prng.between(STATEMENTS_MIN, STATEMENTS_MAX));
}

/** A campaign that is gone on with, program by program, until it breaks or nobody wants more. */
export class EscapeCampaign {
  readonly #judge: EscapeJudge;
  readonly #seed: number;
  readonly #judged: number[];
  #runs = 0;
  #statements = 0;
  #sites = 0;
  #onStack = 0;
  #broken: EscapeBreak | undefined;

  constructor(seed: number, judge: EscapeJudge) {
    this.#seed = seed;
    this.#judge = judge;
    this.#judged = judge.catalogue.map(() => 0);
  }

  /** Judges one program more; false when it broke something. */
  next(): boolean {
    const text = escapeProgram(this.#seed, this.#runs);
    const program = loadEscape(text, `program ${this.#runs}`);
    const judged = judgeEscape(program, this.#judge);
    for (const [i, count] of judged.judged.entries())
      this.#judged[i] = (this.#judged[i] ?? 0) + count;
    this.#statements += statementsOf(program).length;
    this.#sites += judged.sites;
    this.#onStack += judged.onStack;
    const [first] = judged.findings;
    if (first !== undefined)
      this.#broken = { run: this.#runs, original: text, ...this.#shrink(program, first) };
    this.#runs += 1;
    return first === undefined;
  }

  result(): EscapeResult {
    return {
      seed: this.#seed,
      runs: this.#runs,
      statements: this.#statements,
      sites: this.#sites,
      onStack: this.#onStack,
      invariants: this.#judge.catalogue.map(({ id }, i) => ({ id, judged: this.#judged[i] ?? 0 })),
      broken: this.#broken,
    };
  }

  #shrink(program: Checked, { invariant }: EscapeFinding): Omit<EscapeBreak, 'run' | 'original'> {
    return shrunkBreak(program, invariant, this.#judge);
  }
}

/** The smallest program that breaks an invariant as `program` does. */
export function shrunkBreak(
  program: Checked,
  invariant: string,
  judge: EscapeJudge,
): Omit<EscapeBreak, 'run' | 'original'> {
  const findingsOf = (each: Checked): readonly EscapeFinding[] => judgeEscape(each, judge).findings;
  const breaks = (each: Checked): boolean =>
    findingsOf(each).some((finding) => finding.invariant === invariant);
  const { program: smallest, tries } = shrinkEscape(program, breaks);
  // As it is printed, so that what is said of lines is true of what is shown.
  const shrunk = printEscape(smallest);
  const findings = findingsOf(loadEscape(shrunk, 'the smallest program'));
  const lead = findings.filter((finding) => finding.invariant === invariant);
  return {
    findings: [...lead, ...findings.filter((finding) => !lead.includes(finding))],
    shrunk,
    statements: statementsOf(smallest).length,
    tries,
  };
}
