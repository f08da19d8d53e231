// Goal: `shrink` ends with the smallest program that breaks what the file's does, keeps it, and says why where it does not.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import { TestTerminal, cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);

const DISJOINT = 'client/live-blocks-disjoint';
const KEPT = 'client/contents-kept';
const LINES =
  'a = malloc 64\nb = calloc 3 100\nread a\nc = malloc 40\nd = malloc 7\nfree d\nread b\n';
const TRACE =
  '= Start\n@ a:[0x1] + 0x10 0x18\n@ a:[0x1] + 0x30 0x8\n@ a:[0x1] < 0x30\n@ a:[0x1] > 0x50 0x10\n' +
  '@ a:[0x1] - 0x10\n';

let folders = 0;

/** Runs it with a folder of its own for what is written. */
async function shrink(...args: readonly string[]): Promise<Ran & { readonly kept: string }> {
  folders += 1;
  const out = join(folder, `out${folders}`);
  const ran = await cli(['shrink', ...args, '--config', config, '--out', out]);
  return { ...ran, kept: out };
}

function programFile(name: string, subject: string, lines = LINES, broke = ''): string {
  const comment = broke === '' ? '' : `# broke: ${broke}\n`;
  return fileOf(folder, name, `allocheck 1\n${comment}heap ${subject}\n${lines}`);
}

describe('shrink of a program', () => {
  it('tells from how many commands to how few, then what broke, and the replay line last', async () => {
    const { code, out, kept } = await shrink(programFile('long.allocheck', 'overlap'));
    expect(code).toBe(1);
    const said = out
      .replace(/\d+ programs run, [\d.]+ s/, 'N programs run, T')
      .replaceAll(kept, 'OUT')
      .replaceAll(folder, 'DIR');
    expect(said).toMatchInlineSnapshot(`
      "DIR/long.allocheck (program of 7 commands) on overlap
        7 commands -> 3 (N programs run, T)

      broken: client/live-blocks-disjoint
        it always holds that no two live blocks share a byte; here it did not
        otherwise the owner of one overwrites what the owner of the other wrote

        at        0x1010
        expected  1 bytes of its own
        found     shared with the live block 0x1010, 1 bytes

        at step 2 of 3 commands (c = malloc 1 noscan):

          allocheck 1
          heap overlap
          a = malloc 1 noscan
          b = malloc 1 noscan
          c = malloc 1 noscan  # <- here

      written to OUT/overlap-live-blocks-disjoint-fb6610a9.allocheck
      replay: npx allocheck replay OUT/overlap-live-blocks-disjoint-fb6610a9.allocheck --config DIR/pools.config.ts
      "
    `);
  });

  it('keeps what is a recording of the same, still broken', async () => {
    const { kept } = await shrink(programFile('kept.allocheck', 'overlap'));
    const [name = ''] = readdirSync(kept);
    const { code, out } = await cli(['replay', join(kept, name), '--config', config]);
    expect(code).toBe(1);
    expect(out).toContain(`still broken: ${DISJOINT} at step 2, as recorded`);
  });

  it('says the same in JSON', async () => {
    const file = programFile('json.allocheck', 'overlap');
    const { code, out, kept } = await shrink(file, '--json');
    expect(code).toBe(1);
    const [name = ''] = readdirSync(kept);
    const told = JSON.parse(out) as { readonly findings: readonly object[] };
    expect(told).toMatchObject({
      version: 1,
      file,
      format: 'program',
      subject: 'overlap',
      verdict: 'broke',
      events: 7,
      commands: 7,
      first: { invariant: DISJOINT, step: 3 },
      ended: 'smallest',
      findings: [{ invariant: DISJOINT, step: 2, shrunk: { commands: 3 }, file: join(kept, name) }],
    });
    expect(told.findings).toHaveLength(1);
  });

  it('runs on the allocator that is named, by the invariants that are', async () => {
    const file = programFile('other.allocheck', 'good');
    const { code, out } = await shrink(file, '--subject', 'overlap', '--invariants', KEPT);
    expect(code).toBe(1);
    expect(out).toContain(`\nbroken: ${KEPT}\n`);
    expect(out).toContain('    heap overlap\n');
  });

  it('takes a trace', async () => {
    const file = fileOf(folder, 'small.mtrace', TRACE);
    const { code, out } = await shrink(file, '--subject', 'overlap');
    expect(code).toBe(1);
    expect(out).toContain(`${file} (trace of 5 events) on overlap\n  4 commands -> 3 (`);
  });

  it('has nothing to do where nothing breaks', async () => {
    const file = programFile('good.allocheck', 'good');
    const { code, out, kept } = await shrink(file);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^\S+ \(program of 7 commands\) on good\n {2}all \d+ invariants held.*\n {2}nothing to shrink\n {2}not run: /,
    );
    expect(() => readdirSync(kept)).toThrow(/ENOENT/);
    const json = JSON.parse((await shrink(file, '--json')).out) as object;
    expect(json).toMatchObject({ verdict: 'held', commands: 7, findings: [] });
    expect(json).not.toHaveProperty('ended');
  });

  it('ends 4 where an invariant that was asked for met nothing', async () => {
    const file = programFile('vacuous.allocheck', 'good');
    expect(await shrink(file, '--invariants', 'client/bad-free-refused')).toMatchObject({
      code: 4,
    });
  });
});

describe('shrink of a recording', () => {
  it('has nothing to do where it is fixed', async () => {
    const file = programFile('fixed.allocheck', 'good', LINES, `${DISJOINT} at step 3`);
    const { code, out } = await shrink(file);
    expect(code).toBe(0);
    expect(out).toMatch(/\n {2}fixed: recorded as breaking .*\n {2}nothing to shrink\n/);
  });

  it('ends 3 where it breaks something else, and shrinks that on demand', async () => {
    const file = programFile('else.allocheck', 'overlap', LINES, `${KEPT} at step 1`);
    const { code, out } = await shrink(file);
    expect(code).toBe(3);
    expect(out).toContain(
      `  diverged: recorded as breaking ${KEPT} at step 1; now it breaks ${DISJOINT} at step 3\n` +
        '  not shrunk: what breaks now is not what was recorded; --any shrinks it all the same\n',
    );
    const any = await shrink(file, '--any');
    expect(any.code).toBe(1);
    expect(any.out).toContain('\n  7 commands -> 3 (');
  });
});

describe('shrink --any', () => {
  const alone = fileOf(
    folder,
    'slip.config.ts',
    `
import pools from ${JSON.stringify(config)};
const overlap = pools.subjects[1];
const create = (heap) => {
  const bump = overlap.create(heap);
  bump.maxSize = 1000;
  const malloc = bump.malloc.bind(bump);
  bump.malloc = (size) => (size > 50 ? undefined : malloc(size));
  return bump;
};
export default { subjects: [{ ...overlap, id: 'slipping', create }] };
`,
  );
  const lines = 'a = malloc 8\nb = malloc 8\nc = malloc 8\nd = malloc 60\n';

  it('is not needed where what was recorded breaks beside something else', async () => {
    const aligned = 'client/block-aligned';
    const file = programFile(
      'two.allocheck',
      'slipping',
      'a = malloc 60\n',
      `${aligned} at step 0`,
    );
    const { code, out } = await cli(['shrink', file, '--config', alone, '--out', folder]);
    expect(code).toBe(1);
    expect(out).toContain(`\nbroken: ${aligned}\n`);
    expect(out).toContain('\n  and broke client/address-not-null, client/usable-covers-request\n');
  });

  it('slips to what takes fewer commands, and never without', async () => {
    const file = programFile('slip.allocheck', 'slipping', lines);
    const args = ['shrink', file, '--config', alone, '--out', join(folder, 'slips')];
    const { out: same } = await cli(args);
    expect(same).toContain(`\nbroken: ${DISJOINT}\n`);
    const { out: any } = await cli([...args, '--any']);
    expect(any).toMatch(
      /\n {2}4 commands -> 1 \(.*\)\n {2}client\/live-blocks-disjoint broke at first\n\nbroken: client\/address-not-null\n/,
    );
  });
});

describe('a shrink that is stopped', () => {
  it('keeps the smallest so far when its time is over, and says how to go on', async () => {
    const file = programFile('late.allocheck', 'overlap');
    const { code, out, kept } = await shrink(file, '--time', '2ms');
    expect(code).toBe(1);
    const [name = ''] = readdirSync(kept);
    expect(out).toContain(
      '\n  stopped when the time was over, so a smaller one may be left; ' +
        `go on: npx allocheck shrink ${join(kept, name)} --config ${config}\n`,
    );
    const flags = ['--any', '--invariants', 'client/*,!client/block-aligned'];
    const flagged = await shrink(file, '--time', '2ms', ...flags);
    expect(flagged.out).toContain(
      ` --config ${config} --invariants 'client/*,!client/block-aligned' --any\n`,
    );
    const json = await shrink(file, '--time', '2ms', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ended: 'time' });
  });

  it('keeps the smallest so far at Ctrl-C, and ends 130', async () => {
    const terminal = new InterruptingTerminal();
    terminal.statusColumns = 100;
    const out = join(folder, 'interrupted');
    const file = programFile('interrupted.allocheck', 'overlap');
    const code = await runCli(['shrink', file, '--config', config, '--out', out], terminal);
    expect(code).toBe(130);
    expect(terminal.written).toContain('\n  stopped by Ctrl-C, so a smaller one may be left; ');
    expect(readdirSync(out)).toHaveLength(1);
  });

  it('shows how far it is', async () => {
    const terminal = new TestTerminal();
    terminal.statusColumns = 100;
    const file = programFile('status.allocheck', 'overlap');
    await runCli(['shrink', file, '--config', config, '--out', join(folder, 'status')], terminal);
    expect(terminal.errors).toMatch(
      /overlap: 7 commands -> \d so far, \d+ programs run, 0\.\d\d s/,
    );
    expect(terminal.errors.endsWith('\r\u001B[2K')).toBe(true);
  });
});

/** Presses Ctrl-C as soon as anybody listens. */
class InterruptingTerminal extends TestTerminal {
  override readonly onInterrupt = (listener: () => void): (() => void) => {
    listener();
    return () => undefined;
  };
}

describe('a subject that does not repeat', () => {
  it('is said to be none, and nothing is made smaller', async () => {
    const fickle = fileOf(
      folder,
      'fickle.config.ts',
      `
import pools from ${JSON.stringify(config)};
const [good, overlap] = pools.subjects;
let made = 0;
const create = (heap) => ((made += 1) === 1 ? overlap : good).create(heap);
export default { subjects: [{ ...good, id: 'fickle', create }] };
`,
    );
    const file = programFile('fickle.allocheck', 'fickle');
    const out = join(folder, 'fickle');
    const { code, out: said } = await cli(['shrink', file, '--config', fickle, '--out', out]);
    expect(code).toBe(1);
    expect(said).toContain('\n  7 commands -> 7 (2 programs run, ');
    expect(said).toContain(
      ', but not when it ran again: the subject is no function of its program:\n',
    );
  });
});

describe('wrong use of shrink', () => {
  it('knows no such flag, subject or file', async () => {
    const file = programFile('wrong.allocheck', 'overlap');
    expect((await shrink(file, '--anny')).err).toContain("unknown option '--anny'");
    expect((await shrink(file, '--subject', 'overlop')).err).toContain('did you mean overlap?');
    const { code, err } = await shrink(join(folder, 'absent'));
    expect({ code, err }).toEqual({
      code: 2,
      err: `allocheck: ${join(folder, 'absent')}: cannot be read: no such file\n`,
    });
  });

  it('takes one file, and no folder', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    const { code, err } = await shrink(many);
    expect({ code, err }).toEqual({
      code: 2,
      err: `allocheck: ${many}: cannot be read: is a directory\n`,
    });
  });

  it('says where a file is broken', async () => {
    const file = programFile('broken.allocheck', 'overlap', 'a = mallok 1\n');
    const { code, err } = await shrink(file);
    expect(code).toBe(2);
    expect(err).toContain(`allocheck: ${file}:3:5: unknown maker of a block mallok`);
    expect(readFileSync(file, 'utf8')).toContain('mallok');
  });
});
