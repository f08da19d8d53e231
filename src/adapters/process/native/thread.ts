/** A thread that the library under test is called on: it waits for calls for ever. */
import { workerData } from 'node:worker_threads';
import { LocalCaller } from './functions.ts';
import { Mailbox, STATES } from './threads.ts';
import type { ThreadStart } from './threads.ts';

const { setup, memory } = workerData as ThreadStart;
const words = Object.keys(setup.functions);
const mailbox = new Mailbox(memory);
const caller = new LocalCaller(setup);
mailbox.enter(STATES.ready);
for (;;) {
  mailbox.waitWhile(STATES.ready);
  const { values } = mailbox;
  const at = Mailbox.slots;
  const count = Number(values[at.count]);
  const args = Array.from(values.subarray(at.args, at.args + count));
  caller.call(words[Number(values[at.word])] as string, args, Number(values[at.errno]));
  const { addr, errno, pointerBefore, pointerAfter } = caller.outcome;
  values[at.addr] = BigInt(addr);
  values[at.errno] = BigInt(errno);
  values[at.before] = pointerBefore;
  values[at.after] = pointerAfter;
  mailbox.enter(STATES.ready);
}
