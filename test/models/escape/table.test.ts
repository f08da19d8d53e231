// Goal: escape analysis decides as the Go compiler does.
// Method: a table of small programs with what `go tool compile -m -l` of Go 1.19.8 says of each: which variables are moved to the
// heap, which other objects escape, which parameters leak what. Where there is a Go 1.19, it is asked again. A mutant shows that
// a difference would be seen. Of programs that are drawn, `allocheck conform go` compares as many as one likes.
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { analyzeEscape } from '../../../models/escape/analyze.ts';
import { loadEscape } from '../../../models/escape/load.ts';
import { escapeMessages } from '../../../models/escape/messages.ts';
import { printEscape } from '../../../models/escape/print.ts';
import { dereferenceDropped } from '../../../models/escape-mutants/dereference-dropped.ts';
import { findGo } from '../../../src/adapters/go-toolchain.ts';
import { GoWorkshop } from '../../../src/adapters/go-workshop.ts';
import { Prng } from '../../../src/base/prng.ts';
import { compareEscape, compilerMessages } from '../../../src/conform/escape.ts';
import { generateTogether } from '../../../src/escape/generate.ts';
import { analyzeWith, table } from './support.ts';

/** Rows on which the model and the compiler differ, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {};
const ROWS_MIN = 60;
const AGREEMENT_MIN = 0.95;

function differing(analyze = analyzeEscape): readonly string[] {
  const unlike = table.filter(({ name, text, messages }) => {
    const ours = escapeMessages(analyze(loadEscape(text, name)));
    return ours.join('\n') !== messages.join('\n');
  });
  return unlike.map(({ name }) => name);
}

describe('the table', () => {
  it('has enough rows, each with decisions or a tag', () => {
    expect(table.length).toBeGreaterThanOrEqual(ROWS_MIN);
    const said = table.filter(({ messages }) => messages.length > 0);
    expect(said.length).toBeGreaterThan(0.9 * table.length);
    expect(new Set(table.map(({ name }) => name.split(':')[0])).size).toBe(table.length);
  });

  it.each(table.map((row) => [row.name, row] as const))('%s', (name, { text, messages }) => {
    if (name in DIFFERENCES) return;
    expect(escapeMessages(analyzeEscape(loadEscape(text, name)))).toEqual(messages);
  });

  it('is agreed with on nearly all rows, and on the others it is said why not', () => {
    const names = differing();
    expect(names).toEqual(Object.keys(DIFFERENCES));
    expect(1 - names.length / table.length).toBeGreaterThanOrEqual(AGREEMENT_MIN);
  });

  it('is differed from by an analysis that drops an edge', () => {
    expect(differing(analyzeWith(dereferenceDropped)).length).toBeGreaterThan(2);
  });

  it.each(table.map((row) => [row.name, row.text] as const))(
    'is read as it is printed: %s',
    (name, text) => {
      const printed = printEscape(loadEscape(text, name));
      expect(printEscape(loadEscape(printed, name))).toBe(printed);
    },
  );
});

describe('a comparison', () => {
  const text = 'package main\n\nfunc main() {\n\tp := new(int)\n\t*p = 1\n}\n';

  it('tells what only one of the two says, and the line that it is about', () => {
    expect(compareEscape(text, ['4:10: new(int) does not escape'])).not.toHaveProperty(
      'difference',
    );
    const at = { at: 'line 4', request: 'p := new(int)' };
    const model = '4:10: new(int) does not escape';
    expect(compareEscape(text, []).difference).toEqual({ ...at, go: 'nothing', model });
    const go = '4:10: new(int) escapes to heap';
    expect(compareEscape(text, [go]).difference).toEqual({ ...at, go, model });
    expect(compareEscape(text, [model, '5:2: x']).difference).toMatchObject({
      go: '5:2: x',
      model: 'nothing',
    });
  });

  it('takes the decisions from what the compiler writes', () => {
    const lines = ['a/escape.go:12:3: b', 'escape.go:4:11: c', '# a remark', 'escape.go:4:2: a'];
    const remark = 'escape.go:3:2: f ignoring self-assignment in t.p = t.q';
    expect(compilerMessages([...lines, remark].join('\n'))).toEqual([
      '4:2: a',
      '4:11: c',
      '12:3: b',
    ]);
  });
});

function goVersion(): string {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'no go command';
  }
}

const version = goVersion();
const isKnown = /^go1\.19\b/.test(version);

describe.skipIf(!isKnown)(`the compiler of this machine (${version})`, () => {
  async function withWorkshop(work: (workshop: GoWorkshop) => Promise<void>): Promise<void> {
    const { signal } = new AbortController();
    const workshop = new GoWorkshop(await findGo('go', process.env, signal), signal);
    try {
      await work(workshop);
    } finally {
      workshop.close();
    }
  }

  it('says of the table what is written there', async () => {
    await withWorkshop(async (workshop) => {
      for (const { name, text, messages } of table) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, in one folder
        const output = await workshop.escapeMessages(text);
        expect([name, compilerMessages(output)]).toEqual([name, messages]);
      }
    });
  });

  it('decides as the model does of 300 programs that are drawn', async () => {
    await withWorkshop(async (workshop) => {
      const text = printEscape(loadEscape(generateTogether(new Prng(5), 300, 24), 'drawn.go'));
      const messages = compilerMessages(await workshop.escapeMessages(text));
      const { compared, difference } = compareEscape(text, messages);
      expect(difference).toBeUndefined();
      expect(compared.counts.get('decisions of the compiler')).toBeGreaterThan(5000);
    });
  });

  it('refuses what is not Go, and that is told', async () => {
    await withWorkshop(async (workshop) => {
      await expect(workshop.escapeMessages('package main\n\nfunc main() { x }\n')).rejects.toThrow(
        /does not take a program of the small language\n.*undefined: x/,
      );
    });
  });
});
