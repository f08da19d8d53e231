/**
 * Judged commands a second on one core of allocators in shared libraries, and what it costs to replace a process that such
 * a library ended.
 *
 * What is measured is what `allocheck run --lib` does: programs are generated, run in a process of their own kind, their blocks
 * filled and compared there, and judged here. CPU time of all processes is read, so that a wait for one another does not
 * count: it is what one core can do. Kernels count it by hundredths of a second; a stretch of seconds is enough.
 *
 *     npm run build && npm run bench:native
 */
import { readFileSync } from 'node:fs';
import { NativeOrigin } from '../src/adapters/process/native-origin.ts';
import { nativeSubject } from '../src/adapters/process/native-subject.ts';
import { PeerPool } from '../src/adapters/process/pool.ts';
import { UsageError, assert } from '../src/base/errors.ts';
import { campaign } from '../src/campaign/campaign.ts';
import { profileFor } from '../src/workload/profile.ts';
import type { Profile } from '../src/workload/profile.ts';
import { FAMILY } from '../src/workload/profiles.ts';
import { catalogue } from '../spec/invariants/index.ts';

const PER_SECOND_GOAL = 100_000;
const REPLACED_MS_GOAL = 50;
const LIBRARIES: readonly string[] = ['libc.so.6', 'libjemalloc.so.2', 'libtcmalloc_minimal.so.4'];
/** Commands before those that count, and those that do. */
const [WARM_UP, MEASURED] = [200_000, 600_000];
const REPLACEMENTS = 40;
/** Of sysconf(_SC_CLK_TCK): what /proc counts in. */
const TICKS_PER_SECOND = 100;

/** Processor time of a process, of those that it waited for, and of those that it has: seconds. */
function cpuSeconds(pid: number | 'self'): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // Behind the name, which may have any character: state is field 3, and the four times begin at 14.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0);
  return childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), own / TICKS_PER_SECOND);
}

function childrenOf(pid: number | 'self'): readonly number[] {
  const id = pid === 'self' ? process.pid : pid;
  const text = readFileSync(`/proc/${id}/task/${id}/children`, 'latin1').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Judged commands a second of CPU time. */
function commandsPerSecond(library: string, adapt: (profile: Profile) => Profile): number {
  const subject = nativeSubject({ library, api: 'plain' });
  const profile = adapt(profileFor(subject, FAMILY));
  const settings = { subject, catalogue, profile, seed: 1, runs: Infinity, first: [] };
  const steps = campaign({ ...settings, maxFindings: 100 });
  let commands = 0;
  let next = steps.next(true);
  const goOnTo = (most: number): void => {
    while (next.done !== true && commands < most) {
      commands = next.value.commands;
      next = steps.next(true);
    }
  };
  goOnTo(WARM_UP);
  const [commandsBefore, secondsBefore] = [commands, cpuSeconds('self')];
  goOnTo(WARM_UP + MEASURED);
  assert(commands >= WARM_UP + MEASURED, 'the campaign ended early');
  return (commands - commandsBefore) / (cpuSeconds('self') - secondsBefore);
}

/** Milliseconds from the end of a process by SIGSEGV to the first answer of another, at most. */
function replacementMs(library: string): number {
  const origin = new NativeOrigin({ library, env: process.env, node: process.execPath });
  const pool = new PeerPool(origin);
  const options = { fresh: false, limitMs: 10_000 } as const;
  const program = 'begin\nmalloc 0 100\nfree 0\nend\n';
  const took: number[] = [];
  for (let i = 0; i < REPLACEMENTS; i += 1) {
    assert(pool.run(program, options).ended === undefined, 'the process ended by itself');
    process.kill(pool.pid as number, 'SIGSEGV');
    const start = performance.now();
    pool.run(program, options);
    took.push(performance.now() - start);
  }
  pool.close();
  return Math.max(...took);
}

function plain(profile: Profile): Profile {
  return { ...profile, procsMax: 1, shares: { ...profile.shares, limited: 0 } };
}

const WHOLE = (profile: Profile): Profile => profile;

function isInstalled(library: string): boolean {
  try {
    nativeSubject({ library });
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

const count = (n: number): string => Math.round(n).toLocaleString('en').padStart(9);

console.log('judged commands a second on one core           one thread  threads, limits  goal');
for (const library of LIBRARIES.filter(isInstalled)) {
  const one = commandsPerSecond(library, plain);
  const whole = commandsPerSecond(library, WHOLE);
  const met = one >= PER_SECOND_GOAL ? 'met' : 'missed';
  console.log(`${library.padEnd(45)} ${count(one)}   ${count(whole)}        ${met}`);
}
const ms = replacementMs('libc.so.6');
const met = ms <= REPLACED_MS_GOAL ? 'met' : 'missed';
console.log(
  `a process that SIGSEGV ended, replaced in at most ${ms.toFixed(1)} ms, of ${REPLACED_MS_GOAL}: ${met}`,
);
