/** One process that runs a peer, and the pipes to it. */
import { AdapterFailed } from '../../base/errors.ts';
import type { Environment } from '../child.ts';
import { close, dontWait, endingOf, kill, openPipe, PollSet, reap, SIGKILL } from './libc.ts';
import type { Pipe, Status } from './libc.ts';
import { spawn } from './spawn.ts';

/** A process that takes commands and gives replies. Descriptors do not block. */
export interface Link {
  readonly pid: number;
  readonly commands: number;
  readonly replies: number;
  /** What it and the library under test print. */
  readonly errors: number;
  /** Becomes readable when the process has ended; negative where only `ended` tells it. */
  readonly ending: number;
  /** How it ended; undefined while it runs. */
  ended(): Status | undefined;
  /** Ends it, if it has not ended, and forgets it. */
  dispose(): void;
}

/** A process is given this long to be gone after it was killed, milliseconds. */
const GONE_MS = 10_000;

/** Kills a process and waits until it is gone. */
export function endNow(link: Pick<Link, 'pid' | 'ending' | 'ended'>): Status {
  let status = link.ended();
  if (status !== undefined) return status;
  kill(link.pid, SIGKILL);
  const polled = new PollSet([link.ending]);
  for (let waited = 0; waited < GONE_MS; waited += STEP_MS) {
    polled.wait(STEP_MS);
    status = link.ended();
    if (status !== undefined) return status;
  }
  throw new AdapterFailed(`process ${link.pid} was killed and is not gone after ${GONE_MS} ms`);
}

const STEP_MS = 10;

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** Where the process has its ends of the pipes; `control` only where it has one. */
  readonly at: { readonly commands: number; readonly replies: number; readonly control?: number };
}

/** A process of its own, started for the purpose. */
export class Launched implements Link {
  readonly pid: number;
  readonly commands: number;
  readonly replies: number;
  readonly errors: number;
  /** Where it tells of the processes that it makes itself; negative where it has no such pipe. */
  readonly control: number;
  readonly ending: number;
  #status: Status | undefined;
  #disposed = false;

  /** @throws {AdapterFailed} when it cannot be started */
  constructor({ command, args, env, at }: Launch) {
    const [commands, replies, errors] = [openPipe(), openPipe(), openPipe()];
    const control = at.control === undefined ? undefined : openPipe();
    const ours = [commands.writeEnd, replies.readEnd, errors.readEnd];
    if (control !== undefined) ours.push(control.readEnd);
    const theirs = [commands.readEnd, replies.writeEnd, errors.writeEnd];
    if (control !== undefined) theirs.push(control.writeEnd);
    const descriptors = places(at, commands, replies, errors, control);
    try {
      this.pid = spawn({ command, args, env, descriptors });
    } catch (error) {
      for (const fd of ours) close(fd);
      throw error;
    } finally {
      for (const fd of theirs) close(fd);
    }
    for (const fd of ours) dontWait(fd);
    this.commands = commands.writeEnd;
    this.replies = replies.readEnd;
    this.errors = errors.readEnd;
    this.control = control?.readEnd ?? -1;
    this.ending = endingOf(this.pid);
  }

  ended(): Status | undefined {
    this.#status ??= reap(this.pid);
    return this.#status;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    endNow(this);
    for (const fd of [this.commands, this.replies, this.errors, this.control, this.ending]) {
      if (fd >= 0) close(fd);
    }
  }
}

/** What is at each descriptor of the new process: what it prints goes where errors go, unless replies do. */
function places(
  at: Launch['at'],
  commands: Pipe,
  replies: Pipe,
  errors: Pipe,
  control: Pipe | undefined,
): readonly (number | undefined)[] {
  const made: (number | undefined)[] = [undefined, errors.writeEnd, errors.writeEnd];
  made[at.commands] = commands.readEnd;
  made[at.replies] = replies.writeEnd;
  if (at.control !== undefined) made[at.control] = control?.writeEnd;
  return made;
}
