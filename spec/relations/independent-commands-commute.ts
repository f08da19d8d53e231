import { commandAt } from '../../src/program/edit.ts';
import type { Command } from '../../src/program/edit.ts';
import { withoutOps } from '../../src/program/expand.ts';
import { ADDRESS_OPS, SCHEDULE_OPS, STEP_OPS } from '../../src/program/kinds.ts';
import { labelColumns } from '../../src/program/labels.ts';
import { OP, STRIDE, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { defineRelation } from '../relation.ts';
import type { Place } from '../relation.ts';
import { gave, gaveNothing } from '../fixtures/trace.ts';
import { derived } from '../sources.ts';
import { SAME_ANSWERS, firstDisagreement, sameCounts } from '../trace.ts';
import { SHARED_SLOTS, isOfObjects } from '../views/census.ts';

/** Commands whose order among themselves matters only where they name the same block. */
const MOVABLE: readonly number[] = [OP.MALLOC, OP.CALLOC, OP.FREE, OP.WRITE, OP.READ, OP.DROP];

/**
 * Neighbours that name different blocks change places, wherever neither block has to do with any other.
 *
 * None of our mutants needs it: on 16 programs each, it is broken by go/mspan-hands-out-twice alone, which invariants notice
 * as well.
 */
export const independentCommandsCommute = defineRelation({
  id: 'relation/independent-commands-commute',
  holds: 'two commands about blocks that have nothing to do with each other may change places',
  because: 'the fate of a block depends on what a client does with others',
  sources: [derived('a block is its own: nothing but pointers ties one to another')],
  needs: [],
  rewrite: (program) => {
    const first = withoutOps(program, [...ADDRESS_OPS, ...SCHEDULE_OPS, ...STEP_OPS]);
    return swapped(first);
  },
  agree: (first, second) =>
    firstDisagreement(first, second, {
      notes: SAME_ANSWERS,
      counts: sameCounts((name) => isOfObjects(name) && name !== SHARED_SLOTS),
    }),
  examples: {
    agrees: [{ first: gave(0x1000), second: gave(0x1010) }],
    disagrees: [
      { first: gave(0x1000), second: gaveNothing() },
      { first: gave(0x1000, { objects: 1 }), second: gave(0x1000, { objects: 2 }) },
    ],
  },
});

/** With every two neighbours exchanged that may be, from the first on. */
function swapped(first: Program): ReturnType<typeof independentCommandsCommute.rewrite> {
  const tied = tiedLabels(first);
  const commands = first.commands.slice();
  const places: Place[] = Array.from({ length: commandCount(first) }, (_, i) => placeAt(i));
  let isSwapped = false;
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [one, other] = [commandAt(first, i), commandAt(first, i + 1)];
    if (!doCommute(one, other, tied)) continue;
    commands.set(other, i * STRIDE);
    commands.set(one, (i + 1) * STRIDE);
    places[i] = placeAt(i + 1);
    places[i + 1] = placeAt(i);
    isSwapped = true;
    i += 1;
  }
  return isSwapped ? { first, second: { ...first, commands }, places } : undefined;
}

function placeAt(index: number): Place {
  return { from: index, to: index + 1 };
}

function doCommute(one: Command, other: Command, tied: ReadonlySet<number>): boolean {
  const isFree = ([op, label]: Command): boolean => MOVABLE.includes(op) && !tied.has(label);
  return isFree(one) && isFree(other) && one[1] !== other[1];
}

/** Labels that some other command ties to more than their block. */
function tiedLabels({ commands }: Program): ReadonlySet<number> {
  const tied = new Set<number>();
  for (let at = 0; at < commands.length; at += STRIDE) {
    const op = commands[at] as number;
    if (MOVABLE.includes(op)) continue;
    for (const column of labelColumns(op)) tied.add(commands[at + column] as number);
  }
  return tied;
}
