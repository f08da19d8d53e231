/**
 * The tiers of a Go heap.
 *
 * A block of a tiny block that was there already shows in the mcache's tinyAllocs; a refill touches the block's own span; a new
 * span begins where the page allocator or a page cache gave pages. What none of these shows came from the mcache: from its
 * current span, or from slots that were freed to it.
 */
import type { Block } from '../../spec/views/client.ts';
import type { GoView } from '../../spec/views/go.ts';
import type { GoTouched } from '../../spec/views/go-touched.ts';
import type { Tier } from './compared.ts';
import type { TierTeller } from './tiers.ts';

export class GoTiers implements TierTeller {
  readonly tiers: readonly Tier[] = ['none', 'tiny', 'cache', 'central', 'pages', 'system'];
  readonly #go: GoView;
  readonly #touched: GoTouched;
  /** Before the command. */
  #tinyAllocs = 0;

  constructor(go: GoView, touched: GoTouched) {
    this.#go = go;
    this.#touched = touched;
  }

  begin(): void {
    this.#tinyAllocs = this.#countTiny();
  }

  tierOf({ addr, size }: Block): Tier {
    if (size === 0) return 'none';
    const span = this.#go.spanOf(addr);
    const { changedSpans, growths, pageLog } = this.#touched;
    if (span !== undefined && changedSpans.includes(span)) {
      const isNew = pageLog.takings.some(({ base }) => base === span.startAddr);
      if (!isNew) return 'central';
      return growths.length > 0 ? 'system' : 'pages';
    }
    return this.#countTiny() > this.#tinyAllocs ? 'tiny' : 'cache';
  }

  #countTiny(): number {
    let count = 0;
    for (const { mcache } of this.#go.procs) count += mcache.tinyAllocs;
    return count;
  }
}
