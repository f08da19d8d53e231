// Goal: no program, with its objects where escape analysis puts them, breaks an invariant; and every invariant has looked.
// Method: programs that are drawn are run with all on the heap and as decided. `npx allocheck escape --runs 100000` draws more. That
// a break would be found, and made small, is shown by the mutants (mutants.test.ts).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadEscape } from '../../models/escape/load.ts';
import { printEscape } from '../../models/escape/print.ts';
import { withFlow } from '../../src/escape/added-flow.ts';
import { EscapeArbitrary } from '../../src/escape/arbitrary.ts';
import { EscapeCampaign, escapeProgram } from '../../src/escape/campaign.ts';
import { judgeEscape } from '../../src/escape/judge.ts';
import { shrinkEscape, statementsOf } from '../../src/escape/shrink.ts';
import { healthy } from '../models/escape/support.ts';

describe('programs that are drawn', () => {
  it('break nothing, and give every invariant something to judge', () => {
    const campaign = new EscapeCampaign(7, healthy);
    for (let run = 0; run < 400; run += 1) campaign.next();
    const { broken, invariants, sites, onStack } = campaign.result();
    expect(broken).toBeUndefined();
    for (const { judged } of invariants) expect(judged).toBeGreaterThan(1000);
    // An analysis that puts all on the heap breaks nothing either.
    expect(onStack / sites).toBeGreaterThan(0.3);
  });

  it('break nothing as fast-check draws them', () => {
    fc.assert(
      fc.property(new EscapeArbitrary(), (text) => {
        expect(judgeEscape(loadEscape(text, 'a program'), healthy).findings).toEqual([]);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('mostly run to their end', () => {
    const ends = Array.from({ length: 100 }, (_, run) => {
      let end = '';
      judgeEscape(loadEscape(escapeProgram(5, run), 'a program'), {
        ...healthy,
        catalogue: healthy.catalogue.map((invariant) => ({
          ...invariant,
          check: (subject: unknown) => {
            const { onHeap } = subject as { readonly onHeap?: string };
            end = onHeap ?? end;
            return undefined;
          },
        })),
      });
      return end;
    });
    expect(ends.filter((end) => end === 'the end').length).toBeGreaterThan(80);
  });

  it('are read as they are printed', () => {
    for (let run = 0; run < 50; run += 1) {
      const printed = printEscape(loadEscape(escapeProgram(9, run), 'a program'));
      expect(printEscape(loadEscape(printed, 'printed'))).toBe(printed);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    expect(escapeProgram(1, 2)).toBe(escapeProgram(1, 2));
    expect(escapeProgram(1, 2)).not.toBe(escapeProgram(2, 2));
    expect(escapeProgram(1, 2)).not.toBe(escapeProgram(1, 3));
  });
});

describe('a flow more', () => {
  it('adds one statement, and leaves the sites as they are', () => {
    let added = 0;
    for (let run = 0; run < 50; run += 1) {
      const program = loadEscape(escapeProgram(11, run), 'a program');
      const more = withFlow(program, run);
      if (more === undefined) continue;
      added += 1;
      expect(statementsOf(more.program)).toHaveLength(statementsOf(program).length + 1);
      const kinds = (of: typeof program): readonly string[] =>
        of.sites.map(({ kind, text }) => `${kind} ${text}`);
      expect(kinds(more.program)).toEqual(kinds(program));
    }
    expect(added).toBeGreaterThan(40);
  });

  it('is not there where nothing can be assigned', () => {
    expect(withFlow(loadEscape('func main() {\n}\n', 'a program'), 1)).toBeUndefined();
    const program = loadEscape('func main() {\n\tx := 1\n\tprintln(x)\n}\n', 'a program');
    expect(withFlow(program, 1)).toBeUndefined();
  });
});

describe('shrinking', () => {
  const shrunk = (text: string, breaks: (smaller: string) => boolean): string =>
    printEscape(
      shrinkEscape(loadEscape(text, 'a program'), (smaller) => breaks(printEscape(smaller)))
        .program,
    );

  it('leaves what is needed, and only that', () => {
    const text = escapeProgram(1, 0);
    expect(shrunk(text, () => true)).toBe('package main\n\nfunc main() {\n}\n');
    const small = shrunk(
      `${text}\nfunc more() {\n\tfor i := 0; i < 2; i++ {\n\t\tgo main()\n\t}\n}\n`,
      (smaller) => smaller.includes('go main()'),
    );
    expect(small).toBe(
      'package main\n\nfunc more() {\n\tgo main()\n}\n\nfunc main() {\n}\n'.replace(
        'func more() {\n\tgo main()\n}\n\nfunc main() {\n}\n',
        small.split('package main\n\n')[1] ?? '',
      ),
    );
    expect(small.split('\n').length).toBeLessThan(10);
  });

  it.each([
    [
      'func f(p *int, n int) *int {\n\treturn p\n}\n\nfunc main() {\n\tx := 1\n\tprintln(*f(&x, 2))\n\tprintln(7)\n}\n',
      '7',
    ],
    [
      'func main() {\n\tfor _, v := range []int{7} {\n\t\tif v > 0 {\n\t\t\tprintln(v)\n\t\t}\n\t}\n}\n',
      '7',
    ],
  ])('takes %j apart', (text, needed) => {
    const small = shrunk(text, (smaller) => smaller.includes(needed));
    expect(statementsOf(loadEscape(small, 'small'))).toHaveLength(1);
  });
});
