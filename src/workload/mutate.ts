/**
 * Programs near another one: each mutation is a pure function of a generator of random numbers, a program and what may be
 * put into it, and answers another program.
 *
 * Labels stay right without repair: see src/program/splice.ts.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import type { Prng } from '../base/prng.ts';
import type { Bytes } from '../base/units.ts';
import { renumber, close } from '../program/close.ts';
import { commandAt, mapCommands, removeRange, withCommand } from '../program/edit.ts';
import type { Command } from '../program/edit.ts';
import { isMaker } from '../program/labels.ts';
import { plainForm } from '../program/plain.ts';
import { NOSCAN, OP, STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { insertStretch, stretchOf } from '../program/splice.ts';
import { generateProgram } from './generate.ts';
import { percent } from './plan.ts';
import type { Profile } from './profile.ts';
import { COUNTS, sprinkle } from './strays.ts';
import { Weighted } from './weighted.ts';

/** What a mutation draws from. */
export interface Stock {
  readonly prng: Prng;
  readonly profile: Profile;
  /** Another program worth taking from. */
  donor(): Program;
}

type Mutation = (program: Program, stock: Stock) => Program;

/** Commands of a stretch at most. */
const STRETCH_MAX = 16;
/** Bytes that a program may ask for over time, as a multiple of those that it may hold at once. */
const TIMES_LIVE = 4;
/** Labels of a stretch that is generated are bound to blocks of the program in so many percent. */
const ADOPTED = 40;

/** A stretch of another program, whose blocks that it does not make are blocks of this one. */
const graft: Mutation = (program, stock) => {
  const donor = stock.donor();
  const [from, to] = drawStretch(donor, stock.prng);
  const at = drawPlace(program, stock.prng);
  return insertStretch(program, at, stretchOf(donor, from, to), binder(program, at, stock.prng));
};

/** The beginning of the program and the end of another one. */
const cross: Mutation = (program, stock) => {
  const { prng } = stock;
  const donor = stock.donor();
  const at = drawPlace(program, prng);
  const head = removeRange(program, at, commandCount(program));
  const tail = stretchOf(donor, drawPlace(donor, prng), commandCount(donor));
  return insertStretch(head, at, tail, binder(program, at, prng));
};

/** A stretch once more, there or elsewhere. */
const repeat: Mutation = (program, { prng }) => {
  const [from, to] = drawStretch(program, prng);
  const at = prng.oneIn(2) ? to : drawPlace(program, prng);
  return insertStretch(program, at, stretchOf(program, from, to), (label) => label);
};

/** Without a stretch. */
const cut: Mutation = (program, { prng }) => {
  const [from, to] = drawStretch(program, prng);
  return close(removeRange(program, from, to));
};

/** What the generator writes: deeds and patterns, with steps of a collection between them. */
const insert: Mutation = (program, stock) =>
  withGenerated(program, drawPlace(program, stock.prng), stock);

const append: Mutation = (program, stock) => withGenerated(program, commandCount(program), stock);

function withGenerated(program: Program, at: number, { prng, profile }: Stock): Program {
  const length = prng.between(2, STRETCH_MAX);
  const short = {
    ...profile,
    procsMax: program.heap.procs,
    commandsMin: length,
    commandsMax: length,
  };
  const { commands } = generateProgram(prng, short);
  const stretch = prng.oneIn(2) ? adopted(commands, prng) : commands;
  return insertStretch(program, at, stretch, binder(program, at, prng));
}

/** Without some of the commands that make blocks, so that others have to stand for these. */
function adopted(commands: Float64Array, prng: Prng): Float64Array {
  const kept: number[] = [];
  for (let at = 0; at < commands.length; at += STRIDE) {
    if (isMaker(commands[at] as number) && percent(prng, ADOPTED)) continue;
    kept.push(...commands.subarray(at, at + STRIDE));
  }
  return Float64Array.from(kept);
}

/** Another size: an edge or one beside it, one of the program's own; of one block, or of all of that size. */
const resize: Mutation = (program, { prng, profile }) => {
  const { edges } = profile;
  const old = drawCommand(program, prng, ([op]) => isMaker(op));
  if (old === undefined) return program;
  const column = sizeColumn(old.command);
  const { command: other } = drawCommand(program, prng, ([op]) => isMaker(op)) ?? old;
  const isOwn = edges.length === 0 || prng.oneIn(3);
  const size = isOwn
    ? other[sizeColumn(other)]
    : Math.max(0, prng.pick(edges) + prng.between(-1, 1));
  const all = prng.oneIn(2);
  return mapCommands(program, (command, index) => {
    const isMeant = isMaker(command[0]) && command[sizeColumn(command)] === old.command[column];
    return index === old.index || (all && isMeant)
      ? replaced(command, sizeColumn(command), size)
      : command;
  });
};

/** With pointers or without; one block, or all. */
const repoint: Mutation = (program, { prng }) => {
  const old = drawCommand(program, prng, ([op]) => op === OP.MALLOC);
  if (old === undefined) return program;
  const words = old.command[3] === NOSCAN ? ALL_WORDS : NOSCAN;
  const all = prng.oneIn(4);
  return mapCommands(program, (command, index) =>
    index === old.index || (all && command[0] === OP.MALLOC)
      ? replaced(command, 3, words)
      : command,
  );
};

/** Another count of a command that has one. */
const tune: Mutation = (program, { prng }) => {
  const old = drawCommand(program, prng, ([op]) => plainForm(op)?.operand === 'count');
  if (old === undefined) return program;
  const count = Math.max(
    1,
    prng.oneIn(2) ? prng.pick(COUNTS) : old.command[1] + prng.between(-1, 1),
  );
  return withCommand(program, old.index, replaced(old.command, 1, count));
};

/** Some commands run on another processor. */
const move: Mutation = (program, { prng }) => {
  const { procs } = program.heap;
  if (procs === 1) return program;
  const [from, to] = prng.oneIn(2) ? drawStretch(program, prng) : drawOne(program, prng);
  const processor = prng.below(procs);
  return mapCommands(program, (command, index) =>
    index >= from && index < to ? replaced(command, 4, processor) : command,
  );
};

/** Another heap: of a program that is generated, or of another one. */
const rehouse: Mutation = (program, stock) => {
  const { prng, profile } = stock;
  const { heap } = prng.oneIn(2)
    ? stock.donor()
    : generateProgram(prng, { ...profile, commandsMin: 1, commandsMax: 1 });
  const { procs } = heap;
  const moved = mapCommands(program, (command) => replaced(command, 4, command[4] % procs));
  return { ...moved, heap };
};

/** Some strays among its commands. */
const scatter: Mutation = (program, { prng, profile }) =>
  sprinkle(program, prng.between(1, STRETCH_MAX), prng, profile);

const MUTATIONS = new Weighted<Mutation>(
  [scatter, graft, cut, insert, cross, repeat, append, resize, repoint, tune, move, rehouse],
  [6, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 1],
);

/**
 * A program near this one: one to some mutations away, with no more commands than the profile has, and not much larger:
 * the program itself where it would be.
 */
export function mutate(program: Program, stock: Stock): Program {
  const { prng, profile } = stock;
  let mutated = program;
  do mutated = MUTATIONS.pick(prng)(mutated, stock);
  while (prng.oneIn(2));
  const count = commandCount(mutated);
  const { commandsMax, liveBytesMax } = profile;
  const short = count <= commandsMax ? mutated : removeRange(mutated, commandsMax, count);
  const most = Math.max(TIMES_LIVE * liveBytesMax, bytesAsked(program));
  return bytesAsked(short) <= most ? renumber(short) : program;
}

/** Bytes of all blocks that the program asks for; but for absurd sizes, which are refused. */
function bytesAsked(program: Program): Bytes {
  let bytes = 0;
  for (let index = 0; index < commandCount(program); index += 1) {
    const command = commandAt(program, index);
    const size = isMaker(command[0]) ? command[sizeColumn(command)] : 0;
    if (size > 0 && size < 2 ** 31 - 1) bytes += size;
  }
  return bytes;
}

/** A label for each one asked for, of blocks that are made before the place; the next free one where there is none. */
function binder({ commands }: Program, at: number, prng: Prng): (label: number) => number {
  const made: number[] = [];
  for (let row = 0; row < at * STRIDE; row += STRIDE) {
    if (isMaker(commands[row] as number)) made.push(commands[row + 1] as number);
  }
  return (label) => (made.length === 0 ? label : recent(made, prng));
}

/** One of the last ones as often as any. */
function recent(made: readonly number[], prng: Prng): number {
  const last = made.length - 1;
  return made[
    prng.oneIn(2) ? prng.below(made.length) : last - prng.below(Math.min(4, made.length))
  ] as number;
}

function drawPlace(program: Program, prng: Prng): number {
  return prng.between(0, commandCount(program));
}

/** A stretch of one command or more; none of a program without any. */
function drawStretch(program: Program, prng: Prng): readonly [from: number, to: number] {
  const count = commandCount(program);
  const from = prng.below(count);
  return [from, Math.min(count, from + prng.between(1, STRETCH_MAX))];
}

function drawOne(program: Program, prng: Prng): readonly [from: number, to: number] {
  const from = prng.below(commandCount(program));
  return [from, from + 1];
}

interface Place {
  readonly index: number;
  readonly command: Command;
}

/** One of the commands that are wanted. */
function drawCommand(
  program: Program,
  prng: Prng,
  isWanted: (command: Command) => boolean,
): Place | undefined {
  const places: Place[] = [];
  for (let index = 0; index < commandCount(program); index += 1) {
    const command = commandAt(program, index);
    if (isWanted(command)) places.push({ index, command });
  }
  return places.length === 0 ? undefined : prng.pick(places);
}

/** Where the size stands in a command that makes a block. */
function sizeColumn([op]: Command): 2 | 3 {
  return op === OP.MALLOC ? 2 : 3;
}

function replaced(command: Command, column: number, value: number): Command {
  return command.with(column, value) as unknown as Command;
}
