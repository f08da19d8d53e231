// Goal: the model answers as the Go runtime of this machine does, and the command tells so.
// Method: the command on a few programs, where the go command is of Go 1.19; skipped, and said to be, elsewhere.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { ConformJson } from '../../src/report/conform-json.ts';
import { runCli } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { TestTerminal, cli, temporaryFolder } from './support.ts';

function goVersion(): string | undefined {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

function environment(): Record<string, string> {
  const pairs = Object.entries(process.env);
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

const version = goVersion();
/** Only of Go 1.19 it is known that its runtime can be recorded. */
const isKnown = version !== undefined && /^go1\.19\b/.test(version);
const said = isKnown ? version : `${version ?? 'no go command'}, so skipped`;
const folder = temporaryFolder();
const FEW = ['--programs', '200', '--seed', '5'];

describe.skipIf(!isKnown)(`the Go of this machine (${said})`, { timeout: 600_000 }, () => {
  it('answers as the model does', async () => {
    const { code, out } = await cli(['conform', 'go', '--json', ...FEW], environment());
    const { go, same, parts } = JSON.parse(out) as ConformJson;
    expect({ code, go, same }).toEqual({ code: 0, go: version, same: true });
    expect(parts.map(({ id }) => id)).toEqual([
      'sizes',
      'pages',
      'pacer',
      'slots',
      'trees',
      'words',
      'workers',
      'blobs',
      'holes',
      'escape',
    ]);
    const counts = new Map(parts.map(({ id, compared }) => [id, compared]));
    expect(counts.get('pages')).toMatchObject({ 'page programs': 200 });
    expect(counts.get('escape')).toMatchObject({ programs: 4 });
    expect(counts.get('slots')).toMatchObject({ 'slot-order programs': 20 });
    for (const id of ['trees', 'words', 'workers', 'blobs', 'holes']) {
      expect(counts.get(id)!['addresses of objects']).toBeGreaterThan(10_000);
      expect(counts.get(id)!['goals of the pacer']).toBeGreaterThan(0);
    }
  });

  it('is recorded for those who have none', async () => {
    const golden = join(folder, 'golden');
    const { code, out } = await cli(['conform', 'go', '--write-golden', golden], environment());
    expect(code).toBe(0);
    const kept = readdirSync('test/golden');
    expect(readdirSync(golden)).toEqual(kept);
    expect(out.trim().split('\n')).toHaveLength(kept.length);
    // The pacer's depend on nothing but the version and the seed.
    const pacer = readFileSync('test/golden/pacer.json', 'utf8');
    if (pacer.includes(`"${version}"`)) {
      expect(readFileSync(join(golden, 'pacer.json'), 'utf8')).toBe(pacer);
    }
  });

  it('is left alone on Ctrl-C, and nothing stays behind', async () => {
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const terminal = new TestTerminal(environment());
    let interrupt = (): void => undefined;
    const interrupting: Terminal = Object.assign(Object.create(terminal) as TestTerminal, {
      out: (text: string) => {
        terminal.out(text);
        interrupt();
      },
      onInterrupt: (listener: () => void) => {
        interrupt = listener;
        return () => undefined;
      },
    });
    const code = await runCli(['conform', 'go', ...FEW], interrupting);
    vi.unstubAllEnvs();
    expect(code).toBe(130);
    expect(terminal.written).toContain(`\ninterrupted; no difference from ${version} so far\n`);
    expect(readdirSync(temporary).filter((file) => file.startsWith('allocheck-'))).toEqual([]);
  });
});
