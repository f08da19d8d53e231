// Goal: expect(subject).toHoldInvariants(program) passes when nothing breaks, fails by the report of what does, and never passes
// without having looked.
import { createExpect, describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { mspanHandsOutTwice } from '../../models/mutants/go/mspan-hands-out-twice.ts';
import { loadMutant } from '../../models/mutants/load.ts';
import { cellFreeOrTaken } from '../../examples/own-allocator/cell-free-or-taken.ts';
import { pool } from '../../examples/own-allocator/pool.ts';
import { parseProgram } from '../../src/program/text.ts';
import { allocheckMatchers } from '../../src/vitest/index.ts';
import { overlapping, sound } from './pools.ts';

const TWO = 'allocheck 1\nheap x\na = malloc 8\nb = malloc 8\n';
const HINT = 'relation/replay-repeats-the-run';

/** The message by which it fails. */
function failure(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'it passed';
}

describe('toHoldInvariants', () => {
  it('is there by the import, and for another expect', () => {
    const other = createExpect();
    other.extend(allocheckMatchers);
    other(overlapping).not.toHoldInvariants(TWO);
    expect(sound).toHoldInvariants(TWO);
  });

  it('takes a program or its text, for the subject that is given', () => {
    expect(sound).toHoldInvariants(TWO);
    expect(sound).toHoldInvariants(parseProgram(TWO, 'TWO'));
    expect(goSubject).toHoldInvariants(TWO);
    expect(overlapping).not.toHoldInvariants(TWO);
    expect(loadMutant(mspanHandsOutTwice)).not.toHoldInvariants(
      'allocheck 1\nheap go\na = malloc 8 noscan\nb = malloc 9 noscan\n',
    );
  });

  it('fails by what broke, and where', () => {
    expect(failure(() => expect(overlapping).toHoldInvariants(TWO))).toMatchInlineSnapshot(`
      "broken: client/live-blocks-disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise the owner of one overwrites what the owner of the other wrote

        at        0x10
        expected  8 bytes of its own
        found     shared with the live block 0x10, 8 bytes

        at step 1 of 2 commands (b = malloc 8):

          allocheck 1
          heap overlapping
          a = malloc 8
          b = malloc 8  # <- here"
    `);
  });

  it('says of what should break that nothing did', () => {
    expect(failure(() => expect(sound).not.toHoldInvariants(TWO))).toMatch(
      /^sound breaks nothing in 2 commands: \d+ invariants had something to judge, and held$/,
    );
  });

  it('judges by those that are asked for, and the own ones of a config', () => {
    expect(overlapping).toHoldInvariants(TWO, { invariants: ['client/block-aligned'] });
    const config = { invariants: [cellFreeOrTaken] };
    expect(pool).toHoldInvariants(TWO, { config, invariants: ['pool/*'] });
  });

  it('judges the relation that a recording says was broken', () => {
    const recording = TWO.replace('heap', `# broke: ${HINT} at step 0, seed 7\nheap`);
    expect(sound).toHoldInvariants(recording, { invariants: [HINT] });
  });

  it.each([
    ['allocheck 1\nheap x\n', /gives no invariant anything to judge: 0 commands$/],
    [TWO.replace('malloc', 'maloc'), /^the program:3:5: /],
  ])('refuses %j, with .not too', (text, message) => {
    expect(failure(() => expect(sound).toHoldInvariants(text))).toMatch(message);
    expect(failure(() => expect(sound).not.toHoldInvariants(text))).toMatch(message);
  });

  it('takes a generated program that does nothing, since others shrink to it', () => {
    const idle = parseProgram('allocheck 1\nheap x\n', 'idle');
    expect(sound).toHoldInvariants(idle);
    const options = { invariants: ['client/zero-size-block-apart'] };
    expect(sound).toHoldInvariants(parseProgram(TWO, 'TWO'), options);
    expect(failure(() => expect(sound).toHoldInvariants(TWO, options))).toMatch(
      /gives no invariant anything to judge: 2 commands$/,
    );
  });

  it('refuses what is no subject, and patterns that fit nothing', () => {
    expect(failure(() => expect({ malloc: 1 }).toHoldInvariants(TWO))).toContain('poolSubject');
    const options = { invariants: ['client/block-alined'] };
    expect(failure(() => expect(sound).toHoldInvariants(TWO, options))).toContain(
      'did you mean client/block-aligned?',
    );
    const white = { invariants: ['go/alloc-count-matches-slots'] };
    expect(failure(() => expect(sound).toHoldInvariants(TWO, white))).toContain(
      'it offers only client',
    );
  });
});
