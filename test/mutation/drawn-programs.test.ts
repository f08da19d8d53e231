// Goal: programs that between them come to every mark break nothing.
// Method: programs/*.allocheck were drawn by `generateProgram` (the name says from which profile, and the number of the
// draw of seed 1, at most 150 commands) and chosen greedily: few and fast, each mark reached by two of them. They are
// stored as text, so that a change of the generator does not change what is measured. Part of `npm run mutation`.
import { describe, expect, it } from 'vitest';
import { goMarks } from '../../spec/marks/go.ts';
import { drawnPrograms, outcomeOf } from './support.ts';

/** The marks that a program's text says it comes to: one in a line, as `# comes to go/span-large`. */
function promised(text: string): readonly string[] {
  return [...text.matchAll(/^# comes to (.*)$/gm)].map(([, id]) => id as string);
}

describe('a program that was drawn', () => {
  it.each(drawnPrograms)('breaks nothing, and comes where it says: $name', ({ text }) => {
    const { broken, reached } = outcomeOf(text);
    expect(broken).toEqual([]);
    expect(promised(text).filter((id) => !reached.has(id))).toEqual([]);
  });
});

describe('these programs', () => {
  it('come to every mark of the model', () => {
    const all = new Set(drawnPrograms.flatMap(({ text }) => promised(text)));
    expect(goMarks.map(({ id }) => id).filter((id) => !all.has(id))).toEqual([]);
  });
});
