// Goal: the subject tells the generator and the judge what it has. Method: literals, as the Go source has them.
import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32 } from '../../../models/go/geometry.ts';
import { goSubject } from '../../../models/go/subject.ts';
import { MIB } from '../../../src/base/units.ts';
import type { HeapConfig } from '../../../spec/subject.ts';

const CONFIG: HeapConfig = { procs: 2, geometry: 'wasm32', faults: [] };

describe('the geometries', () => {
  it('have the huge pages of their systems', () => {
    expect([WASM32.physHugePageBytes, LINUX64.physHugePageBytes]).toEqual([0, 2 * MIB]);
  });
});

describe('the subject of Go', () => {
  it('offers all that is judged', () => {
    expect(goSubject.offers).toEqual(['gc', 'os', 'go', 'runtime']);
    expect(goSubject.geometries).toEqual(['wasm32', 'linux64']);
  });

  it('changes its behaviour at each size class, and where a span comes from another place', () => {
    const { edges } = goSubject;
    expect(edges.slice(0, 5)).toEqual([8, 16, 24, 32, 48]);
    expect(edges.slice(-7)).toEqual([28_672, 32_768, 40_960, 122_880, 131_072, 524_288, 4_194_304]);
    expect([edges.length, edges]).toEqual([72, edges.toSorted((a, b) => a - b)]);
  });

  it('knows no other geometry', () => {
    expect(() => goSubject.create({ ...CONFIG, geometry: 'flat' })).toThrow(
      'unknown geometry flat',
    );
  });

  it('shows which processor serves, and which are there', () => {
    const subject = goSubject.create(CONFIG);
    const { go } = subject;
    expect([go?.p, go?.procs.length, go?.stoppedProcs.length]).toEqual([0, 2, 0]);
    expect(go?.procs).toBe(go?.procs);
  });
});
