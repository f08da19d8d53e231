// Goal: the SARIF log of a run is valid, has a rule for each invariant that was judged and a result for each bug, at its line, and
// known again by its signature. Method: ajv validates it by the schema of SARIF 2.1.0 (fixtures/README.md).
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/report/run-text.ts';
import { sarifLog, scanOfReplay, scanOfRun } from '../../src/report/sarif.ts';
import {
  DISJOINT,
  KEPT,
  ZEROED,
  brokenRun,
  findingReport,
  invariantNamed,
  judged,
  replayReport,
  resultOf,
  runReport,
} from './support.ts';

const HERE = { path: '/a/b c.allocheck', uri: 'b%20c.allocheck', isRelative: true, line: 9 };
const OPTIONS = {
  version: '1.2.3',
  statements: [DISJOINT, KEPT, ZEROED].map(invariantNamed),
  placeOf: () => HERE as typeof HERE | undefined,
  pageOf: (id: string) => (id === KEPT ? undefined : `docs/invariants.md#${id}`),
};

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
      readonly results: readonly object[];
      readonly invocations: readonly object[];
    },
  ];
}

interface Rule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown: string };
}

function logOf(reports: readonly RunReport[], options: Partial<typeof OPTIONS> = {}): Log {
  return JSON.parse(sarifLog(reports.map(scanOfRun), { ...OPTIONS, ...options })) as Log;
}

/** The schema is of draft 4, whose words are those of later drafts as far as it uses them, but for `id`. */
function validator(): (log: object) => boolean {
  const file = 'test/report/fixtures/sarif-2.1.0-rtm.5.json';
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
  const formats = {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) => URL.canParse(text, 'file:///') && !/[\s\\]/.test(text),
    'date-time': true as const,
  };
  return new Ajv({ strict: false, unicodeRegExp: false, formats }).compile(schema);
}

describe('the SARIF log of a run', () => {
  const isValid = validator();
  const vacuous = runReport({ result: resultOf({ invariants: [judged(ZEROED, 0)] }) });

  it.each([
    ['of no subject', logOf([])],
    ['of one in which all held', logOf([runReport()])],
    ['of one that broke', logOf([brokenRun()])],
    ['of one that broke, without a file', logOf([brokenRun()], { placeOf: () => undefined })],
    ['of several', logOf([brokenRun(), vacuous, runReport({ interrupted: true })])],
  ])('%s is valid', (_, log) => {
    expect(isValid(log)).toBe(true);
  });

  it('is told from what is not valid', () => {
    const text = sarifLog([scanOfRun(brokenRun())], OPTIONS);
    for (const [from, to] of [
      ['"level": "error"', '"level": "fatal"'],
      ['"ruleIndex"', '"ruleIndx"'],
      ['"startLine": 9', '"startLine": 0'],
      ['b%20c', 'b c'],
    ] as const) {
      expect(text).toContain(from);
      expect({ to, isValid: isValid(JSON.parse(text.replace(from, to)) as object) }).toEqual({
        to,
        isValid: false,
      });
    }
  });

  it('has a rule for each that was judged of any subject, and what is wrong where it breaks', () => {
    const [{ tool }] = logOf([runReport(), vacuous]).runs;
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([DISJOINT, KEPT, ZEROED]);
    expect(logOf([vacuous]).runs[0].tool.driver.rules).toMatchObject([
      {
        id: ZEROED,
        shortDescription: { text: 'a new block is zero' },
        help: {
          text: `Otherwise old data leaks.\nExplained by: npx allocheck explain ${ZEROED}\nDescribed in docs/invariants.md#${ZEROED} of allocheck`,
        },
      },
    ]);
    expect(tool.driver.rules[1]?.help.text).not.toContain('Described');
  });

  it('has a result for each bug, with its rule and its line', () => {
    const [{ results, tool }] = logOf([brokenRun()]).runs;
    expect(results).toMatchObject([
      {
        ruleId: DISJOINT,
        level: 'error',
        message: {
          text: 'no two live blocks share a byte: here it did not hold at step 1 of 2 commands (b = malloc 8), at 0x1000: expected 8 bytes of its own, found shared with 0x1000',
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'b%20c.allocheck', uriBaseId: '%SRCROOT%' },
              region: { startLine: 9 },
            },
          },
        ],
        occurrenceCount: 1,
        properties: { replay: 'npx allocheck replay allocheck-out/bump.allocheck' },
      },
    ]);
    const { ruleIndex } = results[0] as { readonly ruleIndex: number };
    expect(tool.driver.rules[ruleIndex]?.id).toBe(DISJOINT);
  });

  it('knows a bug again by its signature, whatever program was found, and not that of another subject', () => {
    const prints = (changes: Parameters<typeof findingReport>[0], subject = 'bump'): object => {
      const report = runReport({
        findings: [findingReport(changes)],
        result: resultOf({ subject }),
      });
      const [result] = logOf([report]).runs[0].results as readonly Record<string, object>[];
      return { ...result?.['fingerprints'], ...result?.['partialFingerprints'] };
    };
    const first = prints({});
    expect(Object.keys(first)).toEqual(['allocheck/signature/v1', 'primaryLocationLineHash']);
    expect(prints({ runs: 7, file: 'other.allocheck' })).toEqual(first);
    for (const other of [prints({ signature: `${DISJOINT}: gc` }), prints({}, 'slab')])
      for (const [key, value] of Object.entries(first))
        expect((other as Record<string, string>)[key]).not.toBe(value);
  });

  it('says of what met nothing that it did, and of a run that it was cut off', () => {
    const { invocations } = logOf([vacuous, runReport({ interrupted: true })]).runs[0];
    expect(invocations).toMatchObject([
      {
        executionSuccessful: true,
        toolExecutionNotifications: [
          {
            level: 'warning',
            message: { text: `${ZEROED} met nothing to judge in 2,000 programs of bump` },
          },
        ],
      },
      { executionSuccessful: false, toolExecutionNotifications: [] },
    ]);
  });

  it('of files that were replayed is valid, with a result for what broke', () => {
    const recorded = { invariant: DISJOINT, step: 1 };
    const plain = { signature: undefined, runs: undefined, shrunk: undefined };
    const findings = [findingReport(plain)];
    const broken = replayReport({ verdict: { kind: 'still-broken', recorded }, findings });
    const log = JSON.parse(sarifLog([replayReport(), broken].map(scanOfReplay), OPTIONS)) as Log;
    expect(isValid(log)).toBe(true);
    expect(log.runs[0].results).toMatchObject([{ ruleId: DISJOINT, ruleIndex: 0 }]);
    expect(log.runs[0].invocations).toMatchObject([
      { properties: { file: 'ls.mtrace', verdict: 'held' } },
      { properties: { file: 'ls.mtrace', verdict: 'still-broken' } },
    ]);
  });
});
