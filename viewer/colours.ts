/** Colours of the page, as its style sheet has them for light and for dark. */

export interface Colours {
  readonly free: string;
  readonly ink: string;
  readonly faint: string;
  readonly bar: string;
  readonly changed: string;
  readonly guilty: string;
  /** By tone; 0 is not used. */
  readonly tones: readonly string[];
}

let known: Colours | undefined;

export function colours(): Colours {
  known ??= read();
  return known;
}

/** Calls when the page turned from light to dark or back. */
export function onNewColours(listener: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    known = undefined;
    listener();
  });
}

function read(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    free: of('--cell-free'),
    ink: of('--cell-ink'),
    faint: of('--faint'),
    bar: of('--bar'),
    changed: of('--changed'),
    guilty: of('--guilty'),
    tones: Array.from({ length: 9 }, (_, tone) => of(`--tone-${tone}`)),
  };
}
