/** memcpy and memset, slab by slab. */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';

/** The two stretches do not overlap. */
export function copyBytes(memory: Memory, from: Addr, to: Addr, bytes: Bytes): void {
  for (let at = 0; at < bytes;) {
    const source = stretch(memory, from + at, bytes - at);
    const target = stretch(memory, to + at, source.length);
    target.set(source.subarray(0, target.length));
    at += target.length;
  }
}

export function zeroBytes(memory: Memory, addr: Addr, bytes: Bytes): void {
  for (let at = 0; at < bytes;) {
    const target = stretch(memory, addr + at, bytes - at);
    target.fill(0);
    at += target.length;
  }
}

/** Up to so many bytes from an address, as far as its slab goes. */
function stretch(memory: Memory, addr: Addr, bytes: Bytes): Uint8Array {
  const offset = addr & (memory.slabBytes - 1);
  const end = Math.min(memory.slabBytes, offset + bytes);
  return memory.slab(addr).bytes.subarray(offset, end);
}
