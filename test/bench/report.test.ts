// Goal: what is said of how fast pages are is what the bench measured, and goals are judged by the worst. Method: figures that were made
// up; the page of the docs beside the file that the bench wrote.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isMet } from '../../bench/goals.ts';
import { median, renderReports, reportGoals } from '../../bench/report-results.ts';
import type { PageFigures } from '../../bench/report-results.ts';

const small: PageFigures = {
  what: 'a mutant',
  isSmall: true,
  steps: 7,
  bytes: 30_000,
  opened: [900, 100, 200],
  stepped: [10, 20, 300],
  jumped: [],
};
const long: PageFigures = {
  what: 'a trace',
  isSmall: false,
  steps: 10_000,
  bytes: 2_000_000,
  opened: [1500, 1200, 800],
  stepped: [120, 30, 110],
  jumped: [40],
};

describe('the bench of reports', () => {
  it('judges small pages by their worst time and weight, and any by its median', () => {
    expect(reportGoals([small, long]).map((goal) => [goal.measured, isMet(goal)])).toEqual([
      [30_000, true],
      [900, true],
      [1200, false],
      [110, false],
      // Of one page it was not measured.
      [NaN, false],
    ]);
  });

  it('meets no goal by what was not measured', () => {
    expect(reportGoals([]).filter(isMet)).toEqual([]);
  });

  it('writes goals first, then each page', () => {
    const text = renderReports([small, long], 'Node 20 on a machine');
    expect(text).toContain('Made with Node 20 on a machine.\n');
    expect(text).toMatch(
      /^\| bytes of the page of a mutant +\| at most 400,000 \| +30,000 \| +met \|$/m,
    );
    expect(text).toMatch(
      /^\| a trace +\| 10,000 \| 2,000,000 \| +1,200 \| 1,500 \| +110 \| +120 \| +40 \| +40 \|$/m,
    );
    expect(text).toMatch(/^\| a mutant .* – \| +– \|$/m);
  });

  it('knows the middle of times, and none of nothing', () => {
    expect([median([3, 1, 2]), median([])]).toEqual([2, NaN]);
  });
});

describe('the page about reports', () => {
  it('says what the bench wrote', () => {
    const [, section = ''] = readFileSync('docs/report.md', 'utf8').split(
      '## How large it is, and how fast\n',
    );
    const results = readFileSync('bench/REPORT.md', 'utf8');
    const source = readFileSync('bench/report.ts', 'utf8');
    const said = section.match(/\b\d[\d,]*\b/g) ?? [];
    expect(said.length).toBeGreaterThan(8);
    for (const number of said)
      expect(`${results}${source}`).toMatch(new RegExp(`(?<![\\d,])${number}(?![\\d,])`));
  });
});
