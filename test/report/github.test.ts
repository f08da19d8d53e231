// Goal: GitHub gets an annotation for each bug at its line, and a page that says what held, and neither is torn by what is in the
// texts. Method: what is written is read back as the runner of GitHub reads it.
import { describe, expect, it } from 'vitest';
import { githubAnnotations, toldOfRun } from '../../src/report/github.ts';
import { jobSummary, jobSummaryOfFiles } from '../../src/report/job-summary.ts';
import {
  DISJOINT,
  ZEROED,
  brokenRun,
  findingReport,
  judged,
  replayReport,
  resultOf,
  runReport,
} from './support.ts';

const HERE = { path: 'C:\\a,b\\c%.allocheck', uri: '', isRelative: true, line: 9 };
const vacuous = runReport({ result: resultOf({ invariants: [judged(ZEROED, 0)] }) });

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** The commands of a text, one a line, as the runner takes them. */
function commandsOf(text: string): readonly Command[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [, name = '', pairs = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
      const properties = pairs.split(',').map((pair) => {
        const [key = '', value = ''] = pair.split('=', 2);
        return [key, unescaped(value)] as const;
      });
      return { name, properties: Object.fromEntries(properties), message: unescaped(message) };
    });
}

function unescaped(text: string): string {
  const codes: Readonly<Record<string, string>> = {
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  };
  return text.replaceAll(/%(?:0D|0A|3A|2C|25)/g, (code) => codes[code] as string);
}

describe('annotations', () => {
  it('are one for each bug, with all that is told of it', () => {
    const [bug, ...more] = commandsOf(
      githubAnnotations([runReport(), brokenRun()].map(toldOfRun), () => HERE),
    );
    expect(more).toEqual([]);
    expect(bug).toMatchObject({
      name: 'error',
      properties: { file: HERE.path, line: '9', title: `bump breaks ${DISJOINT}` },
    });
    expect(bug?.message).toMatch(/^broken: client\/disjoint\n.*b = malloc 8 {2}# <- here\n/s);
    expect(bug?.message).toMatch(/\nreplay: npx allocheck replay \S+$/);
  });

  it('keep what would end them', () => {
    const odd = 'a%0Ab\r\n::error::c,d:e';
    const { finding } = findingReport();
    const violation = { ...finding.violation, at: odd };
    const findings = [findingReport({ finding: { ...finding, violation } })];
    const [bug, ...more] = commandsOf(
      githubAnnotations([toldOfRun({ ...brokenRun(), findings })], () => undefined),
    );
    expect(more).toEqual([]);
    expect(bug?.message).toContain(`at        ${odd}\n`);
    expect(bug?.properties).toEqual({ title: `bump breaks ${DISJOINT}` });
  });

  it('warn of what met nothing to judge, where nothing broke', () => {
    expect(githubAnnotations([toldOfRun(vacuous)], () => HERE)).toBe(
      `::warning title=bump%3A met nothing to judge::${ZEROED}\n`,
    );
    expect(githubAnnotations([toldOfRun(runReport())], () => HERE)).toBe('');
  });
});

describe('the summary of a job', () => {
  it('says what held', () => {
    expect(jobSummary([runReport(), vacuous])).toBe(
      [
        '## allocheck',
        '',
        '| subject | verdict | programs | commands | checks | time | seed |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        '| `bump` | all 2 invariants held | 2,000 | 231,402 | 41,234,579 | 12.3 s | -7 |',
        '| `bump` | the one invariant met nothing to judge | 2,000 | 231,402 | 0 | 12.3 s | -7 |',
        '',
        `\`bump\` met nothing to judge by: \`${ZEROED}\``,
        '',
      ].join('\n'),
    );
  });

  it('has a row for each bug, and its program below', () => {
    const text = jobSummary([brokenRun()]);
    expect(text).toContain(
      '| `bump` | `client/disjoint` | at 0x1000: expected 8 bytes of its own, found shared with 0x1000 | 1 | 2 | `npx allocheck replay allocheck-out/bump.allocheck` |\n',
    );
    expect(text).toMatch(
      /<details><summary>client\/disjoint<\/summary>\n\n```text\nbroken: .*\n {4}b = malloc 8 {2}# <- here\n.*\n```\n\n<\/details>\n$/s,
    );
  });

  it('keeps a row a row, and a program a program, whatever is in them', () => {
    const { finding } = findingReport();
    const violation = { ...finding.violation, at: 'a|b\n<c> `d` ````' };
    const findings = [
      findingReport({ finding: { ...finding, violation }, replay: 'replay `a|b` ``c`' }),
    ];
    const text = jobSummary([{ ...brokenRun(), findings }]);
    const row = text.split('\n').find((line) => line.includes('8 bytes of its own,')) ?? '';
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
    expect(row).toContain('&lt;c&gt;');
    expect(row).toContain('| ``` replay `a\\|b` ``c` ``` |');
    expect(text).toContain('\n`````text\n');
    expect(text).toContain('\n`````\n');
  });

  it('has a row for each file that was replayed', () => {
    const recorded = { invariant: DISJOINT, step: 1 };
    const findings = [findingReport()];
    const broken = replayReport({ verdict: { kind: 'still-broken', recorded }, findings });
    const lines = jobSummaryOfFiles([replayReport(), broken]).split('\n');
    expect(lines.slice(0, 6)).toEqual([
      '## allocheck replay',
      '',
      '| file | subject | verdict | commands | checks |',
      '| --- | --- | --- | --- | --- |',
      '| `ls.mtrace` | `go` | all 2 invariants held | 3,557 | 209 |',
      '| `ls.mtrace` | `go` | still broken: client/disjoint at step 1, as recorded | 3,557 | 209 |',
    ]);
    expect(lines.filter((line) => line.startsWith('<details>'))).toHaveLength(1);
  });

  it('is short enough to be taken, however much broke', () => {
    const findings = Array.from({ length: 53 }, () => findingReport());
    const text = jobSummary([{ ...brokenRun(), findings }]);
    expect(text.match(/^<details>/gm)).toHaveLength(50);
    expect(text).toContain('\n3 more bugs not told here\n');
  });
});
