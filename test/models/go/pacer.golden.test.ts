// Goal: pacer, PI controller and limiter do what those of a real Go 1.19 runtime do.
// Method: golden/pacer.json holds what they did at random, step by step, as `allocheck conform go --write-golden
// test/golden` recorded it. The model has its quirk of Go 1.19 put back for that.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GcController } from '../../../models/go/gc-controller.ts';
import { consMarkFromPi } from '../../../models/mutants/go/cons-mark-from-pi.ts';
import { loadModule } from '../../../models/mutants/load.ts';
import { replayLimiter, replayPacer, replayPi } from '../../../src/conform/pacer.ts';
import type { Case, PacerRecord } from '../../../src/conform/pacer.ts';

const url = new URL('../../golden/pacer.json', import.meta.url);
const record = JSON.parse(readFileSync(url, 'utf8')) as PacerRecord;

/** The cases, numbered. */
function numbered(cases: readonly Case[]): (readonly [number, Case])[] {
  return [...cases.entries()];
}

const quirky = loadModule('models/go/gc-controller.ts', consMarkFromPi);
const Controller = quirky['GcController'] as typeof GcController;

describe('against a recording of Go 1.19', () => {
  it.each(numbered(record.pacer))('the pacer does the same in case %i', (_, each) => {
    expect(replayPacer(Controller, each)).toBeUndefined();
  });

  it.each(numbered(record.pi))('the PI controller does in case %i', (_, each) => {
    expect(replayPi(each)).toBeUndefined();
  });

  it.each(numbered(record.limiter))('the limiter does in case %i', (_, each) => {
    expect(replayLimiter(each)).toBeUndefined();
  });

  // A recording without them would show less than it seems to.
  it('met a negative consMark, a full bucket and an overflow', () => {
    const column = (cases: PacerRecord['pi'], at: number): readonly number[] =>
      cases.flatMap(([, ...steps]) => steps.map((step) => step.at(at) as number));

    expect(Math.min(...column(record.pacer, -6))).toBeLessThan(0);
    expect(column(record.limiter, -2)).toContain(1);
    expect(column(record.pi, -1)).toContain(0);
  });
});
