import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../spec/subject.ts';
import { OracleBlock } from '../../../models/reference/block.ts';
import { Contents } from '../../../models/reference/contents.ts';

const SLAB_BYTES = 4096;

/** Memory of small slabs, so that blocks cross them. */
function memoryOf(): Memory {
  const slabs = new Map<number, { words: Int32Array; bytes: Uint8Array }>();
  return {
    slabBytes: SLAB_BYTES,
    slab(addr) {
      const index = Math.floor(addr / SLAB_BYTES);
      let slab = slabs.get(index);
      if (slab === undefined) {
        const words = new Int32Array(SLAB_BYTES / 4);
        slab = { words, bytes: new Uint8Array(words.buffer) };
        slabs.set(index, slab);
      }
      return slab;
    },
  };
}

function flip(memory: Memory, addr: number): void {
  const { bytes } = memory.slab(addr);
  bytes[addr % SLAB_BYTES] = (bytes[addr % SLAB_BYTES] as number) ^ 1;
}

function blockOf(addr: number, size: number, pointerWords = 0, label = 1): OracleBlock {
  return new OracleBlock({ label, addr, size, pointerWords, usable: size, alignment: 1 });
}

describe('the contents of a block', () => {
  it.each([1, 2, 3, 7, 15, 16, 17, 63, 64, 1023, 1024, 1025, 1030, 4000, 9001])(
    'of %i bytes are found as written',
    (size) => {
      const memory = memoryOf();
      const contents = new Contents(memory);
      for (const addr of [4096, 4097, 4100, 8190, 8192 - 64]) {
        const block = blockOf(addr, size);
        contents.write(block);
        expect(contents.compare(block)).toBe(-1);
      }
    },
  );

  it.each([1, 7, 16, 100, 1000, 1024])(
    'are looked at in every byte of a block of %i bytes',
    (size) => {
      const memory = memoryOf();
      const contents = new Contents(memory);
      const block = blockOf(8192 - 8, size);
      contents.write(block);
      for (let at = 0; at < size; at += 1) {
        flip(memory, block.addr + at);
        expect(contents.compare(block)).toBe(at);
        flip(memory, block.addr + at);
      }
      expect(contents.compare(block)).toBe(-1);
    },
  );

  it('are looked at at both ends and every 128 bytes of a large block', () => {
    const memory = memoryOf();
    const contents = new Contents(memory);
    const block = blockOf(8192, 20_001);
    contents.write(block);
    for (const at of [0, 511, 512, 640, 1024, 512 + 128 * 100 + 3, 19_990, 20_000]) {
      flip(memory, block.addr + at);
      expect(contents.compare(block)).toBe(at);
      flip(memory, block.addr + at);
    }
  });

  it('do not reach beyond the block', () => {
    const memory = memoryOf();
    const contents = new Contents(memory);
    const [a, b] = [blockOf(4096, 31), blockOf(4096 + 32, 33)];
    contents.write(b);
    contents.write(a);
    expect([contents.compare(a), contents.compare(b)]).toEqual([-1, -1]);
  });

  it('differ between blocks, between writes and between places', () => {
    const memory = memoryOf();
    const contents = new Contents(memory);
    const block = blockOf(4096, 256);
    contents.write(block);
    block.version += 1;
    expect(contents.compare(block)).toBe(0);
    const other = blockOf(4096, 256, 0, 2);
    expect(contents.compare(other)).toBe(0);
  });

  it('are nil or the address of the target in words that may hold pointers', () => {
    const memory = memoryOf();
    const contents = new Contents(memory);
    const [from, to] = [blockOf(4096, 40, 3), blockOf(2 ** 33 + 64, 8)];
    contents.write(from);
    expect(contents.compare(from)).toBe(-1);
    from.links = new Map([[2, to]]);
    expect([contents.compare(from), contents.expected, contents.actual]).toEqual([16, to.addr, 0]);
    const { words } = memory.slab(4096);
    words[4] = 64;
    words[5] = 2;
    expect(contents.compare(from)).toBe(-1);
    from.links.clear();
    expect([contents.compare(from), contents.actual]).toEqual([16, 64]);
  });

  it('are zero only when every byte is', () => {
    const memory = memoryOf();
    const contents = new Contents(memory);
    const fresh = blockOf(4097, 6000);
    for (const at of [0, 1, 3, 4, 95, 96, 99, 100, 5000]) {
      flip(memory, 4097 + at);
      expect([contents.firstNonZero(fresh, 0, 6000), contents.actual]).toEqual([at, 1]);
      flip(memory, 4097 + at);
    }
    expect(contents.firstNonZero(fresh, 0, 6000)).toBe(-1);
  });
});
