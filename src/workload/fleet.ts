/**
 * What servers ask an allocator for: the average of Google's ten published fleet profiles.
 *
 * Half of all requests are for at most 48 bytes and one in 3,000 for more than 32 KiB, so this
 * alone never tests the large path: sizes.ts mixes it with others. Shares below one in a thousand
 * are rounded up.
 *
 * Source: google/fleetbench, fleetbench/tcmalloc (Apache-2.0).
 */
import { KIB, MIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';

/** The sizes asked for most, with percent of all requests. Together about 81 %. */
export const FLEET_EXACT: readonly (readonly [size: Bytes, percent: number])[] = [
  [32, 13.7],
  [48, 13.3],
  [64, 8.9],
  [24, 8],
  [16, 6.9],
  [40, 5],
  [80, 3.3],
  [8, 2.9],
  [56, 2.8],
  [96, 2.4],
  [128, 2.3],
  [72, 2.2],
  [112, 1.7],
  [88, 1.5],
  [256, 1.2],
  [4096, 1.1],
  [4, 1.06],
  [20, 1.03],
  [104, 0.95],
  [144, 0.9],
  [120, 0.86],
  [8192, 0.8],
  [512, 0.76],
  [136, 0.69],
  [1024, 0.68],
  [160, 0.65],
];

/**
 * The rest by ranges: largest size of each, with percent of all requests. A range starts above the
 * one before.
 */
export const FLEET_RANGES: readonly (readonly [upTo: Bytes, percent: number])[] = [
  [16, 0.4],
  [32, 0.4],
  [64, 1.5],
  [128, 1.3],
  [256, 4.1],
  [512, 3.8],
  [KIB, 1.8],
  [2 * KIB, 1.2],
  [4 * KIB, 0.8],
  [8 * KIB, 0.3],
  [16 * KIB, 0.2],
  [32 * KIB, 0.1],
  [64 * KIB, 0.1],
  [128 * KIB, 0.1],
  [256 * KIB, 0.1],
  [MIB, 0.1],
  [4 * MIB, 0.1],
];
