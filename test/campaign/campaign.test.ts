import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { refusedGrowthLosesChunks } from '../../models/mutants/go/refused-growth-loses-chunks.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { relations } from '../../spec/relations/index.ts';
import { stepMarks } from '../../spec/marks/gc.ts';
import { goMarks } from '../../spec/marks/go.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { campaign, runCampaign } from '../../src/campaign/campaign.ts';
import type { CampaignSettings } from '../../src/campaign/campaign.ts';
import { commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printProgram } from '../../src/program/text.ts';
import { profileFor } from '../../src/workload/profile.ts';
import type { Profile } from '../../src/workload/profile.ts';
import { MANUAL, MIXED } from '../../src/workload/profiles.ts';

/** What might have been asked of Go's model. */
function ofGo(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => !/^(tcmalloc|classic|stacks)\//.test(id));
}

function settingsOf(
  subject: SubjectDefinition,
  changes: Partial<CampaignSettings> = {},
): CampaignSettings {
  const profile = profileFor(subject, subject === goSubject ? MIXED : MANUAL);
  return { subject, catalogue, profile, seed: 1, runs: 20, first: [], ...changes };
}

/** Hands out the same block every time from the call that `isWrong` says on; counts over all heaps ever made. */
function overlapping(isWrong: (call: number) => boolean): SubjectDefinition {
  let call = 0;
  const words = new Int32Array(1 << 20);
  return defineSubject({
    id: 'overlapping',
    title: 'hands out one block twice',
    offers: [],
    geometries: ['flat'],
    edges: [],
    create: () => {
      let next = 64;
      return {
        memory: {
          slabBytes: 1 << 22,
          slab: () => ({ words, bytes: new Uint8Array(words.buffer) }),
        },
        maxSize: 4096,
        malloc() {
          call += 1;
          if (!isWrong(call)) next += 8192;
          words.fill(0, next >>> 2, (next + 4096) >>> 2);
          return next % (1 << 21);
        },
        free: () => undefined,
        usableSize: () => 4096,
        alignmentOf: () => 1,
        footprint: () => [],
      };
    },
  });
}

/** What speaks of functions that Go's allocator does not have. */
const OF_THE_FAMILY: readonly string[] = [
  'client/bad-alignment-refused',
  'client/errno-kept-by-free',
  'client/errno-tells-failure',
  'client/failed-call-leaves-pointer',
  'client/usable-size-steady',
];

describe('a campaign', () => {
  it('gives the same result for the same settings', () => {
    expect(runCampaign(settingsOf(goSubject))).toEqual(runCampaign(settingsOf(goSubject)));
  });

  it('finds nothing in the Go model, and counts what it judged', () => {
    const result = runCampaign(settingsOf(goSubject));
    expect([result.runs, result.findings, ofGo(result.notRun)]).toEqual([20, [], OF_THE_FAMILY]);
    expect(result.commands).toBeGreaterThan(200);
    expect(result.invariants.every(({ broken }) => broken === 0)).toBe(true);
  });

  it('counts the programs that reached each mark, in order of id', () => {
    const { marks, runs } = runCampaign(settingsOf(goSubject));
    const ids = marks.map(({ id }) => id);
    expect(ids).toEqual([...stepMarks, ...goMarks].map(({ id }) => id));
    const counts = new Map(marks.map((mark) => [mark.id, mark.runs]));
    expect(counts.get('go/os-reserve')).toBeGreaterThan(runs / 2);
    expect(counts.get('gc/client-between-start-and-mark')).toBeGreaterThan(0);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(runs);
    expect(runCampaign(settingsOf(goSubject, { runs: 0 })).marks).toEqual([]);
    const plain = overlapping(() => false);
    expect(runCampaign(settingsOf(plain)).marks).toEqual([]);
  });

  it('judges relations on its first program and now and then, and counts the pairs', () => {
    const changes = { relations, runs: 3 };
    const { relations: judged, findings, notRun } = runCampaign(settingsOf(goSubject, changes));
    const counts = new Map(
      judged.map(({ id, judged: pairs, vacuous }) => [id, { pairs, vacuous }]),
    );
    expect([findings, ofGo(notRun), judged.length]).toEqual([[], OF_THE_FAMILY, relations.length]);
    expect(counts.get('relation/replay-repeats-the-run')).toEqual({ pairs: 1, vacuous: false });
    const [divide] = relations.filter(({ id }) => id === 'relation/steps-divide');
    const none = runCampaign(settingsOf(goSubject, { relations: [divide!], runs: 1, seed: 2 }));
    expect(none.relations).toMatchObject([{ judged: 0, broken: 0, vacuous: true }]);
    const plain = overlapping(() => false);
    const left = runCampaign(settingsOf(plain, { relations: [divide!], runs: 1 }));
    expect([left.relations, left.notRun.includes('relation/steps-divide')]).toEqual([[], true]);
  });

  it('tells a broken relation as its finding, with both programs', () => {
    let heaps = 0;
    const good = overlapping(() => false);
    const drifting = defineSubject({
      ...good,
      create: (config) => {
        const heap = good.create(config);
        heaps += 1;
        const extra = heaps % 2;
        return { ...heap, usableSize: () => 4000 + extra };
      },
    });
    const catalog = catalogue.filter(({ id }) => id === 'client/live-blocks-disjoint');
    const { findings, relations: judged } = runCampaign(
      settingsOf(drifting, { relations, catalogue: catalog }),
    );
    const [found] = findings;
    expect(found!.finding).toMatchObject({
      invariant: 'relation/replay-repeats-the-run',
      seed: expect.any(Number),
    });
    expect([found!.repeats, commandCount(found!.shrunk.program), found!.second]).toEqual([
      true,
      1,
      found!.shrunk.program,
    ]);
    expect(judged.find(({ id }) => id === found!.finding.invariant)?.broken).toBe(1);
  });

  it('names the invariants that the subject offers no view for', () => {
    const { notRun, invariants } = runCampaign(
      settingsOf(
        overlapping(() => false),
        { runs: 1 },
      ),
    );
    expect(invariants.every(({ id }) => id.startsWith('client/'))).toBe(true);
    expect(invariants.length + notRun.length).toBe(catalogue.length);
  });

  it('ends with a finding, shrunk', () => {
    const stored = parseProgram(
      'allocheck 1\nheap overlapping\na = malloc 8\nb = malloc 8',
      'stored',
    );
    const once = overlapping((call) => call === 2);
    const [found] = runCampaign(settingsOf(once, { first: [stored] })).findings;
    expect([found!.repeats, found!.shrunk.program]).toEqual([false, stored]);
  });

  it('runs stored programs first, and says that a finding came from one', () => {
    const stored = parseProgram(
      'allocheck 1\nheap overlapping\na = malloc 8\nb = malloc 8\nread a',
      'stored',
    );
    const { findings, runs } = runCampaign(
      settingsOf(
        overlapping(() => true),
        { first: [stored] },
      ),
    );
    expect([runs, findings[0]!.run, findings[0]!.original]).toEqual([1, undefined, stored]);
  });

  it('is guided by what its programs came to, the stored ones too, where the profile says so', () => {
    const shares = { ...MIXED.shares, guided: 50 };
    const guided = profileFor(goSubject, { ...MIXED, shares, commandsMax: 40 });
    const stored = parseProgram('allocheck 1\nheap go\na = malloc 64\nambiguous a\ngc', 'stored');
    const commands = (profile: Profile, first: readonly Program[] = []): number =>
      runCampaign(settingsOf(goSubject, { profile, first, catalogue: [], runs: 60 })).commands;
    const learnt = commands(guided, [stored]) - commandCount(stored);
    expect(commands(guided, [stored]) - commandCount(stored)).toBe(learnt);
    expect(learnt).not.toBe(commands(guided));
    const drawn = { ...guided, shares: MIXED.shares };
    expect(commands(drawn, [stored]) - commandCount(stored)).toBe(commands(drawn));
  });

  it('stops when it is told to, between runs and while it shrinks', () => {
    const between = campaign(settingsOf(goSubject));
    between.next(true);
    const stopped = between.next(false);
    expect([stopped.done, stopped.done === true && stopped.value.runs]).toEqual([true, 1]);
    const shrinking = campaign(settingsOf(overlapping(() => true)));
    let step = shrinking.next(true);
    while (step.done !== true && step.value.shrinking === undefined) step = shrinking.next(true);
    const ended = shrinking.next(false);
    expect([ended.done, ended.done === true && ended.value.findings.length]).toEqual([true, 1]);
  });
});

describe('the variants of a campaign', () => {
  /** Short programs, of which none asks for a fault of the system. */
  const short = { ...MIXED, commandsMin: 1, commandsMax: 3 };
  const shares = { ...MIXED.shares, faults: 0, pacing: 0, otherGeometry: 0, scheduled: 0 };
  const judges = catalogue.filter(({ id }) => /^(?:os|client)\/|unmapped-space/.test(id));
  const settings = (subject: SubjectDefinition, runs: number): CampaignSettings => ({
    ...settingsOf(subject, { runs, catalogue: judges }),
    profile: profileFor(goSubject, { ...short, shares }),
  });
  const searched = (subject: SubjectDefinition, runs: number) =>
    runCampaign(settings(subject, runs));

  it('are run of the last of each hundred programs, and counted apart', () => {
    const before = searched(goSubject, 99);
    const { variants, commands, runs, invariants } = searched(goSubject, 100);
    const none = { programs: 0, variants: 0, isAll: true };
    expect(before.variants).toEqual({ refusals: none, schedules: none });
    expect(runs).toBe(100);
    expect(variants.refusals.programs).toBe(1);
    expect(variants.refusals.variants).toBeGreaterThanOrEqual(4);
    expect(commands - before.commands).toBeLessThanOrEqual(3);
    const running = ({ id }: { readonly id: string }) => id === 'client/keeps-running';
    const judged = invariants.find(running)!.judged - before.invariants.find(running)!.judged;
    expect(judged).toBeLessThan(20);
  });

  it('are stopped where the campaign is', () => {
    const steps = campaign(settings(goSubject, 100));
    for (let run = 0; run < 99; run += 1) steps.next(true);
    expect(steps.next(true).value).toMatchObject({ runs: 100, findings: 0 });
    expect(steps.next(true).value).toMatchObject({ runs: 100, findings: 0 });
    let next = steps.next(false);
    while (next.done !== true) next = steps.next(false);
    const { refusals } = next.value.variants;
    expect([refusals.variants, refusals.isAll]).toEqual([2, false]);
  });

  it('find what no program shows as it is, and are shrunk like any', () => {
    const { findings, runs } = searched(loadMutant(refusedGrowthLosesChunks), 200);
    expect(runs).toBe(100);
    const [found] = findings;
    expect(found!.finding.invariant).toBe('go/unmapped-space-is-current-arena');
    expect([found!.run, found!.original.heap.faults]).toEqual([
      99,
      [{ kind: 'refuse', call: 'map', k: 1, onwards: false }],
    ]);
    expect(printProgram(found!.shrunk.program)).toBe('allocheck 1\nheap go\nfault map#1 refuse\n');
  });
});
