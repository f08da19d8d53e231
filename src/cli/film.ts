/** Makes the film of a program: runs it, judged, and draws the heap after each command. */
import type { Finding, View } from '../../spec/invariant.ts';
import { Run, guarded } from '../engine/execute.ts';
import type { Outcome } from '../engine/outcome.ts';
import { judgePairs } from '../engine/relations.ts';
import type { BrokenPair } from '../engine/relations.ts';
import { AskedSizes } from '../program/asked.ts';
import { printCommand, printProgram } from '../program/print.ts';
import { commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { deedCounts } from '../report/deeds.ts';
import { answerText } from '../report/explain-answers.ts';
import type { StoryLine } from '../report/explain-story.ts';
import type { Thing } from '../report/film/film.ts';
import { keysAt } from '../report/film/guilty.ts';
import { Recorder, SCENES_MAX } from '../report/film/recorder.ts';
import type { Footage } from '../report/film/recorder.ts';
import { Regions } from '../report/film/regions.ts';
import { Camera, sizesOf } from '../report/film/things.ts';
import { addressesOf, whenText } from '../report/finding.ts';
import type { Statement } from '../report/finding.ts';
import type { BrokenReport, FilmReport } from '../report/html/data.ts';
import { counted } from '../report/words.ts';
import type { Input } from './inputs.ts';
import { lineOfCommand } from './inputs.ts';
import type { Judges } from './judges.ts';
import { UNKEPT, guiltyLabels, livesOf } from './story.ts';

export type Filmed = Omit<FilmReport, 'id' | 'found' | 'replay'>;

/**
 * Of a relation that broke, the first of its two runs.
 *
 * @param judges  what the program is judged by; the film ends where something breaks
 */
export function filmOf(input: Input, judges: Judges): Filmed {
  const shot = shoot(input, judges);
  const { findings } = shot.outcome;
  const wanted = input.broke?.invariant;
  const finding = findings.find(({ invariant }) => invariant === wanted) ?? findings[0];
  if (finding !== undefined) {
    const others = findings.filter((each) => each !== finding);
    const alsoBroken = others.map(({ invariant }) => invariant);
    const broken = { ...brokenOf(finding, shot, input, judges), alsoBroken, second: undefined };
    return filmed(input, judges, { shot, broken });
  }
  const pair = brokenPairOf(input, judges);
  if (pair === undefined) return filmed(input, judges, { shot, broken: undefined });
  const first = { ...input, program: pair.first };
  const shotOfFirst = shoot(first, { ...judges, catalogue: [] });
  const broken = {
    ...brokenOf(pair.finding, shotOfFirst, first, judges),
    alsoBroken: [],
    second: printProgram(pair.second),
  };
  return filmed(first, judges, { shot: shotOfFirst, broken });
}

function brokenPairOf(
  { program, subject: definition, broke }: Input,
  { relations }: Judges,
): BrokenPair | undefined {
  const pairs = judgePairs(relations, { program, definition, seed: broke?.seed ?? 0 });
  return pairs.find((each): each is BrokenPair => each.finding !== undefined);
}

function filmed(
  input: Input,
  judges: Judges,
  { shot, broken }: { readonly shot: Shot; readonly broken: BrokenReport | undefined },
): Filmed {
  const { file, subject, program } = input;
  return {
    file,
    subject: subject.id,
    program: commandCount(program) > SCENES_MAX ? undefined : printProgram(program),
    ...placed(shot, broken),
    ...mixOf(program, shot.outcome),
    held: heldText(input, judges),
  };
}

function mixOf(program: Program, { effective }: Outcome): Pick<FilmReport, 'did' | 'asked'> {
  const asked = new AskedSizes();
  asked.add(program);
  return { did: deedCounts(effective), asked: asked.ranges };
}

/** What was seen of a run. */
interface Shot {
  readonly outcome: Outcome;
  readonly footage: Footage;
  readonly lines: readonly StoryLine[];
  /** How it was in the end. */
  readonly last: { readonly things: readonly Thing[]; readonly view: View };
}

function shoot({ program, subject }: Input, { catalogue }: Judges): Shot {
  const recorder = new Recorder();
  let lines: StoryLine[] = [];
  let last: Shot['last'];
  const outcome = guarded(subject, () => {
    const run = new Run(program, subject, catalogue);
    const camera = new Camera();
    lines = [];
    last = { things: seen(camera, run.view), view: run.view };
    recorder.begin(last.things, sizesOf(run.view));
    const ended = run.toItsEnd((step, view) => {
      const isEnd = step >= commandCount(program);
      const command = isEnd ? 'the end' : printCommand(program, step);
      const answer = answerText(program, step, view.client).replace('-> ', '');
      lines.push({ step, command, answer });
      last = { things: seen(camera, view), view };
      recorder.add({ command, answer }, last.things, sizesOf(view));
    });
    run.dispose();
    return ended;
  });
  return { outcome, footage: recorder.footage, lines, last: last! };
}

/** A heap may be too broken to be read. */
function seen(camera: Camera, view: View): readonly Thing[] {
  try {
    return [...camera.things(view)];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [['row:heap', `cannot be read: ${message}`]];
  }
}

function brokenOf(
  finding: Finding,
  { lines, last: { things, view } }: Shot,
  input: Input,
  { catalogue, relations }: Judges,
): Omit<BrokenReport, 'alsoBroken' | 'second'> {
  const { program } = input;
  const { at, expected, actual } = finding.violation;
  const statement = [...catalogue, ...relations].find(
    (each): each is typeof each & Statement => each.id === finding.invariant,
  );
  const line = lineOfCommand(input, finding.step);
  const report = { ...UNKEPT, finding, invariant: statement, alsoBroken: [], program, line };
  const blocks = [...view.client.placed, ...view.client.live];
  return {
    invariant: finding.invariant,
    holds: statement?.holds,
    because: statement?.because,
    at,
    expected,
    actual,
    step: finding.step,
    when: whenText(report),
    lives: livesOf(guiltyLabels(program, finding, blocks), program, lines),
    guilty: keysAt(things, addressesOf(finding)),
  };
}

/** Addresses of a model are the same each time; others are told by where they lie. */
function placed(
  { footage: { sizes, ...footage }, last: { view } }: Shot,
  broken: BrokenReport | undefined,
): Pick<FilmReport, 'film' | 'sizes' | 'broken'> {
  if (view.os !== undefined) {
    const film = { ...footage, regions: [] };
    return { film, sizes, broken };
  }
  const regions = new Regions(footage);
  const film = {
    ...footage,
    before: regions.changes(footage.before),
    scenes: footage.scenes.map((scene) => regions.scene(scene)),
    regions: regions.regions,
  };
  return { film, sizes, broken: broken && toldBy(regions, broken) };
}

function toldBy(regions: Regions, broken: BrokenReport): BrokenReport {
  return {
    ...broken,
    at: regions.told(broken.at),
    expected: regions.told(broken.expected),
    actual: regions.told(broken.actual),
    lives: broken.lives.map(({ block, lines }) => ({
      block,
      lines: lines.map((line) => ({ ...line, answer: regions.told(line.answer) })),
    })),
  };
}

function heldText({ broke }: Input, { catalogue }: Judges): string {
  const held = `all ${counted(catalogue.length, 'invariant')} held`;
  return broke === undefined
    ? held
    : `recorded as breaking ${broke.invariant} at step ${broke.step}; now ${held}`;
}
