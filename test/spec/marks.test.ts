// Goal: the list of marks is one that can be looked up and searched. Method: checks over the lists themselves.
import { describe, expect, it } from 'vitest';
import { marksOf } from '../../spec/mark.ts';
import { classicMarks } from '../../spec/marks/classic.ts';
import { stepMarks } from '../../spec/marks/gc.ts';
import { goMarks } from '../../spec/marks/go.ts';
import { stackMarks } from '../../spec/marks/stacks.ts';
import { tcmallocMarks } from '../../spec/marks/tcmalloc.ts';
import { derived } from '../../spec/sources.ts';

describe.each([
  ['go', goMarks],
  ['gc', stepMarks],
  ['stacks', stackMarks],
  ['tcmalloc', tcmallocMarks],
  ['go-classic', classicMarks],
] as const)('the marks of %s', (prefix, marks) => {
  const ids = marks.map(({ id }) => id);

  it('are each there once, in order', () => {
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(ids.length).toBeGreaterThan(10);
  });

  it('have ids in kebab-case under their prefix', () => {
    const isOne = new RegExp(`^${prefix}/[a-z]+(?:-[a-z]+)*$`);
    expect(ids.filter((id) => !isOne.test(id))).toEqual([]);
  });

  it('say when they are reached, each otherwise, and by which source', () => {
    const texts = marks.map(({ when }) => when);
    expect(new Set(texts).size).toBe(marks.length);
    for (const { when, source } of marks) {
      expect(when).toMatch(/^[A-Za-z].*[^.\s]$/);
      expect(source.text).not.toBe('');
    }
  });
});

describe('marksOf', () => {
  it('puts the marks of all sections in order of id', () => {
    const source = derived('the rules');
    const first = { source, when: { 'a/c': 'c', 'a/a': 'a' } };
    const second = { source, when: { 'a/b': 'b' } };
    expect(marksOf([first, second])).toEqual([
      { id: 'a/a', when: 'a', source },
      { id: 'a/b', when: 'b', source },
      { id: 'a/c', when: 'c', source },
    ]);
  });
});
