import { describe, expect, it } from 'vitest';
import { Tally } from '../../src/conform/part.ts';
import { conformJson } from '../../src/report/conform-json.ts';
import { conformPartText, conformSummary } from '../../src/report/conform-text.ts';
import type { ConformPart, ConformReport } from '../../src/report/conform-text.ts';
import { PLAIN } from '../../src/report/paint.ts';

function tally(...counts: readonly (readonly [string, number])[]): Tally {
  const all = new Tally();
  for (const [what, count] of counts) all.add(what, count);
  return all;
}

const same: ConformPart = {
  id: 'sizes',
  what: 'size rounding',
  compared: tally(['sizes rounded up', 40_001]),
};
const differing: ConformPart = {
  id: 'trees',
  what: 'a program of binary trees',
  compared: tally(['addresses of objects', 4], ['manual spans', 1]),
  difference: { at: 'event 17', request: 'malloc 24', go: '0xc000000018', model: '0xc000000000' },
};
const skipped: ConformPart = { id: 'pacer', what: 'pacer goals', skipped: 'no sources' };

function report(parts: readonly ConformPart[], interrupted = false): ConformReport {
  return { go: 'go1.19.8', seed: 7, seconds: 12.3456, parts, interrupted };
}

describe('a comparison with a runtime', () => {
  it('is told part by part', () => {
    const text = [same, differing, skipped].map((part) => conformPartText(part, PLAIN)).join('');
    expect(text).toMatchInlineSnapshot(`
      "sizes  size rounding
        the same: sizes rounded up 40,001
      trees  a program of binary trees
        the same: addresses of objects 4, manual spans 1
        first difference at event 17
          asked    malloc 24
          Go       0xc000000018
          model    0xc000000000
      pacer  pacer goals
        not compared: no sources
      "
    `);
  });

  it('is summed up', () => {
    const reports = [
      report([same]),
      report([same, differing]),
      report([same, skipped]),
      report([same], true),
      report([differing], true),
    ];
    const text = reports.map((each) => conformSummary(each, PLAIN)).join('');
    expect(text).toMatchInlineSnapshot(`
      "
      the model answers as go1.19.8 does
        1 part compared, seed 7, 12.3 s

      the model differs from go1.19.8: trees
        2 parts compared, seed 7, 12.3 s

      the model answers as go1.19.8 does
        1 part compared, 1 part not compared, seed 7, 12.3 s

      interrupted; no difference from go1.19.8 so far
        1 part compared, seed 7, 12.3 s

      the model differs from go1.19.8: trees
        1 part compared, seed 7, 12.3 s
      "
    `);
  });

  it('is JSON for machines', () => {
    expect(conformJson(report([same, differing, skipped]))).toEqual({
      version: 1,
      go: 'go1.19.8',
      seed: 7,
      seconds: 12.346,
      interrupted: false,
      same: false,
      parts: [
        { id: 'sizes', compared: { 'sizes rounded up': 40_001 } },
        {
          id: 'trees',
          compared: { 'addresses of objects': 4, 'manual spans': 1 },
          difference: differing.difference,
        },
        { id: 'pacer', compared: {}, skipped: 'no sources' },
      ],
    });
    expect(conformJson(report([same])).same).toBe(true);
  });
});
