// Goal: the report of a replay says what the file was, what held, and whether a recording still tells the truth.
import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../src/report/paint.ts';
import { replayJson } from '../../src/report/replay-json.ts';
import { replaySummary, replayText } from '../../src/report/replay-text.ts';
import type { ReplayReport } from '../../src/report/replay-text.ts';
import { verifyText } from '../../src/report/verify-text.ts';
import { findingReport, judged, outcomeOf, replayReport, runReport } from './support.ts';

function textOf(report: ReplayReport, verbose = false): string {
  return replayText(report, { paint: PLAIN, verbose });
}

/** The line below the name of the file. */
function verdictOf(changes: Partial<ReplayReport>): string {
  return textOf(replayReport({ format: 'recording', ...changes })).split('\n')[1] ?? '';
}

const recorded = { invariant: 'client/disjoint', step: 3, subjectVersion: '1.0' };
const WAS = 'client/disjoint at step 3';

describe('the text of a replay', () => {
  it('says events, commands, checks and memory', () => {
    expect(textOf(replayReport())).toMatchInlineSnapshot(`
      "ls.mtrace (trace of 5,085 events) on go
        all 2 invariants held
        3,557 commands, 209 checks
        did 3,557 mallocs
        peak live 679.4 KiB, peak footprint 4.0 MiB (6.03 x)
      "
    `);
  });

  it('says how many variants were run of those that were asked for, none as well', () => {
    const refusals = { variants: 32, isAll: true };
    const none = { variants: 0, isAll: true };
    const lines = (varied: ReplayReport['varied']) =>
      textOf(replayReport({ varied })).split('\n').slice(5, -1);
    expect(lines({ refusals, schedules: none, broken: undefined })).toEqual([
      '  every OS call refused: 32 variants of 1 program',
      '  no other schedule: it takes two processors, and a call that can be suspended',
    ]);
    expect(lines({ refusals: none, schedules: undefined, broken: undefined })).toEqual([
      '  no OS call to refuse',
    ]);
    const varied = { refusals, schedules: undefined, broken: undefined };
    const [file] = replayJson([replayReport({ varied })]).files;
    expect(file?.variants).toEqual({
      refusals: { programs: 1, variants: 32, all: true },
      schedules: { programs: 0, variants: 0, all: true },
    });
    expect(replayJson([replayReport()]).files[0]).not.toHaveProperty('variants');
  });

  it('tells a finding of a trace with its line', () => {
    const finding = findingReport({
      shrunk: undefined,
      file: undefined,
      line: 4,
      replay: 'npx allocheck replay ls.mtrace',
    });
    const report = replayReport({ findings: [finding], verdict: { kind: 'broke' } });
    expect(textOf(report)).toMatchInlineSnapshot(`
      "ls.mtrace (trace of 5,085 events) on go
        broke client/disjoint at step 1
        3,557 commands, 209 checks
        did 3,557 mallocs
        peak live 679.4 KiB, peak footprint 4.0 MiB (6.03 x)

      broken: client/disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise one owner overwrites another

        at        0x1000
        expected  8 bytes of its own
        found     shared with 0x1000

        at step 1 of 2 commands, line 4 of the trace (b = malloc 8):

          allocheck 1
          heap bump
          a = malloc 8
          b = malloc 8  # <- here

      replay: npx allocheck replay ls.mtrace
      "
    `);
  });

  it('lists each invariant, and what met nothing, on demand', () => {
    const invariants = [judged('client/kept', 9), judged('client/zeroed', 0)];
    const text = textOf(replayReport({ invariants }), true);
    expect(text).toContain('  the one invariant held; 1 more met nothing to judge\n');
    expect(text).toContain('  met nothing to judge: client/zeroed\n');
  });

  it('tells how a recording compares with what it did now', () => {
    const findings = [findingReport()];
    expect(verdictOf({ verdict: { kind: 'fixed', recorded } })).toBe(
      `  fixed: recorded as breaking ${WAS}; now all 2 invariants held`,
    );
    expect(verdictOf({ verdict: { kind: 'still-broken', recorded }, findings })).toBe(
      `  still broken: ${WAS}, as recorded`,
    );
    expect(verdictOf({ verdict: { kind: 'diverged', recorded }, findings })).toBe(
      `  diverged: recorded as breaking ${WAS}; now it breaks client/disjoint at step 1`,
    );
  });

  it('tells when it was recorded with another version of the subject', () => {
    const verdict = { kind: 'fixed', recorded } as const;
    const told = (subjectVersion: string | undefined): string =>
      textOf(replayReport({ verdict, subjectVersion })).split('\n')[2] ?? '';
    expect(told('1.1')).toBe('  recorded with version 1.0; this is 1.1');
    expect(told(undefined)).toBe('  recorded with version 1.0; this is of no stated version');
    expect(told('1.0')).not.toContain('recorded with');
  });

  it('tells no ratio where there is no footprint, nothing was live, or so little that it says nothing', () => {
    const plain = textOf(replayReport({ outcome: outcomeOf({ peakCommittedBytes: 0 }) }));
    expect(plain).toContain('\n  peak live 679.4 KiB\n');
    const idle = textOf(replayReport({ outcome: outcomeOf({ peakLiveBytes: 0 }) }));
    expect(idle).toContain('\n  peak live 0 B, peak footprint 4.0 MiB\n');
    const tiny = textOf(replayReport({ outcome: outcomeOf({ peakLiveBytes: 16 }) }));
    expect(tiny).toContain('\n  peak live 16 B, peak footprint 4.0 MiB\n');
  });
});

describe('replaySummary', () => {
  it('says nothing of one file', () => {
    expect(replaySummary([replayReport()], PLAIN)).toBe('');
  });

  it('says that all held, or repeats the replay lines', () => {
    expect(replaySummary([replayReport(), replayReport()], PLAIN)).toBe('\n2 files: all held\n');
    const broken = replayReport({ findings: [findingReport()], verdict: { kind: 'broke' } });
    expect(replaySummary([broken, replayReport()], PLAIN)).toBe(
      '\n2 files: 1 broke an invariant, 1 held\n' +
        'replay: npx allocheck replay allocheck-out/bump.allocheck\n',
    );
  });

  it('counts the verdicts on recordings, the worse first', () => {
    const kinds = ['fixed', 'diverged', 'unjudged', 'still-broken', 'fixed'] as const;
    const why = 'did not run';
    const reports = kinds.map((kind) => replayReport({ verdict: { kind, recorded, why } }));
    expect(replaySummary(reports, PLAIN)).toBe(
      '\n5 files: 1 still broken, 1 diverged, 1 not judged, 2 fixed\n',
    );
    expect(replayJson(reports).verdicts).toEqual({
      broke: 0,
      'still-broken': 1,
      diverged: 1,
      unjudged: 1,
      fixed: 2,
      held: 0,
    });
  });
});

describe('the JSON of a replay', () => {
  it('has the events of each file', () => {
    expect(JSON.stringify(replayJson([replayReport()]), undefined, 2)).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "verdicts": {
          "broke": 0,
          "still-broken": 0,
          "diverged": 0,
          "unjudged": 0,
          "fixed": 0,
          "held": 1
        },
        "files": [
          {
            "file": "ls.mtrace",
            "format": "mtrace",
            "subject": "go",
            "verdict": "held",
            "events": 5085,
            "commands": 3557,
            "checks": 209,
            "peakLiveBytes": 695705,
            "peakCommittedBytes": 4194304,
            "invariants": [
              {
                "id": "client/disjoint",
                "judged": 200
              },
              {
                "id": "client/kept",
                "judged": 9
              }
            ],
            "relations": [],
            "notRun": [],
            "findings": []
          }
        ]
      }"
    `);
  });
});

describe('the JSON of a recording', () => {
  it('has what it says of itself, and which version ran', () => {
    const verdict = { kind: 'fixed', recorded: { ...recorded, seed: 7 } } as const;
    const [file] = replayJson([replayReport({ verdict, subjectVersion: '1.1' })]).files;
    expect(file).toMatchObject({
      verdict: 'fixed',
      subjectVersion: '1.1',
      recorded: { invariant: 'client/disjoint', step: 3, seed: 7, subjectVersion: '1.0' },
    });
  });
});

describe('the text of a verification', () => {
  it('sums up in a sentence', () => {
    expect(verifyText([runReport()], [replayReport(), replayReport()], PLAIN))
      .toMatchInlineSnapshot(`
      "verified: bump
        in 2,000 generated programs and 2 recorded traces, 238,516 commands in all,
        each of 2 invariants held each time it was judged: 41,234,997 checks
      "
    `);
  });

  it('counts relations that were judged as what held, and names none of them as not run', () => {
    const relations = [{ id: 'relation/a', holds: 'a', judged: 3, broken: 0, vacuous: false }];
    const report = runReport();
    const judged = { ...report, result: { ...report.result, relations } };
    const text = verifyText([judged], [replayReport({ notRun: ['relation/a', 'go/b'] })], PLAIN);
    expect(text).toContain('each of 2 invariants and 1 relation held each time it was judged');
    expect(text).toMatch(/\n {2}not run: go\/b\n$/);
  });
});
