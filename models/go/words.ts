/** Reading, writing, clearing and copying of the 8-byte words of simulated memory. Addresses are multiples of 8. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';

/** Clears `bytes` bytes, a multiple of 8, from `addr`: Go's memclrNoHeapPointers. */
export function memclr(memory: Memory, addr: Addr, bytes: Bytes): void {
  const { slabBytes } = memory;
  let at = addr;
  let left = bytes;
  while (left > 0) {
    const offset = at & (slabBytes - 1);
    const here = Math.min(left, slabBytes - offset);
    const { words } = memory.slab(at);
    const from = offset >>> 2;
    const to = from + (here >>> 2);
    if (here <= 128) for (let i = from; i < to; i += 1) words[i] = 0;
    else words.fill(0, from, to);
    at += here;
    left -= here;
  }
}

/** The word at `addr` as an address. */
export function loadPointer(memory: Memory, addr: Addr): Addr {
  const { words } = memory.slab(addr);
  const i = (addr & (memory.slabBytes - 1)) >>> 2;
  return ((words[i] as number) >>> 0) + (words[i + 1] as number) * 0x1_0000_0000;
}

export function storePointer(memory: Memory, addr: Addr, value: Addr): void {
  const { words } = memory.slab(addr);
  const i = (addr & (memory.slabBytes - 1)) >>> 2;
  words[i] = value | 0;
  words[i + 1] = Math.floor(value / 0x1_0000_0000);
}

/** Copies `bytes` bytes, a multiple of 8, between stretches that do not overlap. */
export function memmove(memory: Memory, to: Addr, from: Addr, bytes: Bytes): void {
  const { slabBytes } = memory;
  let done = 0;
  while (done < bytes) {
    const [source, target] = [from + done, to + done];
    const [sourceAt, targetAt] = [source & (slabBytes - 1), target & (slabBytes - 1)];
    const here = Math.min(bytes - done, slabBytes - sourceAt, slabBytes - targetAt);
    const part = memory.slab(source).words.subarray(sourceAt >>> 2, (sourceAt + here) >>> 2);
    memory.slab(target).words.set(part, targetAt >>> 2);
    done += here;
  }
}
