import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { catalogue } from '../../spec/invariants/index.ts';
import { defineSubject } from '../../spec/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { campaign, runCampaign } from '../../src/campaign/campaign.ts';
import type { CampaignSettings } from '../../src/campaign/campaign.ts';
import { parseProgram } from '../../src/program/text.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { MANUAL, MIXED } from '../../src/workload/profiles.ts';

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

describe('a campaign', () => {
  it('gives the same result for the same settings', () => {
    expect(runCampaign(settingsOf(goSubject))).toEqual(runCampaign(settingsOf(goSubject)));
  });

  it('finds nothing in the Go model, and counts what it judged', () => {
    const result = runCampaign(settingsOf(goSubject));
    expect([result.runs, result.findings, result.notRun]).toEqual([20, [], []]);
    expect(result.commands).toBeGreaterThan(500);
    expect(result.invariants.every(({ broken }) => broken === 0)).toBe(true);
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

  it('stops when it is told to, between runs and while it shrinks', () => {
    const between = campaign(settingsOf(goSubject));
    between.next(true);
    const stopped = between.next(false);
    expect([stopped.done, stopped.done === true && stopped.value.runs]).toEqual([true, 1]);
    const shrinking = campaign(settingsOf(overlapping(() => true)));
    let step = shrinking.next(true);
    while (step.done !== true && step.value.findings === 0) step = shrinking.next(true);
    const ended = shrinking.next(false);
    expect([ended.done, ended.done === true && ended.value.findings.length]).toEqual([true, 1]);
  });
});
