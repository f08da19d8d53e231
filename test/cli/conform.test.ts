import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConformJson } from '../../src/report/conform-json.ts';
import { builds, gorootOf, program, runtimeFiles, temporaryFolder } from '../adapters/support.ts';
import { runCli } from '../../src/cli/program.ts';
import { TestTerminal, cli } from './support.ts';

const folder = temporaryFolder();
let made = 0;

/** A toolchain of which every program that it builds is this script. */
function goThatBuilds(script: string): string {
  made += 1;
  const goroot = gorootOf(folder, runtimeFiles());
  const env = `if [ "$1" = env ]; then printf '%s\\n' go1.19.8 ${goroot} linux amd64; exit; fi`;
  return program(folder, `go-${made}`, `${env}; ${builds(script)}`);
}

/** Rounds 1 up to 9, answers nothing to page programs, and has no case of the pacer. */
const WRONG =
  'if [ "$CONFORM_OUT" ]; then printf "huge 0\\\\n0 9\\\\n" > "$CONFORM_OUT"; exit; fi; ' +
  'if [ "$PACER_OUT" ]; then echo "{\\"pacer\\":[],\\"pi\\":[],\\"limiter\\":[]}" > "$PACER_OUT"; exit; fi; ';
/** The record of a system of pages of 4 KiB, and an answer that nobody asked for. */
const RECORD = 'printf "\\\\013%23s\\\\002%23s" | tr " " "\\\\000"';

describe('conform', () => {
  it('says which runtimes there are', async () => {
    expect(await cli(['conform', 'goo'])).toEqual({
      code: 2,
      out: '',
      err: 'allocheck: there is no runtime goo to compare with (did you mean go?)\nuse: go\n',
    });
    expect(await cli(['conform'])).toMatchObject({ code: 2, out: '' });
  });

  it('says which flag was meant', async () => {
    expect(await cli(['conform', 'go', '--program', '3'])).toEqual({
      code: 2,
      out: '',
      err: "allocheck: unknown option '--program'\n(Did you mean --programs?)\n",
    });
    expect(await cli(['conform', 'go', '--programs', 'many'])).toMatchObject({ code: 2, out: '' });
  });

  it('ends 5 where there is no toolchain, and says how to get one', async () => {
    expect(await cli(['conform', 'go', '--go', '/nowhere/go'])).toEqual({
      code: 5,
      out: '',
      err:
        'allocheck: there is no Go toolchain: no command /nowhere/go\n' +
        'install Go 1.19 with the sources of its runtime (Debian: apt-get install golang-go golang-1.19-src),\n' +
        'or name its command: --go PATH\n',
    });
  });

  it('ends 1 after a difference, of which it tells the first of each part', async () => {
    const go = goThatBuilds(WRONG + RECORD);
    const { code, out } = await cli(
      ['conform', 'go', '--go', go, '--programs', '3'],
      environment(),
    );
    expect(code).toBe(1);
    expect(out).toContain(
      'sizes  size rounding\n  the same: sizes rounded up 1\n  first difference at size 1\n' +
        '    asked    round it up\n    Go       9\n    model    8\n',
    );
    expect(out).toMatch(/first difference at program 1, command 1; .*\n.*\n {4}Go {7}no answer\n/);
    expect(out).toContain('first difference at event 2\n    asked    nothing\n    Go       done\n');
    expect(out).toMatch(
      /\nthe model differs from go1\.19\.8: sizes, pages, slots, trees, words, workers, blobs, holes, escape\n/,
    );
  });

  it('writes the same as JSON', async () => {
    const go = goThatBuilds(WRONG + RECORD);
    const args = ['conform', 'go', '--go', go, '--programs', '3', '--seed', '9', '--json'];
    const { code, out } = await cli(args, environment());
    const { same, seed, parts } = JSON.parse(out) as ConformJson;
    expect({ code, same, seed }).toEqual({ code: 1, same: false, seed: 9 });
    expect(parts[0]).toEqual({
      id: 'sizes',
      compared: { 'sizes rounded up': 1 },
      difference: { at: 'size 1', request: 'round it up', go: '9', model: '8' },
    });
  });

  it('ends 130 on Ctrl-C, when there is nothing to tell yet', async () => {
    const go = goThatBuilds(WRONG + RECORD);
    const terminal = new TestTerminal(environment());
    const interrupted = Object.assign(Object.create(terminal) as TestTerminal, {
      onInterrupt: (listener: () => void) => {
        listener();
        return () => undefined;
      },
    });
    const args = ['conform', 'go', '--go', go, '--write-golden', join(folder, 'golden')];
    expect(await runCli(args, interrupted)).toBe(130);
    expect(terminal).toMatchObject({ written: '', errors: 'allocheck: interrupted\n' });
  });

  it('ends 5 when a program recorded nothing', async () => {
    const go = goThatBuilds(WRONG);
    expect(
      await cli(['conform', 'go', '--go', go, '--programs', '3'], environment()),
    ).toMatchObject({
      code: 5,
      err: 'allocheck: the Go program slots recorded nothing\n',
    });
  });

  it('ends 5 where the pages of the system are too large for the model', async () => {
    const large = RECORD.replace('%23s', '%9s\\\\001%13s');
    const go = goThatBuilds(WRONG + large);
    expect(
      await cli(['conform', 'go', '--go', go, '--programs', '3'], environment()),
    ).toMatchObject({
      code: 5,
      err: "allocheck: the system's pages are of 65536 B; the model has none above 8192 B\n",
    });
  });
});

/** What a shell needs. */
function environment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '' };
}
