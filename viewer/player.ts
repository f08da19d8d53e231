/** Shows a film: one place of it at a time, with buttons, a slider and links to go to others. */
import type { CellRun } from '../src/report/film/cells.ts';
import {
  blockMaps,
  blocksOf,
  kindOf,
  pageMaps,
  slotMap,
  spansOf,
  unitOf,
} from '../src/report/film/maps.ts';
import type { CellMap } from '../src/report/film/maps.ts';
import { SPAN_STATES } from '../src/report/film/film.ts';
import { Reel } from '../src/report/film/reel.ts';
import type { Heap } from '../src/report/film/reel.ts';
import type { FilmIsland } from '../src/report/html/island.ts';
import { button, element } from './elements.ts';
import { MapView, legend, nameOf } from './map-view.ts';
import type { Emphasis } from './map-view.ts';
import { SpansPane, rowsPane, stepsPane } from './panes.ts';

/** Places that are looked at to find how far blocks lie apart. */
const SAMPLES_MAX = 50;

/** What the legends of the maps explain. */
const SYMBOLS = {
  go: { maps: ['s', 'm', 'c', '.', '~', '?', '!'], slots: ['#', '@', '.', '*', 'r'] },
  tcmalloc: { maps: ['s', '.', '~', '?', '!'], slots: ['#', 't', 'b', '.', '?', 'x'] },
  other: { maps: ['#', '.', 'x'], slots: [] },
};

export class Player {
  readonly #data: FilmIsland;
  readonly #reel: Reel;
  readonly #section: HTMLElement;
  readonly #moved: (hash: string) => void;
  readonly #slider: HTMLInputElement;
  readonly #where = element('output', { class: 'where' });
  readonly #told = element('p', { class: 'told', 'aria-live': 'polite' });
  readonly #steps = element('div', { class: 'steps-box' });
  readonly #rows = element('div', { class: 'rows-box', tabindex: '0' });
  readonly #maps = element('div', { class: 'maps' });
  readonly #views = new Map<string, MapView>();
  readonly #spans = new SpansPane((key) => this.#choose(key));
  readonly #slots: MapView;
  readonly #unit: number;
  #chosen = '';
  #isPinned = false;
  #place = -1;

  /** @param moved  is told the link to what is shown */
  constructor(section: HTMLElement, data: FilmIsland, moved: (hash: string) => void) {
    this.#section = section;
    this.#data = data;
    this.#moved = moved;
    this.#reel = new Reel(data.film);
    this.#unit = this.#unitOfBlocks();
    this.#slots = this.#mapView(true);
    this.#slider = element('input', {
      type: 'range',
      min: '0',
      max: String(this.#last),
      'aria-label': 'step',
    });
    this.#slider.addEventListener('input', () => this.go(Number(this.#slider.value)));
    this.#build();
  }

  /** The place that a link names; where the film is at its most telling when it names none. */
  placeOf(link: string): number {
    if (link === 'start') return 0;
    if (link === 'end') return this.#last;
    const { film, brokenAt } = this.#data;
    const step = /^step-(\d+)$/.exec(link)?.[1] ?? brokenAt;
    return step === undefined ? 0 : Number(step) - film.omitted + 1;
  }

  get place(): number {
    return this.#place;
  }

  go(wanted: number): void {
    const place = Math.max(0, Math.min(this.#last, wanted));
    if (place === this.#place) return;
    this.#place = place;
    this.#show();
    this.#moved(this.#link(place));
  }

  /** Does what a key stands for; false when it stands for nothing. */
  key(name: string): boolean {
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: this.#place - 1,
      ArrowRight: this.#place + 1,
      Home: 0,
      End: this.#last,
    };
    const place = places[name];
    if (place === undefined) return false;
    this.go(place);
    return true;
  }

  redraw(): void {
    for (const view of [...this.#views.values(), this.#slots]) view.redraw();
  }

  get #last(): number {
    return this.#reel.places - 1;
  }

  #link(place: number): string {
    const { id, film } = this.#data;
    return place === 0 ? `#${id}/start` : `#${id}/step-${film.omitted + place - 1}`;
  }

  #build(): void {
    const go = (text: string, name: string, key: string): HTMLElement =>
      button(text, { 'aria-label': name, title: `${name} (${key})` }, () => void this.key(key));
    const controls = element(
      'div',
      { class: 'controls' },
      go('|◀', 'first step', 'Home'),
      go('◀', 'step back', 'ArrowLeft'),
      go('▶', 'step forward', 'ArrowRight'),
      go('▶|', 'last step', 'End'),
      this.#slider,
      this.#where,
    );
    const words = element('div', { class: 'words' }, this.#steps, this.#rows);
    const heap = element('div', { class: 'heap' }, this.#maps, this.#slots.root, this.#spans.root);
    const stage = this.#section.querySelector('.stage');
    stage?.replaceChildren(controls, this.#told, element('div', { class: 'scene' }, heap, words));
  }

  #show(): void {
    const { film, id, brokenAt, guilty } = this.#data;
    const place = this.#place;
    const heap = this.#reel.heapAt(place);
    const step = film.omitted + place - 1;
    const isBroken = step === brokenAt;
    const changed = this.#reel.changedAt(place);
    this.#follow(heap, changed, new Set(isBroken ? guilty : []));
    const emphasis = {
      changed,
      guilty: new Set(isBroken ? guilty : []),
      chosen: this.#chosen,
    };
    this.#slider.value = String(place);
    this.#where.textContent =
      place === 0 ? 'start' : `step ${step} of ${film.omitted + film.scenes.length - 1}`;
    this.#slider.setAttribute('aria-valuetext', this.#where.textContent);
    this.#told.replaceChildren(...this.#toldOf(place, isBroken));
    this.#steps.replaceChildren(stepsPane(film, place, { id, brokenAt }));
    this.#rows.replaceChildren(rowsPane(heap, emphasis));
    this.#showMaps(heap, emphasis);
    this.#showSpans(heap, emphasis);
    this.#moveCursors();
  }

  #toldOf(place: number, isBroken: boolean): readonly (Node | string)[] {
    const scene = this.#data.film.scenes[place - 1];
    if (scene === undefined) return ['before the first command'];
    const { command, answer } = scene;
    return [
      element('code', {}, command),
      answer === '' ? '' : ` → ${answer}`,
      ...(isBroken ? [element('strong', { class: 'broke' }, ' broke here')] : []),
    ];
  }

  /** Without a choice, the span that changed is shown, or that the finding is about. */
  #follow(heap: Heap, changed: ReadonlySet<string>, guilty: ReadonlySet<string>): void {
    if (this.#isPinned && heap.has(this.#chosen)) return;
    this.#isPinned = false;
    const spans = spansOf(heap).filter(({ state }) => state === SPAN_STATES.slots);
    const of = (keys: ReadonlySet<string>): string | undefined =>
      spans.find(({ key }) => keys.has(key))?.key;
    const isThere = spans.some(({ key }) => key === this.#chosen);
    this.#chosen = of(guilty) ?? of(changed) ?? (isThere ? this.#chosen : (spans[0]?.key ?? ''));
  }

  #choose(key: string): void {
    if (!key.startsWith('span:')) return;
    this.#chosen = key;
    this.#isPinned = true;
    this.#show();
  }

  #showMaps(heap: Heap, emphasis: Emphasis): void {
    const pages = pageMaps(heap);
    const { regions } = this.#data.film;
    const maps = pages.length > 0 ? pages : blockMaps(heap, regions, this.#unit);
    for (const map of maps) {
      let view = this.#views.get(map.id);
      if (view === undefined) {
        view = this.#mapView(false);
        this.#views.set(map.id, view);
        this.#maps.append(view.root);
      }
      view.root.hidden = false;
      view.show(map, emphasis);
    }
    const ids = new Set(maps.map(({ id }) => id));
    for (const [id, view] of this.#views) view.root.hidden = !ids.has(id);
    if (this.#maps.querySelector('.legend') === null)
      this.#maps.prepend(legend(SYMBOLS[kindOf(heap)].maps));
  }

  #showSpans(heap: Heap, emphasis: Emphasis): void {
    const spans = spansOf(heap);
    this.#spans.root.hidden = spans.length === 0;
    const chosen = spans.find(({ key }) => key === this.#chosen);
    this.#slots.root.hidden = chosen === undefined;
    if (spans.length > 0) this.#spans.show(spans, emphasis);
    if (chosen === undefined) return;
    if (this.#slots.root.querySelector('.legend') === null)
      this.#slots.root.append(legend(SYMBOLS[kindOf(heap)].slots));
    this.#slots.show(slotMap(chosen, heap), emphasis);
  }

  #mapView(isWide: boolean): MapView {
    return new MapView({ isWide, pick: (key) => this.#choose(key), describe });
  }

  #unitOfBlocks(): number {
    const apart = Math.max(1, Math.floor(this.#reel.places / SAMPLES_MAX));
    const heaps = [];
    for (let place = 0; place < this.#reel.places; place += apart)
      heaps.push(blocksOf(this.#reel.heapAt(place)));
    return unitOf(heaps);
  }

  /** The lines in the charts that say where this is. */
  #moveCursors(): void {
    for (const plot of this.#section.querySelectorAll<SVGElement>('.plot svg[data-left]')) {
      const left = Number(plot.dataset['left']);
      const right = Number(plot.dataset['right']);
      const x = left + ((this.#place + 0.5) / this.#reel.places) * (right - left);
      plot.querySelector('.cursor')?.setAttribute('d', `M${x} 8V172`);
    }
  }
}

function describe(map: CellMap, run: CellRun, cell: number): string {
  const address = `${map.prefix}0x${(map.base + cell * map.cellBytes).toString(16)}`;
  const place =
    map.unit === 'page' || map.unit === 'slot' ? `${map.unit} ${cell} at ${address}` : address;
  const whose = run.keys.map((key) => `, ${key.replace(':', ' ')}`).join('');
  const text = run.text === '' || map.unit !== 'page' ? '' : `, slots of ${run.text} B`;
  return `${place}${whose}${text}, ${nameOf(run.symbol)}`;
}
