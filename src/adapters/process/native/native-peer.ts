/**
 * A peer, started as a process of its own, that drives a shared library with the functions of malloc.
 *
 * It speaks the protocol on descriptors 3 and 4: the library may print to its standard output. Where processes can be
 * copied, it serves no program itself: on the line `fork` a copy of it serves, and how each copy ended is told on
 * descriptor 5.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { PROTOCOL_VERSION } from '../protocol.ts';
import { AddressSpace } from './address-space.ts';
import { LocalCaller, usableBy } from './functions.ts';
import { linesOf, Output } from './lines.ts';
import { Malformed, ProgramRunner } from './program.ts';
import { CANNOT_LOAD, DESCRIPTORS } from './setup.ts';
import type { Setup } from './setup.ts';
import { exitNow } from './system.ts';
import { Threads } from './threads.ts';
import { warmUp } from './warm-up.ts';
import { canFork, endWithParent, runCopy } from './zygote.ts';

const setup = JSON.parse(process.argv[2] ?? '') as Setup;
const out = new Output(DESCRIPTORS.replies);
const control = new Output(DESCRIPTORS.control);

endWithParent();
const runner = load();
out.say(`allocheck ${PROTOCOL_VERSION} native ${setup.about}\ncan ${runner.words.join(' ')}\n`);
out.flush();
const copies = canFork();
tell(copies ? 'forks\n' : 'single\n');
if (copies) {
  warmUp();
  serveByCopies();
} else serve();
exitNow(0);

function load(): ProgramRunner {
  try {
    if (setup.preloaded && !readFileSync('/proc/self/maps', 'utf8').includes(setup.library)) {
      throw new Error(`${setup.library} could not be loaded before the program began`);
    }
    return new ProgramRunner(
      Object.keys(setup.functions),
      {
        main: new LocalCaller(setup),
        threads: Threads.of(setup),
        usable: usableBy(setup),
        space: new AddressSpace(),
      },
      out,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return exitNow(CANNOT_LOAD);
  }
}

function tell(line: string): void {
  control.say(line);
  control.flush();
}

/** Whatever comes before `fork` was meant for a copy that is gone. */
function serveByCopies(): void {
  for (const line of linesOf(DESCRIPTORS.commands, () => undefined)) {
    if (line === 'fork') runCopy(serve, tell);
  }
}

function serve(): void {
  try {
    for (const line of linesOf(DESCRIPTORS.commands, () => out.flush())) {
      runner.run(line);
      if (line === 'end') out.flush();
    }
  } catch (error) {
    const message =
      error instanceof Malformed ? error.message : `the peer itself failed: ${String(error)}`;
    out.say(`error ${message.replaceAll('\n', ' ')}\n`);
    out.flush();
  }
}
