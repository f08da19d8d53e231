/** A run that broke something, and the smallest program that breaks the same. */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';
import type { Relation } from '../../spec/relation.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { Alone } from '../engine/alone.ts';
import { execute } from '../engine/execute.ts';
import type { Outcome } from '../engine/outcome.ts';
import { brokenPairs } from '../engine/relations.ts';
import { rootCause } from '../engine/root-cause.ts';
import { shrinking } from '../engine/shrink.ts';
import type { Shrunk } from '../engine/shrink.ts';
import { natureOf } from '../engine/shrink/nature.ts';
import { shapeOf, signatureOf } from '../engine/signature.ts';
import { withoutPointerWords } from '../program/pointers.ts';
import type { Program } from '../program/program.ts';
import type { CampaignFinding } from './result.ts';

/** A run that broke something. */
export interface BrokenRun {
  readonly program: Program;
  readonly outcome: Pick<Outcome, 'findings'>;
  /** Its number, when it was generated. */
  readonly run: number | undefined;
  readonly subject: SubjectDefinition;
  readonly catalogue: readonly AnyInvariant[];
  /** Where a relation broke: it, and others. */
  readonly relations?: readonly Relation[];
  /** What the program was rewritten from, where another one was generated. */
  readonly original?: Program;
  /** What the smaller ones must break. Where not given: the cause of what broke first, and in the end what causes that. */
  readonly aim?: Aim;
  /** Runs of programs that making it smaller may take; the shrinker's own bound where not given. */
  readonly evaluations?: number;
}

/** This invariant or relation and no other, or any. */
export type Aim = { readonly only: string } | 'any';

/** A finding and, where it is of a relation, what the second run was of. */
export interface Break {
  readonly finding: Finding;
  readonly second?: Program;
}

/**
 * Looks at a candidate that breaks what it should.
 *
 * @returns  whether it is small enough, so that none smaller is looked for
 */
export type Look = (candidate: Program, breaks: readonly Break[]) => boolean;

/**
 * The smallest program that breaks what this run broke, step by step.
 *
 * @yields  evaluations so far, after each; goes on when `next` is given true
 */
export function* shrinkingFinding(
  broken: BrokenRun,
  look: Look = () => false,
): Generator<number, CampaignFinding, boolean> {
  const { program, subject, evaluations } = broken;
  const invariant = broken.aim === 'any' ? undefined : leadOf(broken);
  const isSame = ({ finding }: Break): boolean =>
    invariant === undefined || finding.invariant === invariant;
  // Where no pointers are followed, nothing is said of them: what is looked at is what would be told.
  const plain = (candidate: Program): Program =>
    subject.entries === undefined ? candidate : withoutPointerWords(candidate);
  const [{ step, seed }] = broken.outcome.findings as [Finding];
  const alone =
    invariant === undefined || seed !== undefined
      ? undefined
      : new Alone(subject, broken.catalogue, invariant);
  let isEnough = false;
  const fails = (candidate: Program): boolean => {
    if (alone?.mayBreak(candidate) === false) return false;
    const breaks = breaksOf(candidate, broken, invariant);
    if (!breaks.some(isSame)) return false;
    isEnough ||= look(plain(candidate), breaks);
    return true;
  };
  // What a relation compares are two runs, each to its end.
  const failedAt = seed === undefined ? step : undefined;
  const steps = shrinking(program, fails, { nature: natureOf(subject), evaluations, failedAt });
  let next = steps.next(true);
  while (next.done !== true) next = steps.next((yield next.value) && !isEnough);
  const shrunk = { ...next.value, program: plain(next.value.program) };
  const breaks = breaksOf(shrunk.program, broken);
  return breaks.some(isSame)
    ? found(broken, shrunk, breaks, invariant)
    : unrepeated(broken, shrunk);
}

/** The invariant that a run is made smaller for: of those that it broke at its first step, the cause. */
export function leadOf({ outcome, catalogue, aim }: BrokenRun): string {
  if (aim !== undefined && aim !== 'any') return aim.only;
  return rootCause(outcome.findings, catalogue).invariant;
}

/**
 * What a program breaks: invariants, or relations where it was one that broke.
 *
 * @param only  id of the one relation that is judged, where it was one that broke
 */
export function breaksOf(
  program: Program,
  { outcome, subject: definition, catalogue, relations = [] }: BrokenRun,
  only?: string,
): readonly Break[] {
  const [{ seed }] = outcome.findings as [Finding];
  if (seed === undefined)
    return execute(program, definition, catalogue).findings.map((finding) => ({ finding }));
  const judges = only === undefined ? relations : relations.filter(({ id }) => id === only);
  return brokenPairs(judges, { program, definition, seed }, catalogue);
}

/** Of what the shrunk program breaks, the one that was aimed at leads, else the cause of what it was made smaller for. */
function found(
  { program, run, original = program, catalogue, subject, aim }: BrokenRun,
  shrunk: Shrunk,
  breaks: readonly Break[],
  invariant: string | undefined,
): CampaignFinding {
  const findings = breaks.map(({ finding }) => finding);
  const aimed =
    aim === undefined ? undefined : findings.find((each) => each.invariant === invariant);
  const finding = aimed ?? rootCause(findings, catalogue, invariant);
  const shape = shapeOf(shrunk.program, subject.edges);
  return {
    finding,
    repeats: true,
    alsoBroken: findings.filter((each) => each !== finding).map((each) => each.invariant),
    signature: signatureOf(finding.invariant, shape),
    runs: 1,
    run,
    original,
    shrunk,
    second: breaks.find((each) => each.finding === finding)?.second,
  };
}

/** The subject did otherwise when it was given the same program again. */
function unrepeated(
  { program, outcome: { findings }, catalogue, run, original = program }: BrokenRun,
  { evaluations, shorter }: Shrunk,
): CampaignFinding {
  const finding = rootCause(findings, catalogue);
  return {
    finding,
    repeats: false,
    alsoBroken: findings.filter((each) => each !== finding).map((each) => each.invariant),
    signature: signatureOf(finding.invariant, 'not repeated'),
    runs: 1,
    run,
    original,
    shrunk: { program, evaluations, complete: false, shorter },
  };
}
