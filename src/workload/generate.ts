/**
 * Making a program: a pure function of a generator of random numbers and a profile.
 *
 * First a plan is drawn (plan.ts), then a client does one deed after the other until the program
 * has its length. Deeds are single commands (deeds.ts) or undertakings of many (patterns.ts, lifetimes.ts).
 * Collections come by cadence, not by weight.
 *
 * Cost: a fraction of a microsecond a command, so that generating never matters beside running.
 */
import type { Prng } from '../base/prng.ts';
import { checkmarkOf } from '../program/pacing.ts';
import { withoutPointerWords } from '../program/pointers.ts';
import type { Program } from '../program/program.ts';
import { Client } from './client.ts';
import { Cycle } from './cycle.ts';
import { reliving } from './learnt-deed.ts';
import * as deeds from './deeds.ts';
import type { Deed } from './deeds.ts';
import * as family from './family.ts';
import * as lifetimes from './lifetimes.ts';
import * as patterns from './patterns.ts';
import * as stacks from './stacks.ts';
import { drawCheckmark, drawPacing, drawPlan } from './plan.ts';
import type { DeedName, Profile } from './profile.ts';
import { Sizes } from './sizes.ts';

const DEEDS: Readonly<Record<Exclude<DeedName, 'relive'>, Deed>> = {
  malloc: deeds.malloc,
  calloc: deeds.calloc,
  realloc: deeds.realloc,
  free: deeds.free,
  drop: deeds.drop,
  write: deeds.write,
  read: deeds.read,
  link: deeds.link,
  unlink: deeds.unlink,
  load: deeds.load,
  scavenge: deeds.scavenge,
  misuse: deeds.misuse,
  fillSpan: patterns.fillSpan,
  churnLarge: patterns.churnLarge,
  packTiny: patterns.packTiny,
  chain: patterns.chain,
  recycle: patterns.recycle,
  grow: patterns.grow,
  drain: patterns.drain,
  hide: patterns.hide,
  weaken: deeds.weaken,
  upgrade: deeds.upgrade,
  guard: deeds.guard,
  finalize: deeds.finalize,
  doubt: deeds.doubt,
  wait: deeds.wait,
  bgscavenge: deeds.bgscavenge,
  freeOSMemory: deeds.freeOSMemory,
  relieve: patterns.relieve,
  throttle: patterns.throttle,
  fade: patterns.fade,
  farewell: patterns.farewell,
  hand: patterns.hand,
  publish: deeds.publish,
  spawn: deeds.spawn,
  exit: patterns.exit,
  yield: deeds.gosched,
  syscall: patterns.syscall,
  resize: patterns.resize,
  interleave: patterns.interleave,
  stack: lifetimes.stack,
  queue: lifetimes.queue,
  plateau: lifetimes.plateau,
  handOff: lifetimes.handOff,
  generations: lifetimes.generations,
  pin: lifetimes.pin,
  robson: lifetimes.robson,
  obtain: family.obtain,
  release: family.release,
  align: family.align,
  resizeBlock: family.resizeBlock,
  array: family.array,
  zeroes: family.zeroes,
  recycleDirty: family.recycleDirty,
  overflow: family.overflow,
  nothing: family.nothing,
  exhaust: family.exhaust,
  call: stacks.call,
  ret: stacks.ret,
  addrof: stacks.addrof,
  recurse: stacks.recurse,
  slumber: stacks.slumber,
  crowd: stacks.crowd,
};

/** A program of `commandsMin` to `commandsMax` commands for the profile's subject. */
export function generateProgram(prng: Prng, profile: Profile): Program {
  const plan = drawPlan(prng, profile);
  const client = new Client(prng, plan, profile.liveBytesMax);
  const sizes = new Sizes(prng, profile, plan.sizeKinds, plan.paletteSize);
  const cycle = new Cycle();
  const relive = reliving(profile.learnt);
  let left = client.left;
  let untilGc = nextGc(prng, plan.gcEvery);
  while (left > 0) {
    const name = plan.deeds.pick(prng);
    const deed = name === 'relive' ? relive : DEEDS[name];
    deed(client, sizes);
    // A deed that makes no sense here writes nothing. The program has its length all the same.
    if (client.left === left) makeRoom(client);
    untilGc -= left - client.left;
    if (untilGc <= 0 && client.left > 0) {
      if (plan.stepEvery > 0) cycle.step(client);
      else client.gc();
      untilGc = nextGc(prng, plan.stepEvery > 0 ? plan.stepEvery : plan.gcEvery);
    }
    left = client.left;
  }
  const pacing = drawPacing(prng, profile);
  const heap = { ...plan.heap, ...pacing, ...checkmarkOf(drawCheckmark(prng, profile, plan)) };
  const program = { subject: profile.subject, heap, commands: client.commands };
  return profile.entries === undefined ? program : withoutPointerWords(program);
}

/** A small block; or, where the client holds too much already, something is given up. */
function makeRoom(client: Client): void {
  if (client.room > 0 || client.held.length === 0) client.malloc(client.prng.between(1, 64), 0);
  else patterns.giveUp(client, deeds.oneHeld(client));
}

/** Commands until the next collection. */
function nextGc(prng: Prng, every: number): number {
  return every === 0 ? Number.POSITIVE_INFINITY : prng.between(Math.ceil(every / 2), every * 2);
}
