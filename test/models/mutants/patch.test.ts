import { describe, expect, it } from 'vitest';
import { patchedTexts } from '../../../models/mutants/patch.ts';
import { readSource } from '../../../models/mutants/sources.ts';
import type { Patch } from '../../../models/mutants/mutant.ts';

const FILE = 'models/go/mspan.ts';

function patched(patch: Patch): string | undefined {
  return patchedTexts({ id: 'go/test', patch }).get(FILE);
}

describe('a patch', () => {
  it('replaces the text that it names, and nothing else', () => {
    const text = patched({ file: FILE, find: 'this.freeindex = next;', replace: '$&' });

    expect(text).toBe(readSource(FILE).replace('this.freeindex = next;', () => '$&'));
  });

  it('of several edits is applied one after the other', () => {
    const text = patched([
      { file: FILE, find: 'this.freeindex = next;', replace: 'first();' },
      { file: FILE, find: 'first();', replace: 'second();' },
    ]);

    expect(text).toContain('second();');
    expect(text).not.toContain('first();');
  });

  it('of several files gives the text of each', () => {
    const edits = [
      { file: FILE, find: 'this.freeindex = next;', replace: '' },
      { file: 'models/go/sweep.ts', find: 'span.needzero = 1;', replace: '' },
    ];

    expect([...patchedTexts({ id: 'go/test', patch: edits }).keys()]).toEqual([
      FILE,
      'models/go/sweep.ts',
    ]);
  });

  it('no longer applies where its text is not there', () => {
    expect(() => patched({ file: FILE, find: 'no such text', replace: '' })).toThrow(
      'mutant go/test no longer applies: models/go/mspan.ts has "no such text" 0 times, not once',
    );
  });

  it('no longer applies where its text is there more than once', () => {
    expect(() => patched({ file: FILE, find: 'this.freeindex', replace: '' })).toThrow(
      /mutant go\/test no longer applies: models\/go\/mspan\.ts has "this\.freeindex" \d+ times/,
    );
  });

  it('of a file that is gone is an error', () => {
    expect(() => patched({ file: 'models/go/gone.ts', find: 'a', replace: 'b' })).toThrow(
      'there is no source models/go/gone.ts',
    );
  });
});
