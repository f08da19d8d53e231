/** A TCMalloc to look closely at. */
import { GEOMETRIES } from '../../../models/tcmalloc/geometry.ts';
import { tcmallocSubject } from '../../../models/tcmalloc/subject.ts';
import type { Fault, HeapConfig, Subject } from '../../../spec/subject.ts';
import type { TcmallocView } from '../../../spec/views/tcmalloc.ts';

export const GEOMETRY_NAMES = GEOMETRIES.map(({ name }) => name);

export type Tc = Subject & { readonly tcmalloc: TcmallocView };

export function tcmallocOf(geometry: string, over: Partial<HeapConfig> = {}): Tc {
  const faults: readonly Fault[] = [];
  return tcmallocSubject.create({ procs: 1, geometry, faults, ...over }) as Tc;
}

/** Addresses of that many blocks. */
export function blocksOf(heap: Tc, count: number, size: number): number[] {
  return Array.from({ length: count }, () => heap.malloc(size, 0, false));
}
