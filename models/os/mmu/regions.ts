/**
 * The regions of an address space: ascending, apart, and as long as they can be.
 *
 * A change of a part of one cuts it in up to three; what is alike and touches is joined.
 *
 * Keeps: process/regions-canonical, process/regions-as-promised.
 * Source: Linux mm/mmap.c (split_vma, vma_merge, unmapped_area_topdown).
 * Differs: what a region is for (`kind`) keeps it apart from others, where Linux looks at the address alone.
 */
import type { Addr, Bytes } from '../../../src/base/units.ts';
import type { RegionView } from '../../../spec/views/process.ts';

export class VmRegions {
  #list: readonly RegionView[] = [];

  get list(): readonly RegionView[] {
    return this.#list;
  }

  /** The region of an address. */
  at(addr: Addr): RegionView | undefined {
    return this.#list.find(({ start, end }) => start <= addr && addr < end);
  }

  /** The lowest region that ends above an address. */
  above(addr: Addr): RegionView | undefined {
    return this.#list.find(({ end }) => end > addr);
  }

  /** The highest region that begins below an address. */
  below(addr: Addr): RegionView | undefined {
    return this.#list.findLast(({ start }) => start < addr);
  }

  /** Regions, and parts of them, in a range. */
  within(from: Addr, to: Addr): readonly RegionView[] {
    return this.#list
      .filter(({ start, end }) => start < to && end > from)
      .map((region) => part(region, Math.max(from, region.start), Math.min(to, region.end)));
  }

  /** Whether all of a range is mapped. */
  covers(from: Addr, to: Addr): boolean {
    let bytes = 0;
    for (const { start, end } of this.within(from, to)) bytes += end - start;
    return bytes === to - from;
  }

  /** Puts a region where nothing is. */
  add(region: RegionView): void {
    this.#list = joined([...this.#list, region]);
  }

  remove(from: Addr, to: Addr): void {
    this.#list = this.#without(from, to);
  }

  /** Makes all that is mapped of a range another. */
  change(from: Addr, to: Addr, other: (region: RegionView) => Partial<RegionView>): void {
    const changed = this.within(from, to).map((region) => ({ ...region, ...other(region) }));
    this.#list = joined([...this.#without(from, to), ...changed]);
  }

  /** The highest place for so many bytes below `top`, not below `lowest`; undefined where there is none. */
  placeBelow(top: Addr, bytes: Bytes, lowest: Addr): Addr | undefined {
    let end = top;
    for (const region of this.#list.toReversed()) {
      if (region.start >= end) continue;
      if (end - region.end >= bytes) break;
      end = Math.min(end, region.start);
    }
    return end - bytes >= lowest ? end - bytes : undefined;
  }

  #without(from: Addr, to: Addr): readonly RegionView[] {
    return this.#list.flatMap((region) => {
      const { start, end } = region;
      if (end <= from || start >= to) return [region];
      const lower = start < from ? [part(region, start, from)] : [];
      return end > to ? [...lower, part(region, to, end)] : lower;
    });
  }
}

function part(region: RegionView, start: Addr, end: Addr): RegionView {
  const { fileOffset } = region;
  const moved = fileOffset < 0 ? fileOffset : fileOffset + start - region.start;
  return { ...region, start, end, fileOffset: moved };
}

function joined(regions: readonly RegionView[]): readonly RegionView[] {
  const found: RegionView[] = [];
  for (const region of regions.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    if (last !== undefined && goesOn(last, region)) {
      found[found.length - 1] = { ...last, end: region.end };
    } else found.push(region);
  }
  return found;
}

function goesOn(lower: RegionView, upper: RegionView): boolean {
  const isOfFile = lower.fileOffset >= 0;
  const next = isOfFile ? lower.fileOffset + lower.end - lower.start : lower.fileOffset;
  return (
    lower.end === upper.start &&
    lower.prot === upper.prot &&
    lower.kind === upper.kind &&
    next === upper.fileOffset &&
    lower.isHuge === upper.isHuge &&
    lower.isCommitted === upper.isCommitted &&
    lower.grows === upper.grows
  );
}
