// Goal: of the two runs of a relation each is told by its own commands, as far as where they disagree.
import { describe, expect, it } from 'vitest';
import { note, served, traceOf } from '../../spec/fixtures/trace.ts';
import { derived } from '../../spec/sources.ts';
import { defineRelation } from '../../spec/relation.ts';
import type { Relation } from '../../spec/relation.ts';
import type { Note } from '../../spec/trace.ts';
import type { BrokenPair } from '../../src/engine/relations.ts';
import { parseProgram } from '../../src/program/text.ts';
import { runsOfPair } from '../../src/report/explain-pair.ts';

function programOf(...lines: readonly string[]) {
  return parseProgram(`allocheck 1\nheap bump\n${lines.join('\n')}\n`, 'x');
}

function relationOf(against: Pick<Relation, 'against'> = {}): Relation {
  return defineRelation({
    id: 'relation/test',
    holds: 'both are the same',
    because: 'they differ',
    sources: [derived('nothing')],
    needs: [],
    rewrite: () => undefined,
    agree: () => undefined,
    examples: { agrees: [], disagrees: [] },
    ...against,
  });
}

const first = programOf('a = malloc 8', 'weak a', 'mark 2', 'upgrade a', 'gc');
const upgraded = note({ returns: [{ by: 'weak pointer', block: 0, sure: true }] });
const lost = note({ returns: [{ by: 'weak pointer', block: -1, sure: true }] });

/** @param notes  of the second run, by the commands of the first */
function pairOf(step: number, notes: readonly Note[], changes: Partial<BrokenPair> = {}) {
  const notesOfFirst = [note({ calls: [served(0x1000)] }), note(), note(), upgraded, note()];
  return {
    relation: relationOf(),
    finding: { invariant: 'relation/test', step, violation: { at: '', expected: '', actual: '' } },
    first,
    second: first,
    places: Array.from({ length: 5 }, (_, i) => ({ from: i, to: i + 1 })),
    traces: { first: traceOf(notesOfFirst), second: traceOf(notes) },
    ...changes,
  };
}

/** Each run as lines of text. */
function told(pair: BrokenPair): readonly string[] {
  return runsOfPair(pair).flatMap(({ title, lines }) => [
    title,
    ...lines.map(({ step, command, answer, isGuilty }) =>
      [step, command, answer, ...(isGuilty === true ? ['<-'] : [])].join(' | '),
    ),
  ]);
}

describe('the two runs of a relation', () => {
  it('are told by their own commands and names', () => {
    const second = programOf(
      'z = malloc 9',
      'c = malloc 8',
      'weak c',
      'mark 1',
      'mark 1',
      'upgrade c',
      'gc',
    );
    const places = [
      { from: 1, to: 2 },
      { from: 2, to: 3 },
      { from: 3, to: 5 },
      { from: 5, to: 6 },
      { from: 6, to: 7 },
    ];
    const notes = [note({ calls: [served(0x2000)] }), note(), note({ did: false }), lost, note()];
    expect(told(pairOf(3, notes, { second, places }))).toMatchInlineSnapshot(`
      [
        "the first run:",
        "0 | a = malloc 8 | -> 0x1000, 16 bytes usable",
        "1 | weak a | ",
        "2 | mark 2 | ",
        "3 | upgrade a | -> the weak pointer gave a | <-",
        "the second run, of what the program is rewritten to:",
        "0 | z = malloc 9 | ",
        "1 | c = malloc 8 | -> 0x2000, 16 bytes usable",
        "2 | weak c | ",
        "3 | mark 1 | ",
        "4 | mark 1 | -> nothing",
        "5 | upgrade c | -> the weak pointer gave nothing | <-",
      ]
    `);
    const same = [...notes.slice(0, 3), upgraded, note()];
    expect(told(pairOf(4, same, { second, places }))).toContain(
      '5 | upgrade c | -> the weak pointer gave c',
    );
  });

  it('may disagree at the end', () => {
    const notes = [note({ calls: [served(0x1000)] }), note(), note(), upgraded, note()];
    const pair = pairOf(5, notes, { relation: relationOf({ against: 'reference' }) });
    const lines = told(pair);
    expect(lines.filter((line) => line.endsWith('<-'))).toEqual([
      '5 | the end |  | <-',
      '5 | the end |  | <-',
    ]);
    expect(lines).toContain('the second run, of the same program, on the reference:');
  });
});
