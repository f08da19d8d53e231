// Goal: docs/own-allocator.md is true: its configs can be run, and so can its command lines.
// Method: its blocks are taken from the page. Configs run in a folder with a pool as the page imports it, command lines in this
// process; each with a few programs.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, fileOf, temporaryFolder } from '../cli/support.ts';
import type { Ran } from '../cli/support.ts';

const PAGE = 'docs/own-allocator.md';
const page = readFileSync(PAGE, 'utf8');
const folder = temporaryFolder();

/** Texts of the blocks of that kind, in the order of the page. */
function blocks(kind: 'sh' | 'ts'): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );
}

const MY_POOL = `
export class MyPool {
  private top = 8;
  constructor(private readonly buffer: ArrayBuffer) {}
  take(size: number): number {
    const addr = this.top;
    if (!(addr + size <= this.buffer.byteLength)) return 0;
    this.top += Math.max(8, Math.ceil(size / 8) * 8);
    return addr;
  }
  give(_addr: number): void {}
}
`;

/** A few programs, by the invariants that this kind of allocator meets. */
function run(...args: readonly string[]): Promise<Ran> {
  return cli(['run', ...args, '--runs', '8', '--seed', '1', '--commands', '60', '--out', folder]);
}

describe('the page', () => {
  it.each(blocks('ts').map((text, i) => [i + 1, text] as const))(
    'has config %i',
    async (i, text) => {
      fileOf(folder, 'my-pool.ts', MY_POOL);
      const { code, out, err } = await run('--config', fileOf(folder, `page${i}.config.ts`, text));
      expect(err).toBe('');
      expect(out).not.toContain('broken: ');
      expect([0, 4]).toContain(code);
    },
  );

  it('has command lines', async () => {
    const lines = blocks('sh').flatMap((text) => text.trim().split('\n'));
    expect(lines[0]).toBe('npx allocheck run');
    for (const line of lines.slice(1)) {
      const [, tool, ...words] = line.split(' ');
      const args = words.map((word) => (word === 'collected.wasm' ? join(folder, word) : word));
      if (tool === 'asc')
        execFileSync(process.execPath, ['node_modules/assemblyscript/bin/asc.js', ...args]);
      else {
        // oxlint-disable-next-line no-await-in-loop -- the second may need what the first made
        const { code, out, err } = await run(...args.slice(1));
        expect(err).toBe('');
        expect(out).not.toContain('broken: ');
        expect([0, 4]).toContain(code);
      }
    }
    expect(lines).toHaveLength(5);
  });
});
