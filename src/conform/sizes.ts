/** What each size is rounded up to. */
import type { Bytes } from '../base/units.ts';
import { Tally } from './part.ts';
import type { Part } from './part.ts';

/** Go's answers: from size 0 on, with spaces between. */
export function compareSizes(line: string, roundupsize: (size: Bytes) => Bytes): Part {
  const compared = new Tally();
  for (const [size, go] of line.trim().split(' ').entries()) {
    const model = String(roundupsize(size));
    if (go !== model) {
      return { compared, difference: { at: `size ${size}`, request: 'round it up', go, model } };
    }
    compared.add('sizes rounded up');
  }
  return { compared };
}
