/** What can be quantified over with a view of a program that escape analysis has placed. */
import { defineOwnQuantifier } from '../invariant.ts';
import type { EscapeView } from '../views/escape.ts';

const LEVEL = 'own/escape';

export const accesses = defineOwnQuantifier({
  every: 'use of an object',
  level: LEVEL,
  all: (view: EscapeView) => view.accesses,
});

export const addressStores = defineOwnQuantifier({
  every: 'address that is stored in the heap or a global',
  level: LEVEL,
  all: (view: EscapeView) => view.stores,
});

export const survivors = defineOwnQuantifier({
  every: 'address that is there when a frame or an iteration has ended',
  level: LEVEL,
  all: (view: EscapeView) => view.survivors,
});

export const placedSites = defineOwnQuantifier({
  every: 'site that makes objects',
  level: LEVEL,
  all: (view: EscapeView) => view.sites,
});

export const resultLines = defineOwnQuantifier({
  every: 'line of the results',
  level: LEVEL,
  all: (view: EscapeView) => view.results,
});

export const redecisions = defineOwnQuantifier({
  every: 'decision that is made again with a flow more',
  level: LEVEL,
  all: (view: EscapeView) => view.redecisions,
});
