/**
 * The tiers of TCMalloc.
 *
 * A list that fetched did not have the block; where whole batches were wanted and the class had one in its transfer cache, that
 * is what it got; a span that was carved for it came from the page heap; a heap that grew had none. What none of these shows came
 * from the list of the thread.
 */
import type { Block } from '../../spec/views/client.ts';
import type { TcmallocView } from '../../spec/views/tcmalloc.ts';
import type { Tier } from './compared.ts';
import type { TierTeller } from './tiers.ts';

export class TcmallocTiers implements TierTeller {
  readonly tiers: readonly Tier[] = ['cache', 'transfer', 'central', 'pages', 'system'];
  readonly #view: TcmallocView;
  /** Batches in the transfer cache of each class, before the command. */
  readonly #batches: number[] = [];

  constructor(view: TcmallocView) {
    this.#view = view;
  }

  begin(): void {
    const { central } = this.#view;
    for (const { sizeClass, slots } of central) this.#batches[sizeClass] = slots.length;
  }

  tierOf({ size }: Block): Tier {
    const { log, sizeMap, geometry } = this.#view;
    if (log.carvings.length > 0)
      return log.growths.some(({ served }) => served) ? 'system' : 'pages';
    const removal = log.removals.at(-1);
    if (removal === undefined) return size > geometry.maxSmallBytes ? 'pages' : 'cache';
    const { sizeClass, wanted } = removal;
    const isBatch = wanted === sizeMap.batches[sizeClass];
    return isBatch && (this.#batches[sizeClass] as number) > 0 ? 'transfer' : 'central';
  }
}
