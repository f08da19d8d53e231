// Goal: `replay` takes what it is given for what it is, judges it, and ends with the code that stands for the result.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, fileOf, poolConfig, temporaryFolder } from './support.ts';
import type { Ran } from './support.ts';

const folder = temporaryFolder();
const config = poolConfig(folder);

const BROKEN = 'a = malloc 1\nb = malloc 1\nc = malloc 1\n';
const TRACE =
  '= Start\n@ a:[0x1] + 0x10 0x18\n@ a:[0x1] + 0x30 0x8\n@ a:[0x1] < 0x30\n@ a:[0x1] > 0x50 0x10\n' +
  '@ a:[0x1] - 0x10\n';

function replay(...args: readonly string[]): Promise<Ran> {
  return cli(['replay', ...args, '--config', config]);
}

function recording(name: string, subject: string, broke: string): string {
  return fileOf(folder, name, `allocheck 1\n# broke: ${broke}\nheap ${subject}\n${BROKEN}`);
}

describe('replay of a trace', () => {
  it('tells events, commands and memory of a real one', async () => {
    const { code, out } = await cli(['replay', 'examples/traces/ls.mtrace']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^examples\/traces\/ls.mtrace \(trace of 5,085 events\) on go\n {2}all \d+ invariants held/,
    );
    expect(out).toMatch(
      /\n {2}peak live 399.0 KiB, peak footprint [\d.]+ MiB \([\d.]+ x\)\n {2}not run: 5 of client\/\*, \d+ of classic\/\*, \d+ of stacks\/\*, \d+ of tcmalloc\/\* and \d+ of relation\/\*\n$/,
    );
  });

  it('gives the number of events in JSON', async () => {
    const { code, out } = await cli(['replay', 'examples/traces/ls.mtrace', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      files: [{ format: 'mtrace', events: 5085, commands: 5080, findings: [] }],
    });
  });

  it('names step and line where another subject breaks', async () => {
    const file = fileOf(folder, 'small.mtrace', TRACE);
    const { code, out } = await replay(file, '--subject', 'overlap');
    expect(code).toBe(1);
    expect(out).toContain('  at step 2 of 4 commands, line 5 of the trace (c = realloc b 16):\n');
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      `replay: npx allocheck replay ${file} --config ${config}`,
    );
  });

  it('ends 2 with the place where it was cut', async () => {
    const file = fileOf(folder, 'cut.mtrace', TRACE.slice(0, -5));
    const { code, err } = await replay(file);
    expect(code).toBe(2);
    expect(err).toBe(
      `allocheck: ${file}:6:13: expected the rest of this line, the file was cut here\n`,
    );
  });
});

describe('replay of a program', () => {
  it('ends 0 when all holds, 1 when something breaks', async () => {
    const good = fileOf(folder, 'good.allocheck', `allocheck 1\nheap good\n${BROKEN}`);
    const bad = fileOf(folder, 'bad.allocheck', `allocheck 1\nheap overlap\n${BROKEN}`);
    expect(await replay(good)).toMatchObject({ code: 0 });
    const { code, out } = await replay(bad);
    expect(code).toBe(1);
    expect(out).toContain('  broke client/live-blocks-disjoint at step 2\n');
  });

  it('ends 4 when an invariant that was asked for meets nothing', async () => {
    const file = fileOf(folder, 'vacuous.allocheck', `allocheck 1\nheap good\n${BROKEN}`);
    expect(await replay(file, '--invariants', 'client/bad-free-refused')).toMatchObject({
      code: 4,
    });
  });
});

describe('replay of a recording', () => {
  const disjoint = 'client/live-blocks-disjoint';

  it('ends 1 when it breaks as recorded', async () => {
    const { code, out } = await replay(
      recording('same.allocheck', 'overlap', `${disjoint} at step 2`),
    );
    expect(code).toBe(1);
    expect(out).toContain(`  still broken: ${disjoint} at step 2, as recorded\n`);
  });

  it('ends 0 when all holds now', async () => {
    const { code, out } = await replay(
      recording('fixed.allocheck', 'good', `${disjoint} at step 2`),
    );
    expect(code).toBe(0);
    expect(out).toContain(`  fixed: recorded as breaking ${disjoint} at step 2; now all `);
  });

  it.each([`${disjoint} at step 1`, 'client/contents-kept at step 2'])(
    'ends 3 when %s was recorded and something else breaks',
    async (broke) => {
      const { code, out } = await replay(recording('diverged.allocheck', 'overlap', broke));
      expect(code).toBe(3);
      expect(out).toContain(
        `  diverged: recorded as breaking ${broke}; now it breaks ${disjoint} at step 2\n`,
      );
    },
  );

  it('does not say that it is fixed when its invariant did not run', async () => {
    const file = recording('left-out.allocheck', 'good', `${disjoint} at step 2`);
    const args = [file, '--invariants', 'client/block-aligned'];
    const { code, out } = await replay(...args);
    expect(code).toBe(0);
    expect(out).toContain(
      `  not judged: recorded as breaking ${disjoint} at step 2, which did not run; the one invariant held\n`,
    );
    expect(out).toContain('\n  not run: ');
    const { files } = JSON.parse((await replay(...args, '--json')).out) as {
      readonly files: readonly [{ readonly verdict: string; readonly notRun: readonly string[] }];
    };
    expect(files[0].verdict).toBe('unjudged');
    expect(files[0].notRun).toContain(disjoint);
  });

  it('does not say that it is fixed when its invariant met nothing', async () => {
    const file = recording('nothing.allocheck', 'good', 'client/bad-free-refused at step 2');
    const { code, out } = await replay(file);
    expect(code).toBe(0);
    expect(out).toContain(
      '  not judged: recorded as breaking client/bad-free-refused at step 2, which met nothing to judge; all ',
    );
  });

  it('tells what else breaks when its invariant did not run', async () => {
    const file = recording('other.allocheck', 'overlap', `${disjoint} at step 2`);
    const { code, out } = await replay(file, '--invariants', 'client/contents-kept');
    expect(code).toBe(1);
    expect(out).toContain('  broke client/contents-kept at step 3\n');
    expect(out).toMatch(/ not run: \d+ of client\/\*, /);
  });

  it('says by which version of the subject, and gives the same report each time', async () => {
    const versioned = fileOf(
      folder,
      'versioned.config.ts',
      `import config from ${JSON.stringify(config)};\n` +
        'const of = (version) => ({ ...config.subjects[1], id: `v${version}`, version });\n' +
        "export default { subjects: [of('1'), of('2')] };\n",
    );
    const out = join(folder, 'versioned');
    const args = ['--config', versioned, '--out', out];
    await cli(['run', 'v1', '--seed', '1', '--max-findings', '1', ...args]);
    const name = readdirSync(out).find((each) => each.endsWith('.allocheck')) ?? '';
    const file = join(out, name);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^allocheck 1\n# recording: 1\n# written by: allocheck \d\S+\n# subject version: 1\n# broke: /,
    );
    const again = ['replay', file, '--config', versioned, '--subject', 'v2'];
    const first = await cli(again);
    expect(first.out).toContain('\n  recorded with version 1; this is 2\n');
    const [second, json, sameJson] = [
      await cli(again),
      await cli([...again, '--json']),
      await cli([...again, '--json']),
    ];
    expect(second).toEqual(first);
    expect(sameJson).toEqual(json);
    expect(JSON.parse(json.out)).toMatchObject({
      verdicts: { 'still-broken': 1 },
      files: [{ subjectVersion: '2', recorded: { subjectVersion: '1' } }],
    });
  });

  it('counts recordings that were not judged', async () => {
    const files = ['c', 'd'].map((name) =>
      recording(`${name}.allocheck`, 'good', `${disjoint} at step 2`),
    );
    const { out } = await replay(...files, '--invariants', 'client/block-aligned');
    expect(out).toMatch(/\n2 files: 2 not judged\n$/);
  });
});

describe('replay of several files', () => {
  it('takes those of folders below, as the corpus does', async () => {
    mkdirSync(join(folder, 'tree/below'), { recursive: true });
    const nested = recording('tree/below/x.allocheck', 'overlap', 'client/block-aligned at step 0');
    const { code, out } = await replay(join(folder, 'tree'));
    expect(code).toBe(3);
    expect(out).toContain(`${nested} (recording of 3 commands) on overlap\n`);
  });

  it('takes the replayable files of a folder, and sums up', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    fileOf(many, 'README.md', 'not a program');
    fileOf(many, 'a.allocheck', `allocheck 1\nheap good\n${BROKEN}`);
    fileOf(many, 'b.mtrace', TRACE);
    const held = await replay(many);
    expect(held.code).toBe(0);
    expect(held.out).toMatch(
      /a\.allocheck \(program of 3 commands\) on good\n[^]*b\.mtrace \(trace of/,
    );
    expect(held.out.endsWith('\n2 files: all held\n')).toBe(true);
    const broken = await replay(many, '--subject', 'overlap');
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('\n2 files: 2 broke an invariant\nreplay: npx allocheck replay ');
  });

  it('leaves out what is no program, where others are, and says so', async () => {
    const page = fileOf(folder, 'page.html', '<!doctype html>');
    const good = fileOf(folder, 'beside.allocheck', `allocheck 1\nheap good\n${BROKEN}`);
    const beside = await replay(page, good);
    expect(beside).toMatchObject({
      code: 0,
      err: `allocheck: ${page} is left out: it is neither a program nor a trace\n`,
    });
    expect(beside.out).toMatch(/^[^\n]*beside\.allocheck \(program of 3 commands\) on good\n/);
    for (const none of [page, fileOf(folder, 'empty.allocheck', '')]) {
      const { code, out, err } = none === page ? await replay(page) : await replay(none, good);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/: this is neither a program, whose first line is allocheck 1,\n/);
    }
  });

  it('reads all before it runs any', async () => {
    const good = fileOf(folder, 'first.allocheck', `allocheck 1\nheap good\n${BROKEN}`);
    const { code, out, err } = await replay(good, join(folder, 'absent'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`allocheck: ${join(folder, 'absent')}: cannot be read: no such file\n`);
  });

  it('refuses a folder with nothing to replay', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect((await replay(empty)).err).toBe(
      `allocheck: ${empty}: no file of this folder ends in .allocheck, .mtrace, .valgrind, .heaptrack, .rep, ` +
        '.trace.csv, .ltrace, with or without .gz\n',
    );
  });
});

describe('a file that names what there is not', () => {
  it.each([
    ['heap goood', '', '3:6: unknown subject goood (did you mean good?)'],
    ['heap good geometry=flatt', '', '3:20: good has no geometry flatt (did you mean flat?)'],
    ['heap good', 'client/contents-kep at step 1', '2:10: unknown invariant client/contents-kep'],
    ['heap good', 'nothing', '2:1: this does not say what was broken'],
    ['heap good\na = mallok 1', '', '4:5: unknown maker of a block mallok (did you mean malloc?)'],
  ])('%j with %j ends 2 with the place', async (heap, broke, problem) => {
    const comment = broke === '' ? '# a comment' : `# broke: ${broke}`;
    const file = fileOf(folder, 'wrong.allocheck', `allocheck 1\n${comment}\n${heap}\n`);
    const { code, err } = await replay(file);
    expect(code).toBe(2);
    expect(err).toContain(`allocheck: ${file}:${problem}`);
  });

  it('is of an allocator that was brought along', async () => {
    const file = fileOf(folder, 'brought', 'allocheck 1\nheap mimalloc\na = malloc 1\n');
    expect((await replay(file)).err).toMatch(
      /unknown subject mimalloc.*\nuse one of: .*; or bring it along by --lib, --peer, --wasm or --config\n/,
    );
  });

  it('is neither a program nor a trace', async () => {
    const file = fileOf(folder, 'other', 'hello\n');
    expect((await replay(file)).err).toContain(
      `${file}:1:1: this is neither a program, whose first`,
    );
  });

  it('is not looked at when the subject of the command line is unknown', async () => {
    const { code, err } = await replay(join(folder, 'absent'), '--subject', 'goood');
    expect(code).toBe(2);
    expect(err).toContain('unknown subject goood (did you mean good?)');
  });
});

describe('replay of variants', () => {
  const leaking = fileOf(
    folder,
    'leaking.config.ts',
    `
import { defineConfig, derived, loadMutant } from 'allocheck';

const leaking = loadMutant({
  id: 'go/region-kept-when-rest-refused',
  story: 'a region is kept when the rest of the arena before it cannot be mapped',
  sources: [derived('this test')],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.os.sysFree(region.base, region.limit - region.base);',
    replace: '',
  },
  caughtBy: ['go/unmapped-space-is-current-arena'],
  withinRuns: 1,
  shortest: { lines: [] },
});
export default defineConfig({ subjects: [{ ...leaking, id: 'leaking' }] });
`,
  );
  const lines = 'fault place gapped\na = malloc 64\nb = malloc 5000000 noscan\n';
  const only = ['--invariants', 'go/unmapped-space-is-current-arena'];

  it('says how many were judged, and that none broke', async () => {
    const file = fileOf(folder, 'growing.allocheck', `allocheck 1\nheap go procs=2\n${lines}`);
    const { code, out } = await cli(['replay', file, '--faults', '--schedules', ...only]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /\n {2}every OS call refused: \d+ variants of 1 program\n {2}no other schedule:/,
    );
    const plain = await cli(['replay', file, ...only]);
    expect(plain.out).not.toMatch(/refused|schedule/);
    const json = await cli(['replay', file, '--faults', '--json', ...only]);
    expect(JSON.parse(json.out)).toMatchObject({
      files: [{ verdict: 'held', variants: { refusals: { programs: 1, all: true } } }],
    });
  });

  it('writes what breaks as a recording that repeats', async () => {
    const file = fileOf(folder, 'leak.allocheck', `allocheck 1\nheap leaking\n${lines}`);
    const out = join(folder, 'variants');
    const args = ['--config', leaking, '--out', out, ...only];
    const held = await cli(['replay', file, ...args]);
    expect(held.code).toBe(0);
    const ran = await cli(['replay', file, '--faults', ...args]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('  broke go/unmapped-space-is-current-arena at step 1\n');
    expect(ran.out).toContain('    fault map#2 refuse\n');
    const [, kept = ''] = /written to (.+)\n/.exec(ran.out) ?? [];
    const again = await cli(['replay', kept, ...args]);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('as recorded')]);
    const shrunk = await cli(['shrink', kept, ...args]);
    expect(shrunk.out).toContain('\n  2 commands -> 2 (');
    expect(shrunk.out).toContain('    fault map#2 refuse\n');
  });
});
