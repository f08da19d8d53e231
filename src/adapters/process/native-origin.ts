/** Peers that drive a shared library by a foreign-function interface: no compiler is needed. */
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdapterFailed } from '../../base/errors.ts';
import type { Environment } from '../child.ts';
import { PollSet, read, SIGKILL, statusOf, write } from './libc.ts';
import type { Status } from './libc.ts';
import { endNow, Launched } from './link.ts';
import type { Link } from './link.ts';
import { withFixedAddresses } from './fixed-addresses.ts';
import { findNativeLibrary } from './native-library.ts';
import type { NativeLibrary } from './native-library.ts';
import { isCompiled, loadingScript, moduleBeside } from './native/modules.ts';
import { CANNOT_LOAD, DESCRIPTORS } from './native/setup.ts';
import type { Setup } from './native/setup.ts';
import { greetingIn, hear } from './origin.ts';
import type { Heard, Origin } from './origin.ts';
import type { Greeting } from './protocol.ts';

export interface NativePeer {
  /** A path, or a file name as the system's loader would look for it. */
  readonly library: string;
  /** What the names of its functions begin with: `je_` for `je_malloc`. */
  readonly prefix?: string;
  /** Of the peer; what an allocator is configured by is part of it. */
  readonly env: Environment;
  /** The program of Node that runs the peer. */
  readonly node: string;
}

/** A way to get a library into a process. */
interface Loading {
  readonly about: string;
  readonly env: (library: string, env: Environment) => Environment;
  readonly preloaded: boolean;
}

const TUNABLE = 'glibc.rtld.optional_static_tls=16384';

/** In the order in which they are tried. The last lets all of Node use the library: only where nothing else works. */
const LOADINGS: readonly Loading[] = [
  { about: 'dlopen', env: (_, env) => env, preloaded: false },
  {
    about: `dlopen with GLIBC_TUNABLES=${TUNABLE}`,
    env: (_, env) => ({
      ...env,
      GLIBC_TUNABLES: [env['GLIBC_TUNABLES'], TUNABLE].filter(Boolean).join(':'),
    }),
    preloaded: false,
  },
  {
    about: 'LD_PRELOAD',
    env: (library, env) => ({
      ...env,
      LD_PRELOAD: [env['LD_PRELOAD'], library].filter(Boolean).join(':'),
    }),
    preloaded: true,
  },
];

/** What the loader says of a library that another way of loading may be right for. */
const WORTH_ANOTHER_WAY = /static TLS/;

/** A copy is made in milliseconds; where the machine is busy, in more. */
const COPY_MS = 10_000;

const STEP_MS = 50;

export class NativeOrigin implements Origin {
  readonly who: string;
  readonly greeting: Greeting;
  readonly #peer: NativePeer;
  readonly #library: NativeLibrary;
  #loading = 0;
  #process: PeerProcess;
  #current: Link | undefined;

  /**
   * @throws {UsageError} when it is no library for this machine, or has no malloc
   * @throws {AdapterFailed} when it cannot be loaded
   */
  constructor(peer: NativePeer) {
    this.#peer = peer;
    this.#library = findNativeLibrary(peer.library, peer.prefix);
    this.who = `the native peer of ${this.#library.path}`;
    [this.#process, this.greeting] = this.#launch();
  }

  start(): Link {
    this.#current?.dispose();
    this.#current = this.#process.next();
    if (this.#current === undefined) {
      this.#process.close();
      [this.#process] = this.#launch();
      this.#current = this.#process.next();
    }
    if (this.#current === undefined) throw new AdapterFailed(`${this.who} ended before its time`);
    return this.#current;
  }

  close(): void {
    this.#current?.dispose();
    this.#process.close();
  }

  #launch(): readonly [PeerProcess, Greeting] {
    let heard: Heard | undefined;
    for (; this.#loading < LOADINGS.length; this.#loading += 1) {
      const launched = this.#try(LOADINGS[this.#loading] as Loading);
      heard = hear(launched);
      if (heard.ended === undefined) {
        return [new PeerProcess(launched), greetingIn(this.who, heard)];
      }
      launched.dispose();
      const ended = heard.ended === 'hang' ? undefined : heard.ended;
      const message = heard.printed.join('\n');
      if (ended?.code !== CANNOT_LOAD || !WORTH_ANOTHER_WAY.test(message)) break;
    }
    const { ended, printed } = heard as Heard;
    if (ended !== 'hang' && ended?.code === CANNOT_LOAD) {
      throw new AdapterFailed(`${this.#library.path} cannot be loaded: ${printed.join('\n')}`);
    }
    greetingIn(this.who, heard as Heard);
    throw new AdapterFailed(`${this.who} gave no greeting`);
  }

  #try({ about, env, preloaded }: Loading): Launched {
    const { path, functions, usable } = this.#library;
    const library = realpathSync(path);
    const setup: Setup = {
      library,
      preloaded,
      about: `${basename(path)} by ${about}`,
      functions,
      usable,
    };
    const words = [...NODE_FLAGS, ...peerProgram(), JSON.stringify(setup)];
    const [command, ...args] = withFixedAddresses([this.#peer.node, ...words]);
    return new Launched({
      command,
      args,
      env: env(library, this.#peer.env),
      at: DESCRIPTORS,
    });
  }
}

/** One thread does all, so that a copy of the process, which has one, is whole. */
const NODE_FLAGS: readonly string[] = [
  '--single-threaded',
  '--v8-pool-size=0',
  '--expose-gc',
  '--no-warnings',
];

/** The peer as JavaScript where it is compiled. */
function peerProgram(): readonly string[] {
  const url = moduleBeside(import.meta.url, 'native/native-peer');
  if (isCompiled(url)) return [fileURLToPath(url)];
  return ['--eval', loadingScript(url), '--', ''];
}

/** The process that was started, and the copies that it makes of itself where it can. */
class PeerProcess {
  readonly #launched: Launched;
  readonly #control: Control;
  readonly #copies: boolean;
  /** It served, where it makes no copies. */
  #used = false;

  constructor(launched: Launched) {
    this.#launched = launched;
    this.#control = new Control(launched.control);
    this.#copies = this.#control.next(COPY_MS) === 'forks';
  }

  /** A process in which no program ran; undefined where another has to be started. */
  next(): Link | undefined {
    if (!this.#copies) {
      if (this.#used) return undefined;
      this.#used = true;
      return this.#launched;
    }
    write(this.#launched.commands, Buffer.from('\nfork\n'));
    const [word, pid] = this.#control.next(COPY_MS)?.split(' ') ?? [];
    if (word !== 'forked' || Number(pid) <= 0) return undefined;
    return new Copy(this.#launched, Number(pid), this.#control);
  }

  close(): void {
    this.#launched.dispose();
  }
}

/** What the process says of its copies. */
class Control {
  readonly fd: number;
  readonly #polled: PollSet;
  readonly #chunk = new Uint8Array(256);
  #rest = '';
  #closed = false;

  constructor(fd: number) {
    this.fd = fd;
    this.#polled = new PollSet([fd]);
  }

  /** Whether nothing more will be said: the process has ended, and its copies with it. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The next line; undefined where none came in so many milliseconds. */
  next(ms: number): string | undefined {
    for (let waited = 0; ; waited += STEP_MS) {
      const end = this.#rest.indexOf('\n');
      if (end >= 0) {
        const line = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 1);
        return line;
      }
      const bytes = read(this.fd, this.#chunk);
      if (bytes === 0) this.#closed = true;
      if (bytes === 0) return undefined;
      if (bytes !== undefined) this.#rest += Buffer.from(this.#chunk.subarray(0, bytes)).toString();
      else if (waited >= ms) return undefined;
      else this.#polled.wait(STEP_MS);
    }
  }
}

/** A copy of the process. It uses the pipes of the one that it is a copy of. */
class Copy implements Link {
  readonly pid: number;
  readonly commands: number;
  readonly replies: number;
  readonly errors: number;
  readonly ending: number;
  readonly #control: Control;
  #status: Status | undefined;

  constructor(of: Launched, pid: number, control: Control) {
    this.pid = pid;
    this.commands = of.commands;
    this.replies = of.replies;
    this.errors = of.errors;
    this.ending = control.fd;
    this.#control = control;
  }

  ended(): Status | undefined {
    if (this.#status !== undefined) return this.#status;
    const [word, raw] = this.#control.next(0)?.split(' ') ?? [];
    if (word === 'ended') this.#status = statusOf(Number(raw));
    else if (this.#control.closed) this.#status = { code: undefined, signal: SIGKILL };
    return this.#status;
  }

  /** What it said and nobody read is thrown away: the next one has the same pipes. */
  dispose(): void {
    endNow(this);
    const left = new Uint8Array(65_536);
    while ((read(this.replies, left) ?? 0) > 0);
    while ((read(this.errors, left) ?? 0) > 0);
  }
}
