import { describe, expect, it } from 'vitest';
import { readTrace } from '../../src/trace/load.ts';
import { parseMtrace } from '../../src/trace/mtrace.ts';
import { traceStatistics } from '../../src/trace/statistics.ts';

describe('traceStatistics', () => {
  it('counts calls, the peaks and the sizes', () => {
    const text = `= Start
@ a:[0x1] + 0x10 0x3
@ a:[0x1] + 0x20 0x8
@ a:[0x1] < 0x10
@ a:[0x1] > 0x30 0x14
@ a:[0x1] + 0x10 0
@ a:[0x1] - 0x20
@ a:[0x1] - 0x10
@ a:[0x1] + 0x20 0x4
@ a:[0x1] - 0x99
`;
    expect(traceStatistics(parseMtrace(text, 'f'))).toEqual({
      events: 9,
      mallocs: 4,
      callocs: 0,
      frees: 2,
      reallocs: 1,
      peakLiveBytes: 28,
      peakLiveBlocks: 3,
      sizes: [
        { upTo: 0, count: 1 },
        { upTo: 4, count: 2 },
        { upTo: 8, count: 1 },
        { upTo: 32, count: 1 },
      ],
    });
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 4],
    [5, 8],
    [0x800, 0x800],
    [0x801, 0x1000],
    [2 ** 40 + 1, 2 ** 41],
  ])('files size %i under %i', (size, upTo) => {
    const text = `@ a:[0x1] + 0x10 ${size === 0 ? '0' : `0x${size.toString(16)}`}\n`;
    expect(traceStatistics(parseMtrace(text, 'f')).sizes).toEqual([{ upTo, count: 1 }]);
  });

  it('is all zeros for a trace without operations', () => {
    expect(traceStatistics(parseMtrace('= Start\n', 'f'))).toMatchObject({
      events: 0,
      mallocs: 0,
      peakLiveBytes: 0,
      peakLiveBlocks: 0,
      sizes: [],
    });
  });

  it('tells the traces of the repository apart', () => {
    const rows = ['cc1.mtrace', 'git.mtrace.gz', 'ls.mtrace', 'python.mtrace', 'sqlite.mtrace.gz'];
    const shown = rows.map((name) => {
      const { mallocs, frees, reallocs, ...rest } = traceStatistics(
        readTrace(`examples/traces/${name}`),
      );
      return [name, mallocs, frees, reallocs, rest.peakLiveBytes, rest.peakLiveBlocks].join(' ');
    });
    expect(shown).toMatchInlineSnapshot(`
      [
        "cc1.mtrace 3557 1256 350 695750 2398",
        "git.mtrace.gz 14107 13175 905 26469698 1254",
        "ls.mtrace 3290 1785 5 408619 1683",
        "python.mtrace 2245 2233 337 1204633 611",
        "sqlite.mtrace.gz 6971 6971 29 404583 362",
      ]
    `);
  });
});
