/** What is told of a heap in words: the steps around this one, its rows, its spans. */
import { SPAN_STATES } from '../src/report/film/film.ts';
import type { Film } from '../src/report/film/film.ts';
import type { Span } from '../src/report/film/maps.ts';
import type { Heap } from '../src/report/film/reel.ts';
import type { Emphasis } from './map-view.ts';
import { button, element } from './elements.ts';

/** Steps that are listed on each side. */
const STEPS_AROUND = 6;
/** Spans that are listed until more are asked for. */
const SPANS_FIRST = 24;

/** Only the steps around the place are there, so that the longest film has no more elements than a short one. */
export function stepsPane(
  { scenes, omitted }: Film,
  place: number,
  { id, brokenAt }: { readonly id: string; readonly brokenAt: number | undefined },
): HTMLElement {
  const from = Math.max(
    0,
    Math.min(place - 1 - STEPS_AROUND, scenes.length - 2 * STEPS_AROUND - 1),
  );
  const shown = scenes.slice(from, from + 2 * STEPS_AROUND + 1);
  const rows = shown.map(({ command, answer }, i) => {
    const step = omitted + from + i;
    const isBroken = step === brokenAt;
    const link = element('a', { href: `#${id}/step-${step}` }, command);
    if (from + i + 1 === place) link.setAttribute('aria-current', 'step');
    return element(
      'li',
      { class: isBroken ? 'broken' : '' },
      element('span', { class: 'number' }, String(step)),
      link,
      element('span', { class: 'answer' }, answer),
      ...(isBroken ? [element('strong', {}, 'broke here')] : []),
    );
  });
  return element('ol', { class: 'steps' }, ...rows);
}

/** All that is told in words, what changed first marked so. */
export function rowsPane(heap: Heap, { changed }: Emphasis): HTMLElement {
  const rows = [...heap].filter(([key]) => key.startsWith('row:'));
  const cells = rows.map(([key, text]) => {
    const isChanged = changed.has(key);
    const label = key.slice('row:'.length);
    return element(
      'tr',
      { class: isChanged ? 'changed' : '' },
      element('th', { scope: 'row' }, label, ...(isChanged ? [mark()] : [])),
      element('td', {}, text),
    );
  });
  return element('table', { class: 'rows' }, element('tbody', {}, ...cells));
}

/** So that a change is not told by its colour alone. */
function mark(): HTMLElement {
  return element('span', { class: 'mark', title: 'changed by this command' }, ' ◂');
}

export class SpansPane {
  readonly root = element('div', { class: 'spans' });
  readonly #pick: (key: string) => void;
  #shown = SPANS_FIRST;

  constructor(pick: (key: string) => void) {
    this.#pick = pick;
  }

  show(spans: readonly Span[], emphasis: Emphasis): void {
    const { changed, guilty, chosen } = emphasis;
    const isFirst = ({ key }: Span): boolean =>
      key === chosen || changed.has(key) || guilty.has(key);
    const order = [...spans.filter(isFirst), ...spans.filter((span) => !isFirst(span))];
    const hasBars = spans.some(({ bar, state }) => state === SPAN_STATES.slots && bar >= 0);
    const rows = order.slice(0, this.#shown).map((span) => this.#row(span, hasBars, emphasis));
    const bars = hasBars ? ['freeindex'] : [];
    const head = ['span', 'pages', 'slot', 'taken', ...bars, 'where'].map((text) =>
      element('th', { scope: 'col' }, text),
    );
    const left = spans.length - rows.length;
    const more = button(`${left} more`, {}, () => {
      this.#shown += 4 * SPANS_FIRST;
      this.show(spans, emphasis);
    });
    this.root.replaceChildren(
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, ...head)),
        element('tbody', {}, ...rows),
      ),
      ...(left > 0 ? [more] : []),
    );
  }

  #row(span: Span, hasBars: boolean, { changed, guilty, chosen }: Emphasis): HTMLElement {
    const { key, name: named, npages, state, elemsize, isNoscan, nelems, taken, bar, where } = span;
    const hasSlots = state === SPAN_STATES.slots;
    const name = button(`span ${named}`, { 'aria-pressed': String(key === chosen) }, () =>
      this.#pick(key),
    );
    const cells = [
      String(npages),
      hasSlots ? `${elemsize} B${isNoscan ? ' noscan' : ''}` : '',
      hasSlots ? `${taken} of ${nelems}` : '',
      ...(hasBars ? [hasSlots ? String(bar) : ''] : []),
      where,
    ].map((text) => element('td', {}, text));
    const classes = [changed.has(key) ? 'changed' : '', guilty.has(key) ? 'guilty' : ''];
    const marks = [...(changed.has(key) ? [mark()] : []), ...(guilty.has(key) ? [' broken'] : [])];
    return element(
      'tr',
      { class: classes.join(' ').trim() },
      element('th', { scope: 'row' }, name, ...marks),
      ...cells,
    );
  }
}
