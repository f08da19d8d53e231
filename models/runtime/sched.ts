/**
 * The scheduler: goroutines (G) are run by threads (M), which need a processor (P) to run Go code.
 *
 *     G   runnable ──schedule──> running ──entersyscall──> syscall ──exitsyscall──> running, or runnable
 *         running ──park──> waiting ──ready──> runnable
 *     P   idle ──acquirep──> running ──> syscall ──retake──> idle            dead: beyond GOMAXPROCS
 *     M   has a P and a G while it runs; neither while it idles; a G alone while that is in the system
 *
 * All that makes allocation fast belongs to the P: its mcache, its page cache, its work and barrier buffers. So a
 * thread in the system holds none of it, and whoever gets the P goes on with what is there.
 *
 * A goroutine waits in the queue of a P or in that of all. A P without one looks in its own queue, in that of all, and
 * then takes half of another's; where nobody waits it idles until a client wants something done there, which a new
 * goroutine then does.
 *
 * Keeps: runtime/processor-has-its-thread, runtime/goroutine-has-its-thread, runtime/runnable-goroutine-queued-once,
 *   runtime/processors-up-to-gomaxprocs.
 * Source: Go 1.19 runtime/proc.go (schedule, findRunnable, runqsteal, newproc, gosched_m, goexit0, entersyscall,
 *   exitsyscall, exitsyscallfast, retake, handoffp, startm, acquirep, releasep, procresize).
 * Left out: waiting for anything but the collector's credit (channels, timers, network), runnext, spinning threads, locked threads, preemption by
 *   signals.
 */
import { NOBODY } from '../../spec/views/runtime.ts';
import type { GStatus, GView, MView, PStatus, PView } from '../../spec/views/runtime.ts';

export interface G extends GView {
  status: GStatus;
  m: number;
  stack: number;
}

export interface M extends MView {
  p: number;
  oldp: number;
  curg: number;
}

export interface P extends PView {
  status: PStatus;
  m: number;
  readonly runq: number[];
}

export class Sched {
  readonly gs: G[] = [];
  readonly ms: M[] = [];
  readonly ps: readonly P[];
  readonly runq: number[] = [];
  gomaxprocs: number;
  readonly #acquired: (p: number) => void;

  /**
   * Each processor starts with a goroutine that runs.
   *
   * @param acquired  told whenever a thread gets a processor
   */
  constructor(procs: number, acquired: (p: number) => void) {
    this.gomaxprocs = procs;
    this.#acquired = acquired;
    this.ps = Array.from({ length: procs }, (_, id) => ({
      id,
      status: 'running',
      m: id,
      runq: [],
    }));
    for (let id = 0; id < procs; id += 1) {
      this.ms.push({ id, p: id, oldp: NOBODY, curg: id });
      this.gs.push({ id, status: 'running', m: id, stack: 0 });
    }
  }

  /** The goroutine that runs on `p`; NOBODY when none does. */
  curg(p: number): number {
    const { m } = this.ps[p] as P;
    return m === NOBODY ? NOBODY : (this.ms[m] as M).curg;
  }

  /** A goroutine that waits for `p`. */
  newproc(p: number): G {
    const g: G = { id: this.gs.length, status: 'runnable', m: NOBODY, stack: 0 };
    this.gs.push(g);
    this.ps[p]!.runq.push(g.id);
    return g;
  }

  /** Gives an idle processor to an idle thread, or a new one, which looks for a goroutine. */
  startm(p: number): void {
    const m = this.ms.find(({ p: has, curg }) => has === NOBODY && curg === NOBODY) ?? this.#newm();
    this.#acquirep(m, p);
    this.#schedule(m);
  }

  /** The goroutine on `p` lets others run. */
  gosched(p: number): void {
    const m = this.ms[this.ps[p]!.m] as M;
    this.#ready(this.gs[m.curg] as G);
    m.curg = NOBODY;
    this.#schedule(m);
  }

  /** The goroutine on `p` waits until it is readied. */
  park(p: number): void {
    this.#leave(p, 'waiting');
  }

  /** A goroutine that waits may run on any processor. */
  goready(g: number): void {
    this.#ready(this.gs[g] as G);
  }

  /** The goroutine on `p` is over. */
  goexit(p: number): G {
    return this.#leave(p, 'dead');
  }

  entersyscall(p: number): void {
    const at = this.ps[p] as P;
    const m = this.ms[at.m] as M;
    this.gs[m.curg]!.status = 'syscall';
    m.oldp = p;
    m.p = NOBODY;
    at.m = NOBODY;
    at.status = 'syscall';
  }

  /** Takes `p` from a goroutine in the system, for those that wait; whether it was there. */
  retake(p: number): boolean {
    const at = this.ps[p] as P;
    if (at.status !== 'syscall') return false;
    at.status = 'idle';
    if (at.runq.length > 0 || this.runq.length > 0) this.startm(p);
    return true;
  }

  /** The goroutine comes back that first went into the system from `p`: to `p` if nobody took it, or to an idle one. */
  exitsyscall(p: number): boolean {
    const m = this.ms.find(({ oldp, curg }) => oldp === p && curg !== NOBODY);
    if (m === undefined) return false;
    const g = this.gs[m.curg] as G;
    m.oldp = NOBODY;
    const isMine = this.ps[p]!.status === 'syscall';
    const free = isMine ? this.ps[p] : this.ps.find(({ status }) => status === 'idle');
    if (free === undefined) {
      m.curg = NOBODY;
      this.#ready(g);
      return true;
    }
    free.status = 'idle';
    this.#acquirep(m, free.id);
    g.status = 'running';
    return true;
  }

  /** The world stopped: who is in the system has lost its processor when it comes back. */
  retakeAll(): void {
    for (const at of this.ps) if (at.status === 'syscall') at.status = 'idle';
  }

  /**
   * With the world stopped: from now on there are `procs` processors.
   *
   * @param destroy  told of each processor that is stopped
   */
  procresize(procs: number, destroy: (p: number) => void): void {
    for (const at of this.ps) {
      if (at.id < procs && at.status === 'dead') at.status = 'idle';
      if (at.id < procs || at.status === 'dead') continue;
      this.#evict(at);
      destroy(at.id);
      at.status = 'dead';
    }
    this.gomaxprocs = procs;
  }

  /** All that waits for a processor, or runs there, waits for any. */
  #evict(at: P): void {
    this.runq.push(...at.runq.splice(0));
    if (at.m === NOBODY) return;
    const m = this.ms[at.m] as M;
    if (m.curg !== NOBODY) this.#ready(this.gs[m.curg] as G);
    m.curg = NOBODY;
    this.#releasep(m);
  }

  /** The goroutine on `p` runs no more; another may. */
  #leave(p: number, status: GStatus): G {
    const m = this.ms[this.ps[p]!.m] as M;
    const g = this.gs[m.curg] as G;
    g.status = status;
    g.m = NOBODY;
    m.curg = NOBODY;
    this.#schedule(m);
    return g;
  }

  #newm(): M {
    const m: M = { id: this.ms.length, p: NOBODY, oldp: NOBODY, curg: NOBODY };
    this.ms.push(m);
    return m;
  }

  #acquirep(m: M, p: number): void {
    const at = this.ps[p] as P;
    m.p = p;
    at.m = m.id;
    at.status = 'running';
    this.#acquired(p);
  }

  #releasep(m: M): void {
    const at = this.ps[m.p] as P;
    m.p = NOBODY;
    at.m = NOBODY;
    at.status = 'idle';
  }

  #ready(g: G): void {
    g.status = 'runnable';
    g.m = NOBODY;
    this.runq.push(g.id);
  }

  /** A thread with a processor runs the next goroutine, or gives the processor up. */
  #schedule(m: M): void {
    const at = this.ps[m.p] as P;
    const next = at.runq.shift() ?? this.runq.shift() ?? this.#steal(at);
    if (next === undefined) {
      this.#releasep(m);
      return;
    }
    const g = this.gs[next] as G;
    g.status = 'running';
    g.m = m.id;
    m.curg = next;
  }

  /** Half of what waits for another processor, rounded up; the first of them. */
  #steal(thief: P): number | undefined {
    const victim = this.ps.find(({ id, runq }) => id !== thief.id && runq.length > 0);
    if (victim === undefined) return undefined;
    thief.runq.push(...victim.runq.splice(0, Math.ceil(victim.runq.length / 2)));
    return thief.runq.shift();
  }
}
