/** What the tests of the command line share: a terminal that keeps what is written, a folder, allocators to test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { runCli } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { PLAIN } from '../../src/report/paint.ts';

/** A folder of the test file alone, which goes with it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allocheck-cli-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A terminal in a pipe, whose clock advances by a millisecond each time that it is asked. */
export class TestTerminal implements Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly outPaint = PLAIN;
  readonly errPaint = PLAIN;
  statusColumns = 0;
  written = '';
  errors = '';
  #ms = 0;

  constructor(env: Readonly<Record<string, string | undefined>> = {}) {
    this.env = env;
  }

  readonly out = (text: string): void => {
    this.written += text;
  };
  readonly err = (text: string): void => {
    this.errors += text;
  };
  readonly now = (): number => (this.#ms += 1);
  readonly onInterrupt: Terminal['onInterrupt'] = () => () => undefined;

  /** Lets time pass. */
  wait(ms: number): void {
    this.#ms += ms;
  }
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process. */
export async function cli(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const terminal = new TestTerminal(env);
  const code = await runCli(args, terminal);
  return { code, out: terminal.written, err: terminal.errors };
}

/** Writes a file and answers its path. */
export function fileOf(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/**
 * A config with bump allocators. `good` is right; the third block of `overlap` lies on the second, and of `crash`
 * there is no third.
 *
 * @param extra  more keys of the config, as text
 */
export function poolConfig(folder: string, extra = ''): string {
  const text = POOLS.replace('/* extra */', extra);
  return fileOf(folder, `pools${digest(extra)}.config.ts`, text);
}

function digest(text: string): string {
  return text.replaceAll(/[^a-z\d]+/gi, '-');
}

const POOLS = `
import { Refusal, defineConfig, defineSubject } from 'allocheck';
import type { HeapConfig, Subject } from 'allocheck';

const SLAB = 2 ** 20;

class Bump {
  maxSize = 2 ** 30;
  memory = { slabBytes: SLAB, slab: (addr: number) => this.slab(Math.floor(addr / SLAB)) };
  slabs = new Map();
  sizes = new Map();
  next = 4096;
  made = 0;
  overlap: number;

  constructor(overlap: number) {
    this.overlap = overlap;
  }

  slab(index: number) {
    if (!this.slabs.has(index)) {
      const buffer = new ArrayBuffer(SLAB);
      this.slabs.set(index, { words: new Int32Array(buffer), bytes: new Uint8Array(buffer) });
    }
    return this.slabs.get(index);
  }

  malloc(size: number) {
    if (!Number.isInteger(size) || size < 0 || size > this.maxSize) throw new Refusal('bad-size', '');
    this.made += 1;
    if (this.made === 3 && this.overlap < 0) throw new TypeError('out of luck');
    const addr = this.made === 3 ? this.next - this.overlap : this.next;
    this.next += Math.max(16, Math.ceil(size / 16) * 16);
    this.sizes.set(addr, size);
    return addr;
  }

  free(addr: number) {
    if (!this.sizes.delete(addr)) throw new Refusal('bad-free', '');
  }

  usableSize(addr: number) {
    return this.sizes.get(addr);
  }

  alignmentOf() {
    return 16;
  }

  footprint() {
    return [this.next, this.sizes.size];
  }
}

function bump(id: string, overlap: number) {
  const create = (_: HeapConfig): Subject => new Bump(overlap);
  return defineSubject({
    id,
    title: 'a bump allocator',
    offers: [],
    geometries: ['flat', 'banks'],
    edges: [16, 32],
    create,
  });
}

const subjects = [bump('good', 0), bump('overlap', 16), bump('crash', -1)];

export default defineConfig({ subjects, /* extra */ });
`;
