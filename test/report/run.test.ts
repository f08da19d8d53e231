// Goal: the report of a run says in words what held, what did not, what was not asked; its JSON says the same.
import { describe, expect, it } from 'vitest';
import type { CampaignResult } from '../../src/campaign/result.ts';
import { STRIDE } from '../../src/program/program.ts';
import { PLAIN } from '../../src/report/paint.ts';
import { runJson } from '../../src/report/run-json.ts';
import { lastLines, replayLines, runText } from '../../src/report/run-text.ts';
import type { RunReport } from '../../src/report/run-text.ts';
import {
  DISJOINT,
  KEPT,
  ZEROED,
  brokenRun,
  findingReport,
  judged,
  resultOf,
  runReport,
} from './support.ts';

function textOf(report: RunReport, verbose = false): string {
  return runText(report, { paint: PLAIN, verbose });
}

describe('the text of a run', () => {
  it('says that all held, in how much', () => {
    expect(textOf(runReport())).toMatchInlineSnapshot(`
      "bump (a bump allocator)
        all 2 invariants held
        2,000 programs, 231,402 commands, 41,234,579 checks, 12.3 s, seed -7
        did 120,034 mallocs, 1 collection
        judged least: client/kept, 12 times
      "
    `);
  });

  it('lists each invariant with its sentence on demand', () => {
    expect(textOf(runReport(), true)).toMatchInlineSnapshot(`
      "bump (a bump allocator)
        all 2 invariants held
        2,000 programs, 231,402 commands, 41,234,579 checks, 12.3 s, seed -7
        did 120,034 mallocs, 1 collection

        what every client of an allocator relies on, and how often it was judged
        41,234,567  no two live blocks share a byte  [client/disjoint]
                12  a live block contains what was written  [client/kept]
      "
    `);
  });

  it('says how many variants were run, of each kind that was', () => {
    const refusals = { programs: 31, variants: 1240, isAll: true };
    const none = { programs: 0, variants: 0, isAll: true };
    const few = { programs: 1, variants: 1, isAll: false };
    const lines = (variants: CampaignResult['variants']) =>
      textOf(runReport({ result: resultOf({ variants }) }))
        .split('\n')
        .slice(4, -2);
    expect(lines({ refusals, schedules: none })).toEqual([
      '  every OS call refused: 1,240 variants of 31 programs',
    ]);
    expect(lines({ refusals: few, schedules: few })).toEqual([
      '  OS calls refused: 1 variant of 1 program',
      '  schedules of at most two preemptions, and random ones: 1 variant of 1 program',
    ]);
    expect(lines({ refusals: none, schedules: { ...few, isAll: true } })).toEqual([
      '  every schedule of at most two preemptions, and random ones: 1 variant of 1 program',
    ]);
    const { variants } = runJson(
      runReport({ result: resultOf({ variants: { refusals, schedules: few } }) }),
    );
    expect(variants).toEqual({
      refusals: { programs: 31, variants: 1240, all: true },
      schedules: { programs: 1, variants: 1, all: false },
    });
  });

  it('does not name marks that were missed by the score', () => {
    const marks = Array.from({ length: 30 }, (_, i) => ({
      id: `bump/${i}`,
      when: '',
      runs: i < 9 ? 1 : 0,
    }));
    expect(textOf(runReport({ result: resultOf({ marks }) }))).toContain(
      '\n  marks: 9 of 30 reached; --verbose names all\n',
    );
  });

  it('says that no shorter program breaks it, where all were tried', () => {
    const shrunk = {
      original: brokenRun().findings[0]!.program,
      repeats: true,
      evaluations: 21,
      shorter: 1234,
      seconds: 0.1,
    };
    const text = textOf(runReport({ findings: [findingReport({ shrunk })] }));
    expect(text).toMatch(
      /, shrunk from .* in 21 tries, 0\.10 s;\n {2}none of the 1,234 shorter programs of these commands breaks it:\n/,
    );
    const [json] = runJson(runReport({ findings: [findingReport({ shrunk })] })).findings;
    expect(json?.shrunk?.shorter).toBe(1234);
  });

  it('says which marks were reached, and on demand when and in how many programs', () => {
    const { marks } = brokenRun().result;
    const report = runReport({ result: resultOf({ marks }) });
    expect(textOf(report)).toContain('  marks: 1 of 2 reached; missing:\n    bump/reset\n');
    expect(textOf(report, true)).toMatchInlineSnapshot(`
      "bump (a bump allocator)
        all 2 invariants held
        2,000 programs, 231,402 commands, 41,234,579 checks, 12.3 s, seed -7
        did 120,034 mallocs, 1 collection
        marks: 1 of 2 reached; missing:
          bump/reset

        what every client of an allocator relies on, and how often it was judged
        41,234,567  no two live blocks share a byte  [client/disjoint]
                12  a live block contains what was written  [client/kept]

        where the subject came, and in how many programs
        1,200  nothing is left  [bump/full]
            0  all is given up  [bump/reset]
      "
    `);
    const all = runReport({ result: resultOf({ marks: marks.slice(0, 1) }) });
    expect(textOf(all)).toContain('  marks: 1 of 1 reached\n');
    expect(textOf(runReport())).not.toContain('marks');
  });

  it('tells a finding and ends with its replay line', () => {
    expect(textOf(brokenRun())).toMatchInlineSnapshot(`
      "bump (a bump allocator)
        1 of 2 invariants broke
        1 bug in 3 programs: client/disjoint in 1 run
        3 programs, 12 commands, 20 checks, 0.50 s, seed -7
        did 120,034 mallocs, 1 collection
        marks: 1 of 2 reached; missing:
          bump/reset

      broken: client/disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise one owner overwrites another

        at        0x1000
        expected  8 bytes of its own
        found     shared with 0x1000

        at step 1 of 2 commands (b = malloc 8), shrunk from 4 commands in 21 tries, 0.12 s:

          allocheck 1
          heap bump
          a = malloc 8
          b = malloc 8  # <- here

      written to allocheck-out/bump.allocheck
      replay: npx allocheck replay allocheck-out/bump.allocheck
      "
    `);
  });

  it('says how many runs showed each bug, what was left, and that there may be more', () => {
    const { finding } = findingReport();
    const other = findingReport({ finding: { ...finding, invariant: KEPT }, runs: 3 });
    const findings = [findingReport({ runs: 1200 }), other];
    const text = textOf(runReport({ findings, result: resultOf({ unsorted: 2, isFull: true }) }));
    expect(text).toContain(`
  2 bugs in 2,000 programs: client/disjoint in 1,200 runs, client/kept in 3
  2 more runs broke the same, and were not looked into
  ended with the 2 bugs asked for; there may be more: --max-findings N
`);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^replay: /);
    expect(text.match(/^broken: .*$/gm)).toEqual([
      'broken: client/disjoint',
      'broken: client/kept',
    ]);
    const one = runReport({ findings: [other], result: resultOf({ unsorted: 1 }) });
    expect(textOf(one)).toContain('\n  1 more run broke the same, and was not looked into\n');
    expect(textOf(one)).not.toContain('asked for');
  });

  it('says what met nothing, and what to do about it', () => {
    const invariants = [...resultOf().invariants, judged(ZEROED, 0)];
    expect(textOf(runReport({ result: resultOf({ invariants }) }))).toMatchInlineSnapshot(`
      "bump (a bump allocator)
        2 of 3 invariants held, 1 met nothing to judge
        2,000 programs, 231,402 commands, 41,234,579 checks, 12.3 s, seed -7
        did 120,034 mallocs, 1 collection
        judged least: client/kept, 12 times
        met nothing to judge: client/zeroed
        run more programs, or leave such out: --invariants '!ID'
      "
    `);
  });

  it('counts invariants and relations each by themselves', () => {
    const of = (invariants: readonly number[], relations: readonly number[], broken = 0) => {
      const tally = (times: number, i: number): ReturnType<typeof judged> =>
        judged([DISJOINT, KEPT, ZEROED][i]!, times, i < broken ? 1 : 0);
      const result = resultOf({
        invariants: invariants.map(tally),
        relations: relations.map(tally),
      });
      return textOf(runReport({ result })).split('\n')[1];
    };
    expect(of([1, 1, 1], [1, 1])).toBe('  all 3 invariants and 2 relations held');
    expect(of([1, 0, 1], [1, 1])).toBe(
      '  2 of 3 invariants and all 2 relations held, 1 met nothing to judge',
    );
    expect(of([1, 1, 1], [0, 0])).toBe(
      '  all 3 invariants and none of 2 relations held, 2 met nothing to judge',
    );
    expect(of([0, 1], [1])).toBe(
      '  1 of 2 invariants and the one relation held, 1 met nothing to judge',
    );
    expect(of([], [1, 0])).toBe('  1 of 2 relations held, 1 met nothing to judge');
    expect(of([0], [])).toBe('  the one invariant met nothing to judge');
    expect(of([], [0])).toBe('  the one relation met nothing to judge');
    expect(of([0, 0], [0])).toBe('  none of 2 invariants and 1 relation met anything to judge');
    expect(of([1, 1, 1], [1], 1)).toBe('  1 of 3 invariants and the one relation broke');
    expect(of([1, 1, 1], [], 2)).toBe('  2 of 3 invariants broke');
    expect(of([], [1, 1], 1)).toBe('  1 of 2 relations broke');
  });

  it('names few that did not run, and counts many', () => {
    const few = resultOf({ notRun: ['os/runs-canonical', 'os/runs-page-aligned'] });
    expect(textOf(runReport({ result: few }))).toContain(
      '  not run: os/runs-canonical and os/runs-page-aligned\n',
    );
    const many = resultOf({ notRun: ['os/a', 'go/a', 'go/b', 'go/c', 'go/d', 'go/e'] });
    expect(textOf(runReport({ result: many }))).toContain('  not run: 1 of os/* and 5 of go/*\n');
  });

  it('says that it was interrupted, and that recordings were among the programs', () => {
    const text = textOf(runReport({ interrupted: true, recordings: 3 }));
    expect(text).toContain('  interrupted; all 2 invariants held\n');
    expect(text).toContain('  2,000 programs, 3 recordings among them, 231,402 commands');
  });

  it('says of a finding of the corpus that it is known', () => {
    const report = runReport({ findings: [findingReport({ known: true })] });
    expect(textOf(report)).toContain('\nknown: allocheck-out/bump.allocheck of the corpus\n');
    expect(textOf(report)).not.toContain('written to');
    expect(runJson(report).findings[0]).toMatchObject({
      file: 'allocheck-out/bump.allocheck',
      known: true,
    });
  });

  it('prints no program of a length that nobody reads', () => {
    const commands = new Float64Array(STRIDE * 101);
    const program = { ...findingReport().program, commands };
    const finding = findingReport({ program, shrunk: undefined, file: undefined });
    expect(textOf(runReport({ findings: [finding] }))).toMatch(
      / {2}at step 1 of 101 commands \(a = malloc 0 noscan\)\n\nreplay: .*\n$/,
    );
  });

  it('names the other invariants of the step, and the end of a program', () => {
    const { finding } = findingReport();
    const report = findingReport({ alsoBroken: [ZEROED], finding: { ...finding, step: 2 } });
    const text = textOf(runReport({ findings: [report] }));
    expect(text).toContain(`  and broke ${ZEROED}\n`);
    expect(text).toContain(
      '  at the end of 2 commands, shrunk from 4 commands in 21 tries, 0.12 s:',
    );
    expect(text).not.toContain('# <- here');
  });
});

describe('replayLines', () => {
  it('repeats the line of a subject after which another came', () => {
    expect(replayLines([brokenRun(), runReport()], PLAIN)).toBe(
      '\nreplay: npx allocheck replay allocheck-out/bump.allocheck\n',
    );
    expect(replayLines([brokenRun()], PLAIN)).toBe('');
    expect(replayLines([runReport(), runReport()], PLAIN)).toBe('');
  });
});

describe('lastLines', () => {
  const again = ['again', 'npx allocheck run --seed 1'] as const;
  const replay = 'replay: npx allocheck replay allocheck-out/bump.allocheck\n';

  it('are how to replay what broke, else what is given', () => {
    expect(lastLines([brokenRun()], again, PLAIN)).toBe(`\n${replay}`);
    expect(lastLines([runReport(), brokenRun(), brokenRun()], again, PLAIN)).toBe(
      `\n${replay}${replay}`,
    );
    expect(lastLines([runReport()], again, PLAIN)).toBe('\nagain: npx allocheck run --seed 1\n');
    const unwritten = runReport({ findings: [findingReport({ replay: undefined })] });
    expect(lastLines([unwritten], again, PLAIN)).toBe('\nagain: npx allocheck run --seed 1\n');
    expect(lastLines([runReport()], undefined, PLAIN)).toBe('');
  });

  it('come after a summary alone, where the findings were told when they were known', () => {
    const text = runText(brokenRun(), { paint: PLAIN, verbose: false, told: true });
    expect(text.split('\n').slice(0, 3)).toEqual([
      'bump (a bump allocator)',
      '  1 of 2 invariants broke',
      '  1 bug in 3 programs: client/disjoint in 1 run',
    ]);
    expect(text).not.toContain('broken:');
  });
});

describe('the JSON of a run', () => {
  const { did, asked, ...rest } = runJson(brokenRun());

  it('counts what was done and asked for', () => {
    expect({ did, asked }).toEqual({
      did: [
        { what: 'malloc', count: 120_034 },
        { what: 'collection', count: 1 },
      ],
      asked: [{ from: 16, to: 32, count: 120_034 }],
    });
  });

  it('has what the text says', () => {
    expect(JSON.stringify(rest, undefined, 2)).toMatchInlineSnapshot(`
      "{
        "version": 1,
        "subject": "bump",
        "seed": -7,
        "runs": 3,
        "commands": 12,
        "seconds": 0.5,
        "interrupted": false,
        "invariants": [
          {
            "id": "client/disjoint",
            "judged": 20,
            "vacuous": false,
            "broken": 1
          },
          {
            "id": "client/kept",
            "judged": 0,
            "vacuous": true,
            "broken": 0
          }
        ],
        "relations": [],
        "variants": {
          "refusals": {
            "programs": 0,
            "variants": 0,
            "all": true
          },
          "schedules": {
            "programs": 0,
            "variants": 0,
            "all": true
          }
        },
        "marks": {
          "reached": 1,
          "total": 2,
          "missing": [
            "bump/reset"
          ]
        },
        "notRun": [],
        "findings": [
          {
            "invariant": "client/disjoint",
            "step": 1,
            "message": "at 0x1000: expected 8 bytes of its own, found shared with 0x1000",
            "alsoBroken": [],
            "signature": "client/disjoint: a = malloc 1; b = malloc 1",
            "runs": 1,
            "program": "allocheck 1\\nheap bump\\na = malloc 8\\nread a\\nb = malloc 8\\ngc\\n",
            "shrunk": {
              "commands": 2,
              "program": "allocheck 1\\nheap bump\\na = malloc 8\\nb = malloc 8\\n",
              "evaluations": 21,
              "seconds": 0.123
            },
            "file": "allocheck-out/bump.allocheck",
            "replay": "npx allocheck replay allocheck-out/bump.allocheck"
          }
        ],
        "unsorted": 0,
        "unrepeated": 0,
        "full": false
      }"
    `);
  });

  it('leaves out what there is not', () => {
    const absent = { signature: undefined, runs: undefined, shrunk: undefined, replay: undefined };
    const finding = findingReport({ ...absent, file: undefined });
    const [json] = runJson(runReport({ findings: [finding] })).findings;
    expect(Object.keys(json ?? {})).toEqual([
      'invariant',
      'step',
      'message',
      'alsoBroken',
      'program',
    ]);
  });
});
