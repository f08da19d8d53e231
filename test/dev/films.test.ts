// Goal: what docs/films.md says of its programs is what they do.
// Method: its tables beside the programs: the same commands, each with the marks that it reaches first; and the block of which the
// page says that it lies where another one was.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../models/go/subject.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { execute } from '../../src/engine/execute.ts';
import { removeRange } from '../../src/program/edit.ts';
import { commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { parseProgram, printCommand } from '../../src/program/text.ts';
import { cli, temporaryFolder } from '../cli/support.ts';

const catalogue = applicable(all, goSubject.offers);

const FILMS = ['malloc-climbs', 'sweep-swaps', 'pages-go-back'];
const page = readFileSync('docs/films.md', 'utf8');
const [, ...sections] = page.split('\n## ');
const folder = temporaryFolder();

function programOf(film: string): Program {
  const path = `examples/films/${film}.allocheck`;
  return parseProgram(readFileSync(path, 'utf8'), path);
}

interface Row {
  readonly command: string;
  readonly marks: readonly string[];
}

/** What the page says, row by row. */
function rowsOf(section: string): readonly Row[] {
  return [...section.matchAll(/^\| `([^`]+)` \| .* \| ?(.*) \|$/gm)].map(
    ([, command = '', marks = '']) => ({
      command,
      marks: [...marks.matchAll(/`([^`]+)`/g)].map(([, mark = '']) => mark),
    }),
  );
}

/** What the program does, and the marks that each command is the first to reach. */
function reachedBy(program: Program): readonly Row[] {
  const count = commandCount(program);
  let before: ReadonlySet<string> = new Set();
  return Array.from({ length: count }, (_, index) => {
    const part = index + 1 === count ? program : removeRange(program, index + 1, count);
    const { reached, findings } = execute(part, goSubject, catalogue);
    expect(findings).toEqual([]);
    const marks = [...reached].filter((mark) => !before.has(mark));
    before = reached;
    return { command: printCommand(program, index), marks };
  });
}

/** Where each block was put, in the order of its commands. */
function addressesOf(program: Program): readonly number[] {
  const addresses: number[] = [];
  execute(program, goSubject, catalogue, (_, { client }) => {
    addresses.push(...client.placed.map(({ addr }) => addr));
  });
  return addresses;
}

describe('the page of films', () => {
  it.each(FILMS.map((film, i) => [film, sections[i] ?? ''] as const))(
    'says what %s does',
    (film, section) => {
      const said = rowsOf(section);
      const done = reachedBy(programOf(film));
      expect(said.map(({ command }) => command)).toEqual(done.map(({ command }) => command));
      for (const [i, { marks }] of said.entries())
        expect(done[i]?.marks).toEqual(expect.arrayContaining([...marks]));
    },
  );

  it('says where a block lies', () => {
    const [a, , , , e] = addressesOf(programOf('sweep-swaps'));
    expect(e).toBe(a);
    expect(page).toContain('e lies where a was');
  });

  it('has a command line for each film', async () => {
    for (const film of FILMS) {
      const line = `report --film examples/films/${film}.allocheck --out ${film}.html`;
      expect(page).toContain(`npx allocheck ${line}\n`);
      const words = line.split(' ').map((it) => (it === `${film}.html` ? join(folder, it) : it));
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as they are typed
      expect(await cli(words)).toMatchObject({ code: 0, err: '' });
      expect(readFileSync(join(folder, `${film}.html`), 'utf8')).toContain('<!doctype html>');
    }
  });
});
