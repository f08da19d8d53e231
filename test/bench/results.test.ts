import { describe, expect, it } from 'vitest';
import { goalsOf, isMet } from '../../bench/goals.ts';
import type { JudgedRow } from '../../bench/judged.ts';
import type { Loop } from '../../bench/loops.ts';
import { leastOf } from '../../bench/pairs.ts';
import type { PairRow } from '../../bench/pairs.ts';
import { SMALL } from '../../bench/programs.ts';
import { renderResults } from '../../bench/results.ts';
import { alignedTable } from '../../bench/table.ts';
import { lowerQuartile } from '../../bench/timing.ts';

function pair(loop: Loop, live: number, [model, thing, c]: readonly [number, number, number]) {
  const table = { name: '64', sizes: Int32Array.of(64) };
  const row: PairRow = {
    work: { loop, live, table },
    model,
    thing,
    c,
    digest: 0,
  };
  return row;
}

function judgedRow(live: number, judged: number, unjudged: number): JudgedRow {
  return { mix: SMALL, live, judged, unjudged, bare: 100, checks: 30 };
}

const pairs = [
  pair('lifo', 1, [50, 25, 10]),
  pair('batch', 1000, [50, 2500, 20]),
  pair('replace', 1000, [100, 1400, 20]),
  pair('replace', 10_000, [100, 40_000, 20]),
];
const judged = [
  judgedRow(100, 500, 250),
  judgedRow(1000, 2000, 400),
  judgedRow(100_000, 1500, 500),
];

describe('goals', () => {
  it('are ratios of the figures, and say whether they are met', () => {
    const goals = goalsOf(pairs, judged).map((goal) => [goal.measured, isMet(goal)]);
    expect(goals).toEqual([
      [2.5, true],
      [14, false],
      [400, true],
      [500_000, true],
      [500_000, false],
      [1.5, true],
    ]);
  });

  it('are not met by what was not measured', () => {
    expect(goalsOf([], []).filter(isMet)).toEqual([]);
  });
});

describe('results', () => {
  const text = renderResults({ pairs, judged, c: 'glibc 2.36', machine: 'Node 20 on a machine' });

  it('say the command, the machine and the goals first', () => {
    expect(text.split('## Per')[0]).toMatchInlineSnapshot(`
      "# Results of the benches

      Written by the bench itself; do not edit. To make it again:

      \`\`\`
      npm run build && npm run bench
      \`\`\`

      Made with Node 20 on a machine; glibc 2.36.

      ## Goals

      | goal                                                     |              asked | measured |        |
      | -------------------------------------------------------- | -----------------: | -------: | -----: |
      | malloc 1,000, free 1,000 of 64 bytes: model / C          |          at most 5 |     2.50 |    met |
      | random replacement, 1,000 live: @thi.ng / model          |        at least 15 |     14.0 | missed |
      | random replacement, 10,000 live: @thi.ng / model         |       at least 150 |      400 |    met |
      | judged commands a second, 1,000 live                     |   at least 300,000 |  500,000 |    met |
      | the same, where we want to be                            | at least 1,000,000 |  500,000 | missed |
      | growth of judged / of unjudged time, 100 to 100,000 live |          at most 2 |     1.50 |    met |

      "
    `);
  });

  it('give ratios before times', () => {
    const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(titles).toMatchInlineSnapshot(`
      [
        "Goals",
        "Per malloc+free pair, as ratios",
        "Judged, as ratios",
        "Nanoseconds per malloc+free pair",
        "Nanoseconds per command",
        "How it is measured",
      ]
    `);
  });

  it('have a dash for what was not measured', () => {
    const row = renderResults({
      pairs: [pair('lifo', 1, [50, NaN, NaN])],
      judged: [],
      c: undefined,
      machine: '',
    });
    expect(row).toContain('no C compiler');
    expect(row).toMatch(/^\| 64 +\| +1 \| +– \| +– \|$/m);
  });
});

describe('a table', () => {
  it('has aligned columns', () => {
    const rows = [
      ['a', '1'],
      ['longer', '1,000'],
    ];
    expect(alignedTable(['what', 'n'], rows)).toMatchInlineSnapshot(`
      "| what   |     n |
      | ------ | ----: |
      | a      |     1 |
      | longer | 1,000 |
      "
    `);
  });
});

describe('several passes', () => {
  it('give the least of each figure', () => {
    const passes = [[pair('lifo', 1, [50, 25, NaN])], [pair('lifo', 1, [40, 30, NaN])]];
    expect(leastOf(passes)).toEqual([pair('lifo', 1, [40, 25, NaN])]);
    expect(leastOf([])).toEqual([]);
  });
});

describe('the lower quartile', () => {
  it.each([
    [[3], 3],
    [[3, 1, 2], 1],
    [[4, 3, 2, 1], 2],
    [[9, 1, 8, 2, 7, 3, 6, 4], 3],
  ])('of %j is %i', (figures, expected) => {
    expect(lowerQuartile(figures)).toBe(expected);
  });
});
