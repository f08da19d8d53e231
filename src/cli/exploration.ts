/** Explores in worker threads, layer by layer, and keeps how far it came. */
import { Piscina } from 'piscina';
import type { Expansion } from '../explore/expander.ts';
import { sharedOut, withLayer } from '../explore/explore.ts';
import type { Explored } from '../explore/explore.ts';
import { amount, counted, duration } from '../report/words.ts';
import { PULSE } from './explore-worker.ts';
import type { ExpandTask, Matter } from './explore-worker.ts';
import { StatusLine } from './status.ts';
import type { Terminal } from './terminal.ts';

/** Parts of a layer for each thread: so many that none waits long for the last one. */
const PARTS_PER_WORKER = 8;
/** How often it is looked at how far the workers are, milliseconds. */
const LOOK_MS = 200;

export interface ExplorationSettings {
  readonly matter: Matter;
  readonly from: Explored;
  readonly workers: number;
  /** After which it is stopped, milliseconds. */
  readonly timeMs: number | undefined;
  /** Called with each layer that is done. */
  readonly keep: (explored: Explored) => void;
}

/** What is explored at the end, and whether it was stopped before. */
export async function exploring(
  settings: ExplorationSettings,
  terminal: Terminal,
): Promise<{ readonly explored: Explored; readonly interrupted: boolean }> {
  const { workers } = settings;
  const pool = new Piscina<ExpandTask, Expansion | undefined>({
    filename: new URL('explore-worker.js', import.meta.url).href,
    minThreads: workers,
    maxThreads: workers,
    env: { ...terminal.env },
  });
  const exploration = new Exploration(settings, pool, terminal);
  const takeBack = terminal.onInterrupt(() => exploration.stop());
  try {
    return await exploration.all();
  } finally {
    takeBack();
    await pool.destroy();
  }
}

class Exploration {
  readonly #settings: ExplorationSettings;
  readonly #pool: Piscina<ExpandTask, Expansion | undefined>;
  readonly #terminal: Terminal;
  readonly #status: StatusLine;
  readonly #start: number;
  readonly #pulse = new Int32Array(new SharedArrayBuffer(4 * PULSE.length));
  #explored: Explored;

  constructor(
    settings: ExplorationSettings,
    pool: Piscina<ExpandTask, Expansion | undefined>,
    terminal: Terminal,
  ) {
    this.#settings = settings;
    this.#pool = pool;
    this.#terminal = terminal;
    this.#status = new StatusLine(terminal);
    this.#start = terminal.now();
    const { from } = settings;
    this.#explored = { ...from, keys: from.keys.map(shared) };
  }

  stop(): void {
    Atomics.store(this.#pulse, PULSE.stop, 1);
  }

  async all(): Promise<{ readonly explored: Explored; readonly interrupted: boolean }> {
    const { matter, keep } = this.#settings;
    const look = setInterval(() => this.#look(), LOOK_MS);
    try {
      while (this.#explored.layers.length <= matter.scope.depth) {
        // oxlint-disable-next-line no-await-in-loop -- a layer is made from the one before
        const layer = await this.#nextLayer();
        if (layer === undefined) return { explored: this.#explored, interrupted: true };
        this.#explored = { ...layer, keys: layer.keys.map(shared) };
        if (layer.broken !== undefined) break;
        keep(this.#explored);
      }
      return { explored: this.#explored, interrupted: false };
    } finally {
      clearInterval(look);
      this.#status.clear();
    }
  }

  /** Undefined where it was stopped before the layer was done. */
  async #nextLayer(): Promise<Explored | undefined> {
    const { matter, workers } = this.#settings;
    const { states, keys } = this.#explored;
    Atomics.store(this.#pulse, PULSE.transitions, 0);
    const parts = await Promise.all(
      sharedOut(states, workers * PARTS_PER_WORKER).map(async (part) =>
        this.#pool.run({ matter, states: part, keys, pulse: this.#pulse }),
      ),
    );
    const done = parts.filter((part) => part !== undefined);
    return done.length < parts.length ? undefined : withLayer(this.#explored, done);
  }

  #look(): void {
    const { timeMs } = this.#settings;
    const ms = this.#terminal.now() - this.#start;
    if (timeMs !== undefined && ms >= timeMs) this.stop();
    this.#status.show(() => {
      const { layers } = this.#explored;
      const transitions = Atomics.load(this.#pulse, PULSE.transitions);
      const last = counted(layers.at(-1)?.states ?? 0, 'state');
      return `depth ${layers.length} from ${last}: ${amount(transitions)} transitions, ${duration(ms / 1000)}`;
    });
  }
}

/** The same numbers in memory that threads share. */
function shared(keys: Float64Array): Float64Array {
  if (keys.buffer instanceof SharedArrayBuffer) return keys;
  const copy = new Float64Array(new SharedArrayBuffer(keys.byteLength));
  copy.set(keys);
  return copy;
}
