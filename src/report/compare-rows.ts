/** A comparison as rows of text: a label, and a cell for each allocator. */
import { TIERS, externalOf, internalOf } from '../compare/compared.ts';
import type { Compared, Point, Tier } from '../compare/compared.ts';
import { amount, byteSize } from './words.ts';

export interface RowGroup {
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly label: string;
  readonly cells: readonly string[];
}

/** What a subject does not tell. */
export const UNTOLD = '–';

export const TIER_NAMES: Readonly<Record<Tier, string>> = {
  none: 'nothing taken (0 bytes)',
  inPlace: 'realloc in place',
  tiny: 'tiny block',
  cache: 'cache of the thread',
  transfer: 'transfer cache',
  central: 'central list',
  pages: 'page heap',
  system: 'system',
};

const OS_CALLS = ['reserve', 'map', 'used', 'unused', 'fault', 'free'] as const;

/** Rows of which there is nothing to tell for any allocator are left out, and groups without rows. */
export function rowGroups(compared: readonly Compared[]): readonly RowGroup[] {
  const row = (label: string, cell: (of: Compared) => string | undefined): Row => ({
    label,
    cells: compared.map((each) => cell(each) ?? UNTOLD),
  });
  const groups: readonly RowGroup[] = [
    {
      title: 'run',
      rows: [
        row('commands that did something', (of) => amount(of.commands)),
        row('requests served', (of) => amount(of.requests)),
        ...(compared.some(({ refused }) => refused > 0)
          ? [row('requests refused', (of) => amount(of.refused))]
          : []),
      ],
    },
    {
      title: 'footprint',
      rows: [
        row('peak', (of) => sizeText(of.peak.footprint)),
        row('mean', (of) => sizeText(of.mean)),
        row('at the end', (of) => sizeText(of.points.at(-1)?.footprint)),
        row('bookkeeping, not in it', (of) => sizeText(of.bookkeeping)),
        row('peak live, as asked for', (of) => byteSize(of.peakLive)),
      ],
    },
    {
      title: 'at its peak',
      rows: [
        row('live, as asked for', ({ peak }) => byteSize(peak.live)),
        row('internal fragmentation', ({ peak }) => lostText(internalOf(peak), peak)),
        row('external fragmentation', ({ peak }) => lostText(externalOf(peak), peak)),
      ],
    },
    {
      title: 'calls of the system',
      rows: OS_CALLS.map((kind) =>
        row(kind, ({ osCalls }) => osCalls && amount(osCalls[kind])),
      ).filter(({ cells }) => !cells.every((cell) => cell === '0' || cell === UNTOLD)),
    },
    {
      title: 'addresses used again',
      rows: [
        row('requests that got one', ({ reuse, requests }) => shareText(reuse.count, requests)),
        row('at once, of these', ({ reuse }) => shareText(reuse.atOnce, reuse.count)),
        row('distance, median', ({ reuse }) => numberText(reuse.median)),
        row('distance, 90 %', ({ reuse }) => numberText(reuse.p90)),
      ],
    },
    {
      title: 'requests by tier',
      rows: TIERS.filter((tier) => compared.some(({ tiers }) => hasTier(tier, tiers?.[tier]))).map(
        (tier) =>
          row(TIER_NAMES[tier], ({ tiers, requests }) => {
            const count = tiers?.[tier];
            return count === undefined ? undefined : shareText(count, requests);
          }),
      ),
    },
  ];
  return groups
    .map(({ title, rows }) => ({ title, rows: rows.filter(isTold) }))
    .filter(({ rows }) => rows.length > 0);
}

function isTold({ cells }: Row): boolean {
  return cells.some((cell) => cell !== UNTOLD);
}

/** What is no tier of any allocator is told only where there was any. */
function hasTier(tier: Tier, count: number | undefined): boolean {
  if (count === undefined) return false;
  return count > 0 || (tier !== 'none' && tier !== 'inPlace');
}

function sizeText(bytes: number | undefined): string | undefined {
  return bytes === undefined ? undefined : byteSize(bytes);
}

function numberText(count: number | undefined): string | undefined {
  return count === undefined ? undefined : amount(count);
}

/** Bytes, and their share of all that is held there. */
function lostText(bytes: number | undefined, { footprint, usable }: Point): string | undefined {
  if (bytes === undefined) return undefined;
  const whole = footprint ?? usable;
  return whole === 0 ? byteSize(bytes) : `${byteSize(bytes)} ${percent(bytes, whole)}`;
}

/** `1,172  30.0 %` */
function shareText(count: number, all: number): string {
  return all === 0 ? amount(count) : `${amount(count)} ${percent(count, all)}`;
}

/** In a width of its own, so that columns stay columns. */
function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`.padStart(8);
}
