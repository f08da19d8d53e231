import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { goSubject } from '../../../models/go/subject.ts';
import { mallocSubject } from '../../../models/malloc/subject.ts';
import { ModuleGraph } from '../../../models/mutants/graph.ts';
import { loadModel, loadMutant } from '../../../models/mutants/load.ts';
import { sourceRoot } from '../../../models/mutants/sources.ts';
import { UsageError } from '../../../src/base/errors.ts';
import { brokenBy, judged, programOf } from './support.ts';

const TWO_MALLOCS = 'allocheck 1\nheap go\na = malloc 8 noscan\nb = malloc 9 noscan\n';

const handsOutTwice = {
  id: 'go/test',
  patch: {
    file: 'models/go/mspan.ts',
    find: 'this.freeindex = next;',
    replace: 'this.freeindex = slot;',
  },
};

const ROOT = new URL('../../../', import.meta.url).href;

describe('the loader', () => {
  // The canary: whatever a mutant shows comes from its patch, not from how it was loaded.
  it('gives a model that does what the imported one does, step by step', () => {
    const loaded = loadModel('go');

    for (let run = 0; run < 200; run += 1) {
      const program = programOf(goSubject, 1, run);
      const outcome = judged(program, loaded);
      expect(outcome).toEqual(judged(program, goSubject));
      expect(outcome.findings).toEqual([]);
    }
  });

  it('gives the model of the malloc family as well', () => {
    const loaded = loadModel('malloc');

    for (let run = 0; run < 30; run += 1) {
      const program = programOf(mallocSubject, 1, run);
      const outcome = judged(program, loaded);
      expect(outcome).toEqual(judged(program, mallocSubject));
      expect(outcome.findings).toEqual([]);
    }
  });

  it('describes the model as the imported one does', () => {
    const { create: _, ...described } = goSubject;

    expect(loadModel('go')).toMatchObject(described);
  });

  it('puts the fault into the mutant and leaves all others as they are', () => {
    const mutant = loadMutant(handsOutTwice);

    expect(brokenBy(TWO_MALLOCS, mutant)).toContain('go/alloc-count-matches-slots');
    expect(brokenBy(TWO_MALLOCS, loadModel('go'))).toEqual([]);
    expect(brokenBy(TWO_MALLOCS, goSubject)).toEqual([]);
  });

  it('keeps the classes that the harness tells apart by identity', () => {
    const config = { procs: 1, geometry: 'flat', faults: [] };

    expect(() => loadModel('go').create(config)).toThrow(UsageError);
  });

  it('rejects a mutant whose text is no program', () => {
    const patch = { ...handsOutTwice.patch, replace: 'this.freeindex = ;' };

    expect(() => loadMutant({ id: 'go/test', patch })).toThrow('models/go/mspan.ts does not parse');
  });

  it('rejects a mutant of a file that its model does not load', () => {
    const patch = { file: 'models/reference/oracle.ts', find: 'class Oracle', replace: 'class O' };

    expect(() => loadMutant({ id: 'go/test', patch })).toThrow(
      'mutant go/test patches models/reference/oracle.ts, which its model does not load',
    );
  });

  it('rejects a mutant of no model', () => {
    expect(() => loadMutant({ id: 'pool/test', patch: [] })).toThrow(
      'there is no model pool to make mutants of',
    );
  });

  it('links no module from outside of the repository', () => {
    const texts = new Map([['models/go/a.ts', "import { join } from 'node:path';\nvoid join;\n"]]);

    expect(() => new ModuleGraph('test', texts).load('models/go/a.ts')).toThrow(
      'models/go/a.ts imports node:path, which no model may',
    );
  });
});

describe("the loader of a project's own mutants", () => {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-own-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, text: string): URL => {
    writeFileSync(join(folder, name), text);
    return pathToFileURL(join(folder, name));
  };
  /** The subject of a project that imports in every way, its `title` made by the mutant. */
  const subject = {
    file: write(
      'mine.ts',
      `import { defineSubject } from 'allocheck';
       import { join } from 'node:path';
       import { word } from './word.js';
       const title: string = join(word, 'a');
       export const mine = defineSubject({ title, home: import.meta.url, create: () => 0 });`,
    ),
    name: 'mine',
    packages: { allocheck: { defineSubject: <T>(definition: T): T => definition } },
  };
  write('word.ts', "export { word } from './words';");
  write('words.ts', "export const word = 'healthy' as const;");
  const edit = { file: './words.ts', find: 'healthy', replace: 'faulty' };
  const mutant = { id: 'mine/test', subject, patch: edit };

  it('patches any file that the subject imports, and gives it the packages that it asks for', () => {
    expect(loadMutant(mutant)).toMatchObject({ title: 'faulty/a', home: subject.file.href });
    expect(loadMutant({ ...mutant, patch: { ...edit, replace: 'other' } }).title).toBe('other/a');
  });

  it.each([
    [
      { patch: { ...edit, find: 'no such text' } },
      'no longer applies: ./words.ts has "no such text" 0 times',
    ],
    [{ patch: { ...edit, file: 'gone.ts' } }, 'there is no source'],
    [{ patch: { ...edit, replace: "';" } }, 'words.ts does not parse'],
    [
      { patch: { ...edit, replace: "'; await 0; '" } },
      'words.ts cannot be linked: await is only valid',
    ],
    [
      { patch: { ...edit, replace: "' + gone + '" } },
      'mine/test cannot be loaded: gone is not defined',
    ],
    [{ subject: { ...subject, name: 'yours' } }, 'is of yours, and'],
    [
      { patch: { ...edit, file: 'unused.ts' } },
      'patches unused.ts, which its subject does not load',
    ],
    [{ subject: { ...subject, packages: {} } }, "Cannot find module 'allocheck'"],
  ])('tells a project what is wrong with it: %j', (wrong, problem) => {
    write('unused.ts', 'healthy');
    const load = (): unknown => loadMutant({ ...mutant, ...wrong });

    expect(load).toThrow(UsageError);
    expect(load).toThrow(problem);
  });
});

describe('the sources', () => {
  it('are found from the source tree and from dist', () => {
    for (const module of ['models/mutants/sources.ts', 'dist/models/mutants/sources.js']) {
      expect(sourceRoot(new URL(module, ROOT).href).href).toBe(ROOT);
    }
  });

  it('are asked for where they are not, as in an installed package', () => {
    const folder = mkdtempSync(join(tmpdir(), 'allocheck-mutants-'));
    const module = pathToFileURL(join(folder, 'dist/models/mutants/sources.js')).href;

    expect(() => sourceRoot(module)).toThrow(UsageError);
    rmSync(folder, { recursive: true });
  });
});
