import { describe, expect, it } from 'vitest';
import { note, refused, served, traceOf } from '../../spec/fixtures/trace.ts';
import {
  NO_BLOCK,
  SAME_ANSWERS,
  SAME_NOTES,
  firstDisagreement,
  sameAddresses,
  sameContents,
  sameCounts,
  untilCollected,
} from '../../spec/trace.ts';
import type { Note, NotedReturn } from '../../spec/trace.ts';

function compared(a: readonly Note[], b: readonly Note[]) {
  return firstDisagreement(traceOf(a), traceOf(b), { notes: SAME_NOTES });
}

function gave(block: number, sure: boolean): Note {
  const back: NotedReturn = { by: 'weak pointer', block, sure };
  return note({ returns: [back] });
}

describe('the first disagreement', () => {
  const x = note({ calls: [served(16)] });
  const y = note({ calls: [served(32)] });

  it('is of the first command that went otherwise', () => {
    expect(compared([x, x, y], [x, y, x])).toEqual({
      step: 1,
      at: 'the block',
      expected: '0x10 of 16 bytes, as in the first run',
      actual: '0x20 of 16 bytes in the second',
    });
    expect(compared([x, y], [x, y])).toBeUndefined();
  });

  it.each([
    ['a call', note(), x],
    ['a refusal', x, note({ calls: [refused('bad-size')] })],
    ['contents', note({ readings: [-1] }), note({ readings: [8] })],
    ['an effect', note(), note({ did: false })],
    ['a collection', note(), note({ collections: 1 })],
    ['a number of the footprint', note({ footprint: [1, 2] }), note({ footprint: [1, 3] })],
    ['what is unscanned', note(), note({ unscanned: 1 })],
    ['a breakdown', note(), note({ brokeDown: true })],
    ['what surely came back', gave(3, true), gave(NO_BLOCK, true)],
  ])('may be of %s', (_, a, b) => {
    expect(compared([a], [b])).toMatchObject({ step: 0 });
  });

  it('is none where one run wants for memory, or both were free to choose', () => {
    const lacking = note({ calls: [refused('out-of-memory')] });
    expect(compared([x, x], [lacking, y])).toBeUndefined();
    expect(compared([gave(3, false), x], [gave(NO_BLOCK, false), y])).toBeUndefined();
    expect(compared([gave(3, false), x], [gave(3, false), y])).toMatchObject({ step: 1 });
  });

  it('is not sought behind a breakdown of both', () => {
    const broken = note({ brokeDown: true });
    expect(compared([broken, x], [broken, y])).toBeUndefined();
  });

  it('may be of the counts in the end', () => {
    const rules = { notes: SAME_ANSWERS, counts: sameCounts((name) => name !== 'cells') };
    const of = (counts: Record<string, number>) => traceOf([x], counts);
    expect(firstDisagreement(of({ cells: 1 }), of({ cells: 2 }), rules)).toBeUndefined();
    expect(firstDisagreement(of({ pages: 1 }), of({}), rules)).toEqual({
      step: 1,
      at: 'pages',
      expected: '1, as in the first run',
      actual: '0 in the second',
    });
  });
});

describe('a rule until a collection ends', () => {
  it('says nothing from there on', () => {
    const [x, y] = [note({ calls: [served(16)] }), note({ calls: [served(32)] })];
    const rule = untilCollected(sameAddresses);
    expect(rule(x, y)).toBeDefined();
    expect(rule(x, { ...y, collections: 1 })).toBeUndefined();
    expect(rule(x, y)).toBeUndefined();
  });
});

describe('contents', () => {
  it('agree where the same bytes are wrong', () => {
    expect(sameContents(note({ readings: [4] }), note({ readings: [4] }))).toBeUndefined();
  });
});
