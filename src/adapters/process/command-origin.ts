/** Peers that are programs of their own: they speak the protocol on their standard input and output. */
import type { Environment } from '../child.ts';
import { Launched } from './link.ts';
import type { Link } from './link.ts';
import { greetingIn, hear } from './origin.ts';
import type { Origin } from './origin.ts';
import type { Greeting } from './protocol.ts';

export interface PeerCommand {
  /** A path, or a name that is looked for in PATH. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
}

export class CommandOrigin implements Origin {
  readonly who: string;
  readonly greeting: Greeting;
  readonly #command: PeerCommand;
  #current: Link | undefined;
  /** Nothing ran in the current one, which was started for its greeting. */
  #unused = true;

  /** @throws {AdapterFailed} when the command cannot be run or does not speak the protocol */
  constructor(command: PeerCommand) {
    this.#command = command;
    this.who = command.command;
    this.greeting = this.#launch();
  }

  start(): Link {
    if (!this.#unused) this.#launch();
    this.#unused = false;
    return this.#current as Link;
  }

  close(): void {
    this.#current?.dispose();
    this.#current = undefined;
  }

  #launch(): Greeting {
    this.close();
    this.#current = new Launched({ ...this.#command, at: { commands: 0, replies: 1 } });
    try {
      return greetingIn(this.who, hear(this.#current));
    } catch (error) {
      this.close();
      throw error;
    }
  }
}
