/** A subject that is run by a peer: each program in a process of its own, or many in one where that is said to be enough. */
import type { Contract } from '../../../spec/contract.ts';
import type { Commands, HeapConfig, Subject, SubjectDefinition } from '../../../spec/subject.ts';
import { MIB } from '../../base/units.ts';
import { conventionalEdges } from '../js/edges.ts';
import type { Origin } from './origin.ts';
import { PeerPool } from './pool.ts';
import { RemoteSubject, idleSubject } from './remote-subject.ts';
import type { Remote } from './remote-subject.ts';
import { scriptOf } from './script.ts';

/** Milliseconds of processor time that a peer may take between two of its replies, before it is said to hang. */
const HANG_MS = 1000;

/** Beyond every threshold of mmap, and of a huge page. */
const EDGES_MAX = 32 * MIB;

export interface PeerSubject {
  /** A word of the text form, by which programs name it. */
  readonly id: string;
  readonly title: string;
  /** Which one of its kind it is: a release, a checksum. */
  readonly version: string;
  readonly contract: Contract;
  /** Of what the peer says that it can: what is asked of it. */
  readonly can: ReadonlySet<string>;
  /** Most threads that a program may have; 1 where the peer has none. */
  readonly threads: number;
  /** Where its processes come from. */
  readonly origin: Origin;
}

export function peerSubject(peer: PeerSubject): SubjectDefinition {
  const processes = new Processes(peer);
  const definition = {
    id: peer.id,
    title: peer.title,
    version: peer.version,
    offers: [],
    geometries: ['default'],
    edges: conventionalEdges(EDGES_MAX),
    threads: peer.threads,
    entries: [...peer.can],
  };
  const by =
    (fresh: boolean) =>
    (heap: HeapConfig, program?: Commands): Subject =>
      processes.run(heap, program, fresh);
  const pooled = { ...definition, create: by(false) };
  return {
    ...definition,
    create: by(true),
    pooled: { definition: pooled, renew: () => processes.renew() },
  };
}

class Processes {
  readonly #pool: PeerPool;
  readonly #remote: Remote;

  constructor({ origin, contract, can }: PeerSubject) {
    this.#pool = new PeerPool(origin);
    this.#remote = { who: origin.who, can, contract };
  }

  run(heap: HeapConfig, program: Commands | undefined, fresh: boolean): Subject {
    const remote = this.#remote;
    if (program === undefined) return idleSubject(remote);
    const script = scriptOf(program.commands, heap, remote.contract, remote.can);
    const ran = this.#pool.run(script.text, { fresh, limitMs: HANG_MS });
    return new RemoteSubject(remote, script, ran);
  }

  /** The next program runs in a process in which none ran before. */
  renew(): void {
    this.#pool.renew();
  }
}
