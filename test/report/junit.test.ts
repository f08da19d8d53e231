// Goal: the JUnit XML of a run is what readers of JUnit XML take, names each invariant, and says of each what came of it,
// whatever characters are in it. Method: libxml validates it against the schema of Jenkins (fixtures/README.md).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { attributes, xmlText } from '../../src/report/junit-xml.ts';
import { junitXml, junitXmlOfFiles } from '../../src/report/junit.ts';
import type { ReplayReport } from '../../src/report/replay-text.ts';
import type { RunReport } from '../../src/report/run-text.ts';
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

const schema = readFileSync('test/report/fixtures/jenkins-junit.xsd', 'utf8');
const STATEMENTS = [DISJOINT, KEPT, ZEROED].map(invariantNamed);

/** What libxml complains about. */
async function faultsOf(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'a.xml', contents: xml }], schema });
  return errors.map(({ message }) => message);
}

function junit(...reports: readonly RunReport[]): string {
  return junitXml(reports, STATEMENTS);
}

/** The test case with that name, as text. */
function caseOf(xml: string, id: string): string {
  return new RegExp(`<testcase name="${id}"[^]*?</testcase>`).exec(xml)?.[0] ?? '';
}

describe('the JUnit XML of a run', () => {
  const other = findingReport({
    finding: { ...findingReport().finding, invariant: KEPT },
    replay: undefined,
  });
  const mixed = runReport({
    result: resultOf({
      invariants: [judged(DISJOINT, 20, 1), judged(KEPT, 9, 4), judged(ZEROED, 0)],
      notRun: ['os/runs-canonical'],
    }),
    findings: [findingReport(), findingReport({ alsoBroken: [ZEROED] }), other],
    interrupted: true,
  });

  it.each([
    ['of no subject', junit()],
    ['of one in which all held', junit(runReport())],
    ['of one that broke', junit(brokenRun())],
    ['of several of all kinds', junit(mixed, runReport(), brokenRun())],
  ])('%s is valid', async (_, xml) => {
    expect(await faultsOf(xml)).toEqual([]);
  });

  it('is told from what is not valid', async () => {
    const xml = junit(runReport());
    expect(await faultsOf(xml.replace('<testcase name=', '<testcase nam='))).not.toEqual([]);
    expect(await faultsOf(xml.replace('</testsuites>', ''))).not.toEqual([]);
  });

  it('has a suite for each subject, and counts', () => {
    expect(junit(runReport(), mixed).match(/<testsuites? .*>/g)).toEqual([
      '<testsuites name="allocheck" tests="6" failures="2" errors="0" time="24.69">',
      '<testsuite name="bump" tests="2" failures="0" errors="0" skipped="0" time="12.345" package="allocheck">',
      '<testsuite name="bump" tests="4" failures="2" errors="0" skipped="2" time="12.345" package="allocheck">',
    ]);
    expect(junit(mixed)).toContain('<property name="seed" value="-7"/>');
  });

  it('says of what held its sentence, and how often it was judged', () => {
    expect(caseOf(junit(runReport()), KEPT)).toBe(
      `<testcase name="${KEPT}" assertions="12" classname="bump">\n` +
        '<system-out>it always holds that a live block contains what was written</system-out>\n</testcase>',
    );
  });

  it('tells of what broke the values, the smallest program and the replay line', () => {
    const failed = caseOf(junit(brokenRun()), DISJOINT);
    expect(failed).toContain(
      `<failure message="it always holds that no two live blocks share a byte; here it did not: at 0x1000: expected 8 bytes of its own, found shared with 0x1000, by 2 commands" type="${DISJOINT}">broken: ${DISJOINT}\n`,
    );
    expect(failed).toContain(
      '\n    allocheck 1\n    heap bump\n    a = malloc 8\n    b = malloc 8  # &lt;- here\n',
    );
    expect(failed).toMatch(/\nreplay: npx allocheck replay \S+<\/failure>/);
  });

  it('tells all bugs of an invariant, and of an effect what caused it', () => {
    const failed = caseOf(junit(mixed), DISJOINT);
    expect(failed.match(/^.*broken: .*$/gm)).toHaveLength(2);
    expect(failed).toContain(', by 2 commands; and 1 more bug"');
    const effect = (alsoBroken: readonly string[]): string => {
      const findings = [findingReport({ alsoBroken })];
      return caseOf(junit({ ...mixed, findings }), KEPT);
    };
    expect(effect([KEPT])).toContain(`>it broke in 4 runs, beside ${DISJOINT}</failure>`);
    expect(effect([])).toContain(
      '>it broke in 4 runs, beside others, whose test cases tell the programs</failure>',
    );
  });

  it('skips what was not judged, and says why', () => {
    const xml = junit({ ...mixed, result: { ...mixed.result, notRun: [KEPT, 'os/gone'] } });
    expect(caseOf(xml, ZEROED)).toContain(
      '<skipped>met nothing to judge in 2,000 programs</skipped>\n<system-out>it always',
    );
    expect(caseOf(xml, 'os/gone')).toContain(
      '<skipped>not run: it was left out, or bump offers no view that it could judge</skipped>\n</testcase>',
    );
  });

  it('is valid whatever is in its texts, and keeps it', async () => {
    const odd = '\u0000\u001b[1m <a b="c">&amp;]]> \ud800 \ufffe \t\r\n \u{1f600} ä';
    const { finding } = findingReport();
    const violation = { at: odd, expected: odd, actual: odd };
    const findings = [findingReport({ finding: { ...finding, violation }, replay: odd })];
    const xml = junit({ ...brokenRun(), title: odd, findings });
    expect(await faultsOf(xml)).toEqual([]);
    expect(xmlText(odd)).toBe(
      String.raw`\u0000\u001b[1m &lt;a b="c"&gt;&amp;amp;]]&gt; \ud800 \ufffe ` +
        '\t&#13;\n \u{1f600} ä',
    );
    expect(attributes({ a: '\t"\r\n' })).toBe(' a="&#9;&quot;&#13;&#10;"');
  });
});

describe('the JUnit XML of a replay', () => {
  const recorded = { invariant: DISJOINT, step: 1, writtenBy: 'allocheck 1' };
  const findings = [findingReport()];
  const files: readonly ReplayReport[] = [
    replayReport(),
    replayReport({ file: 'a "b".allocheck', verdict: { kind: 'broke' }, findings }),
    replayReport({ file: 'c', verdict: { kind: 'still-broken', recorded }, findings }),
    replayReport({ file: 'd', verdict: { kind: 'diverged', recorded }, findings }),
    replayReport({ file: 'e', verdict: { kind: 'fixed', recorded } }),
    replayReport({ file: 'f', verdict: { kind: 'unjudged', recorded, why: 'did not run' } }),
  ];
  const xml = junitXmlOfFiles(files);

  it('is valid, and has no time in it', async () => {
    expect(await faultsOf(xml)).toEqual([]);
    expect(await faultsOf(junitXmlOfFiles([]))).toEqual([]);
    expect(xml).not.toContain('time=');
  });

  it('has a test case for each file, by what became of it', () => {
    expect(xml.match(/<testsuite .*>/)?.[0]).toBe(
      '<testsuite name="allocheck replay" tests="6" failures="3" errors="0" skipped="1" package="allocheck">',
    );
    expect(xml.match(/(?<=<testcase name=")[^"]*|<failure|<skipped/g)).toEqual([
      'ls.mtrace',
      'a &quot;b&quot;.allocheck',
      '<failure',
      'c',
      '<failure',
      'd',
      '<failure',
      'e',
      'f',
      '<skipped',
    ]);
  });

  it('tells what broke with its program, and of what was not judged why', () => {
    expect(caseOf(xml, 'c')).toMatch(
      /<failure message="still broken: client\/disjoint at step 1, as recorded" type="client\/disjoint">broken: .*\n {4}b = malloc 8 {2}# &lt;- here\n/s,
    );
    expect(caseOf(xml, 'f')).toMatch(/<skipped>not judged: .*, which did not run; /);
    expect(caseOf(xml, 'ls.mtrace')).toContain('<system-out>all 2 invariants held</system-out>');
  });
});
