// Goal: allocators of WebAssembly are sound where they are, and what is wrong with one is found as what it is.
// Method: a C library's malloc and AssemblyScript's run through generated programs; a module with faults by size, and one that
// checks what a sized free is told, answer single calls.
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../spec/invariants/index.ts';
import { isRefusal } from '../../../spec/subject.ts';
import type { Subject, SubjectDefinition } from '../../../spec/subject.ts';
import { wasmSubject } from '../../../src/adapters/wasm/subject.ts';
import { runCampaign } from '../../../src/campaign/campaign.ts';
import type { CampaignResult } from '../../../src/campaign/result.ts';
import { applicable } from '../../../src/engine/judge.ts';
import { execute } from '../../../src/engine/execute.ts';
import { parseProgram } from '../../../src/program/text.ts';
import { standardProfile } from '../../../src/cli/workbench.ts';
import { profileFor } from '../../../src/workload/profile.ts';
import { ASSEMBLY, compile, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const DLMALLOC = 'examples/wasm/dlmalloc.wasm';

function campaignOf(subject: SubjectDefinition, runs: number): CampaignResult {
  const profile = profileFor(subject, { ...standardProfile(subject), commandsMax: 300 });
  return runCampaign({ subject, catalogue, profile, seed: 1, runs, first: [] });
}

function idle(subject: SubjectDefinition, memoryLimit?: number): Subject {
  return subject.create({ procs: 1, geometry: 'linear', faults: [], memoryLimit });
}

/** What the program's first finding says. */
function found(subject: SubjectDefinition, ...lines: readonly string[]): readonly string[] {
  const text = ['allocheck 1', `heap ${subject.id}`, ...lines, ''].join('\n');
  const { findings } = execute(parseProgram(text, 'x'), subject, applicable(catalogue, []));
  return findings.map(({ invariant, violation }) => `${invariant}: ${violation.actual}`);
}

describe("a C library's malloc", () => {
  const subject = wasmSubject({ file: DLMALLOC });

  it('keeps every invariant that it can be asked about', () => {
    const { findings, invariants } = campaignOf(subject, 60);
    expect(findings).toEqual([]);
    const judged = (id: string): number => invariants.find((it) => it.id === id)?.judged ?? 0;
    for (const id of [
      'zeroed-when-asked',
      'block-aligned',
      'contents-kept',
      'usable-bytes-disjoint',
    ])
      expect(judged(`client/${id}`)).toBeGreaterThan(50);
  });

  it('is known by what it is', () => {
    expect(subject).toMatchObject({
      id: 'dlmalloc',
      version: 'dlmalloc.wasm, 14397 bytes, sha256 63f2946543fd',
      entries: ['malloc', 'free', 'calloc', 'realloc', 'aligned_alloc', 'posix_memalign', 'limit'],
    });
  });

  it('takes null, and SIZE_MAX for what it is', () => {
    const heap = idle(subject);
    heap.free(0);
    const block = heap.realloc!(0, 100);
    expect(heap.usableSize(block)).toBeGreaterThanOrEqual(100);
    for (const size of [2 ** 64, 2 ** 32 - 1, 2 ** 40]) {
      expect(() => heap.malloc(size, 0, false)).toThrow('was refused');
      expect(() => heap.realloc!(block, size)).toThrow('was refused');
      expect(() => heap.calloc!(size, 2)).toThrow('was refused');
    }
    expect(() => heap.memalign!(24, 8, 'posix_memalign')).toThrow('posix_memalign(24, 8) was');
    expect(heap.memalign!(4096, 8, 'posix_memalign') % 4096).toBe(0);
  });

  it('has as much memory as a program leaves it, again and again', () => {
    const capacity = (limit: number): number => {
      const heap = idle(subject, limit);
      const blocks: number[] = [];
      const counts = [1, 2].map(() => {
        try {
          for (;;) blocks.push(heap.malloc(5000, 0, false));
        } catch (error) {
          expect(isRefusal(error) && error.kind).toBe('out-of-memory');
        }
        const count = blocks.length;
        for (const block of blocks.splice(0)) heap.free(block);
        return count;
      });
      expect(counts[1]).toBeGreaterThanOrEqual(counts[0]!);
      return counts[0]!;
    };
    expect(capacity(2 ** 20)).toBeGreaterThan(capacity(2 ** 18) * 3);
    expect(capacity(2 ** 40)).toBeLessThan((64 * 2 ** 20) / 5000);
  });
});

describe("AssemblyScript's allocator", () => {
  it('keeps every invariant, and refuses by a trap', () => {
    const file = compile(folder, 'tlsf', `${ASSEMBLY}/tlsf.ts`, '--runtime', 'minimal', '-O');
    const subject = wasmSubject({ file, alignment: 16 });
    expect(campaignOf(subject, 30).findings).toEqual([]);
    const heap = idle(subject, 2 ** 18);
    expect(() => heap.malloc(2 ** 20, 0, false)).toThrow('malloc(1048576) was refused');
    expect(() => heap.malloc(2 ** 30, 0, false)).toThrow('malloc(1073741824) was refused');
    expect(heap.malloc(100, 0, false)).toBeGreaterThan(0);
  });
});

describe('a module', () => {
  const flags = ['--runtime', 'stub', '--initialMemory', '2'];
  const file = compile(folder, 'faulty', `${ASSEMBLY}/faulty.ts`, ...flags);
  const faulty = wasmSubject({ file, outOfMemory: 'null' });

  it('that traps has crashed, unless that is how it refuses', () => {
    const crash = 'client/keeps-running: the allocator crashed: unreachable';
    expect(found(faulty, 'a = malloc 13')).toEqual([crash]);
    const trapping = wasmSubject({ file, outOfMemory: 'trap' });
    expect(found(trapping, 'a = malloc 13')).toEqual([]);
    expect(found(trapping, 'a = malloc 14')).toHaveLength(1);
  });

  it('that calls what is not there has crashed', () => {
    expect(found(faulty, 'a = malloc 14')).toEqual([
      'client/keeps-running: the allocator crashed: it called env.log, which is not there',
    ]);
    const imports = { env: { log: () => undefined } };
    expect(found(wasmSubject({ file, imports, outOfMemory: 'null' }), 'a = malloc 14')).toEqual([]);
  });

  it('whose block sticks out of the memory breaks that', () => {
    expect(found(faulty, 'a = malloc 15')).toContain('client/usable-covers-request: 0');
  });

  it('may grow while blocks are held', () => {
    expect(found(faulty, 'a = malloc 60000', 'b = malloc 90000', 'read a', 'read b')).toEqual([]);
  });

  it('of wasm-bindgen is told what was asked for', () => {
    const names = ['malloc', 'realloc', 'free'].map((it) => [it, `__wbindgen_${it}`]);
    const subject = wasmSubject({ file, exports: Object.fromEntries(names) });
    const lines = ['a = malloc 30', 'b = realloc a 50', 'c = memalign 64 7', 'd = realloc c 9'];
    expect(found(subject, ...lines, 'free b', 'free d', 'e = malloc 2000000')).toEqual([]);
    const heap = idle(subject);
    expect(heap.memalign!(64, 8) % 64).toBe(0);
    expect(() => heap.malloc(2 ** 20, 0, false)).toThrow('was refused');
  });
});
