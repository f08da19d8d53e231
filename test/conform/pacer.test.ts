import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GcController } from '../../models/go/gc-controller.ts';
import { consMarkFromPi } from '../../models/mutants/go/cons-mark-from-pi.ts';
import { loadModule } from '../../models/mutants/load.ts';
import { comparePacer } from '../../src/conform/pacer.ts';
import type { Case, PacerRecord } from '../../src/conform/pacer.ts';
import { differenceText } from './support.ts';

const record = JSON.parse(
  readFileSync(new URL('../golden/pacer.json', import.meta.url), 'utf8'),
) as PacerRecord;
const quirky = loadModule('models/go/gc-controller.ts', consMarkFromPi);
const Controller = quirky['GcController'] as typeof GcController;

describe('a comparison of pacers', () => {
  it('counts the programs of each kind, and their steps', () => {
    const { compared, difference } = comparePacer(record, Controller);
    expect(difference).toBeUndefined();
    expect(Object.fromEntries(compared.counts)).toEqual({
      'pacer programs': 10,
      'PI controller programs': 10,
      'CPU limiter programs': 10,
      'steps of them': 590,
    });
  });

  it('tells of the first state that differs: the model has not the PI controller of Go 1.19', () => {
    expect(differenceText(comparePacer(record, GcController).difference)).toMatch(
      /^at case \d+ of the pacer, step \d+, asked do the same: Go (\S+ ){12}\S+, model (\S+ ){12}\S+$/,
    );
  });

  // The largest number says that there is no goal, but a runway may come to just that: -1 as an unsigned number.
  it('takes a runway of -1 for the number that Go makes of it', () => {
    const url = new URL('./runway-of-minus-one.json', import.meta.url);
    const one = JSON.parse(readFileSync(url, 'utf8')) as Case;
    expect(one.at(-1)!.at(-7)).toBe(-1);
    const { difference } = comparePacer({ ...record, pacer: [one] }, Controller);
    expect(differenceText(difference)).toBe('none');
  });
});
