// Goal: the example of an own allocator works as its header says, and finds what the header tells to try. Method: it is
// copied beside a compiled package, which it imports by name, as a user's project does.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { build, start } from './built.ts';
import type { Ended } from './built.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const config = join(folder, 'pool/allocheck.config.ts');
let main: string;

beforeAll(() => {
  main = build(folder);
  cpSync('examples/pool', join(folder, 'pool'), { recursive: true });
});

function run(): Promise<Ended> {
  const args = ['run', 'pool', '--config', config, '--seed', '1', '--runs', '200'];
  return start(process.execPath, [main, ...args], { cwd: folder }).ended;
}

describe('the pool of the examples', () => {
  it('keeps every invariant that it can be judged by', async () => {
    const { code, out } = await run();
    expect({ code, held: out.includes('all 12 invariants held') }).toEqual({ code: 0, held: true });
  });

  it('is found out when it frees a cell twice', async () => {
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace('free.push(addr);', 'free.push(addr, addr);'));
    const { code, out } = await run();
    writeFileSync(config, text);
    expect(code).toBe(1);
    expect(out).toContain('client/live-blocks-disjoint');
    expect(out).toMatch(/at step 3 of 4 commands/);
  });
});
