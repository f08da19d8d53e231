/** Deeds on goroutines' stacks: frames that come and go, and goroutines that do. */
import { ALL_WORDS } from '../../spec/subject.ts';
import { KIB, MIB } from '../base/units.ts';
import type { Bytes } from '../base/units.ts';
import type { Client } from './client.ts';
import type { Deed } from './deeds.ts';
import { collect } from './patterns.ts';
import { logUniform } from './weighted.ts';

/** Around what a prologue, the guard and the smallest stack make of a frame: bytes of locals. */
const EDGES: readonly Bytes[] = [0, 8, 112, 120, 128, 400, 800, 928, 1000, 2048, 4096];
/** Frames that no stack may be large enough for, and some that hardly one is. */
const HUGE: readonly Bytes[] = [MIB, 300_000_000, 300_000_000, 600_000_000];

export const call: Deed = (client) => {
  const { prng } = client;
  if (prng.oneIn(50)) {
    fillAddressSpace(client);
    return;
  }
  const bytes = oneFrame(client);
  client.alone(() => {
    client.call(bytes);
    if (prng.oneIn(3)) client.malloc(prng.pick([8, 16, 64]), ALL_WORDS);
    if (prng.oneIn(3)) client.addrof(prng.below(3));
  });
};

export const ret: Deed = (client) => {
  const { prng } = client;
  const times = prng.pick([1, 1, 1, 2, 5]);
  client.alone(() => {
    for (let left = times; left > 0; left -= 1) client.ret();
  });
};

export const addrof: Deed = (client) => client.addrof(client.prng.pick([0, 1, 1, 2, 3, 10]));

/** Deep enough that the stack grows several times; then often a collection while little of it is used, or all of it. */
export const recurse: Deed = (client) => {
  const { prng } = client;
  const bytes = prng.pick([16, 64, 256, 1000, 4000, 20_000]);
  const times = Math.min(prng.between(3, 24), Math.floor(client.left / 3));
  client.alone(() => {
    for (let i = 0; i < times; i += 1) {
      client.call(bytes);
      if (prng.oneIn(4)) client.addrof(prng.pick([1, 1, 2, i]));
      if (prng.oneIn(6)) client.malloc(prng.pick([8, 24, 64]), ALL_WORDS);
    }
    if (prng.oneIn(3)) collect(client);
    for (let i = prng.oneIn(3) ? prng.below(times + 1) : times; i > 0; i -= 1) client.ret();
  });
  if (prng.oneIn(2)) collect(client);
  if (prng.oneIn(3)) client.call(oneFrame(client));
};

/** A goroutine is in the system while a cycle comes to its stack, of which it uses little; then it is back, and calls. */
export const slumber: Deed = (client) => {
  const { prng } = client;
  const { procs } = client.plan.heap;
  if (procs === 1) return;
  const p = prng.below(procs);
  client.alone(() => {
    client.switchTo(p);
    client.call(prng.pick([2000, 5000, 30_000]));
    client.ret();
    client.syscall(p);
    client.switchTo((p + 1) % procs);
    collect(client);
    client.sysexit(p);
    client.switchTo(p);
    client.call(prng.pick([0, 64, 3000]));
  });
};

/** Each goroutine calls a little before it ends. Some crowds are larger than a processor keeps stacks for. */
export const crowd: Deed = (client) => {
  const { prng } = client;
  const count = Math.min(prng.pick([2, 3, 8, 20, 70]), Math.floor(client.left / 5));
  const bytes = prng.pick([0, 0, 64, 1500, 6000, 14_000]);
  const { procs } = client.plan.heap;
  const isStopped = procs > 1 && prng.oneIn(3);
  client.alone(() => {
    if (isStopped) client.switchTo(procs - 1);
    for (let i = 0; i < count; i += 1) client.spawn();
    for (let i = 0; i < count; i += 1) {
      client.gosched();
      if (bytes > 0) client.call(bytes);
    }
    for (let i = prng.oneIn(3) ? prng.below(count + 1) : count; i > 0; i -= 1) client.exit();
    if (isStopped) client.procs(procs - 1);
  });
  if (isStopped && prng.oneIn(2)) collect(client);
};

/** Goroutines with stacks as large as the limit of the operating system leaves room for, and more. */
function fillAddressSpace(client: Client): void {
  client.alone(() => {
    for (let i = 0; i < 3; i += 1) {
      client.call(client.prng.pick(HUGE));
      client.ret();
      client.spawn();
      client.gosched();
    }
  });
}

function oneFrame({ prng }: Client): Bytes {
  if (prng.oneIn(3)) return prng.pick(EDGES);
  return logUniform(prng, 8, prng.oneIn(8) ? 64 * KIB : 2 * KIB) & -8;
}
