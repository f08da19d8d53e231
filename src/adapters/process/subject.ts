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
const HANG_MS = 400;

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
  /** Another one like it: programs that share a process go on in theirs while others have processes of their own. */
  readonly another: () => Origin;
}

export function peerSubject(peer: PeerSubject): SubjectDefinition {
  const { origin, contract, can } = peer;
  const remote: Remote = { who: origin.who, can, contract };
  const definition = {
    id: peer.id,
    title: peer.title,
    version: peer.version,
    offers: [],
    geometries: ['default'],
    edges: conventionalEdges(EDGES_MAX),
    threads: peer.threads,
    contract,
    entries: [...can],
  };
  const own = new PeerPool(origin);
  let shared: PeerPool | undefined;
  const sharing = (): PeerPool => (shared ??= new PeerPool(peer.another()));
  const pooled: SubjectDefinition = {
    ...definition,
    create: (heap, program) =>
      remoteSubject(remote, { heap, program, pool: sharing, fresh: false }),
  };
  return {
    ...definition,
    create: (heap, program) =>
      remoteSubject(remote, { heap, program, pool: () => own, fresh: true }),
    // Where no program ran yet, the next one's process is new.
    pooled: { definition: pooled, renew: () => shared?.renew() },
  };
}

interface Running {
  readonly heap: HeapConfig;
  readonly program: Commands | undefined;
  readonly pool: () => PeerPool;
  /** In a process in which none ran before. */
  readonly fresh: boolean;
}

function remoteSubject(remote: Remote, { heap, program, pool, fresh }: Running): Subject {
  if (program === undefined) return idleSubject(remote);
  const script = scriptOf(program.commands, heap, remote.contract, remote.can);
  const ran = pool().run(script.text, { fresh, limitMs: HANG_MS });
  return new RemoteSubject(remote, script, ran);
}
