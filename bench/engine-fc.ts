/** The hunt by plain fast-check: `fc.commands`, `fc.modelRun` and `fc.check`, with the shrinking that comes with them. */
import fc from 'fast-check';
import type { SizeForArbitrary } from 'fast-check';
import { catalogue } from '../spec/invariants/index.ts';
import type { HeapConfig, SubjectDefinition } from '../spec/subject.ts';
import { applicable } from '../src/engine/judge.ts';
import type { Program } from '../src/program/program.ts';
import { profileFor } from '../src/workload/profile.ts';
import { MIXED } from '../src/workload/profiles.ts';
import { heapCommands, heaps } from './engine-arbitraries.ts';
import { Broken, Heap } from './engine-commands.ts';
import type { HeapCommand } from './engine-commands.ts';
import { Counter } from './engine-hunt.ts';
import type { Better, Found, Hunt } from './engine-hunt.ts';
import { cpuNs } from './timing.ts';

/** Told of each execution that failed: what was run until then. */
type Failed = (program: Program, length: number) => void;

/** @param size  of `fc.commands`: '=' is its default, at most 10 commands; '+1' at most 100 */
export function huntByCommands(
  size: SizeForArbitrary,
  failed: Failed = () => undefined,
): (subject: SubjectDefinition, seed: number, budget: number) => Hunt {
  return (subject, seed, budget) => {
    const counter = new Counter(subject);
    const start = cpuNs();
    let found: Found | undefined;
    const path: Better[] = [];
    const property = heapProperty(counter.subject, size, (program, length) => {
      const { programs, commands } = counter;
      found ??= { programs, commands, ns: cpuNs() - start };
      path.push({ evaluation: programs - found.programs, length });
      failed(program, length);
    });
    const { failed: isBroken, errorInstance } = fc.check(property, { seed, numRuns: budget });
    const ns = cpuNs() - start;
    const { programs, commands } = counter;
    if (isBroken && !(errorInstance instanceof Broken)) throw errorInstance;
    if (found === undefined) return { found: { programs, commands, ns }, shrunk: undefined };
    // The last that failed is the counterexample.
    const { length } = path.at(-1) as Better;
    const evaluations = programs - found.programs;
    return { found, shrunk: { length, evaluations, path, ns: ns - found.ns } };
  };
}

function heapProperty(subject: SubjectDefinition, size: SizeForArbitrary, failed: Failed) {
  const profile = profileFor(subject, MIXED);
  const judges = applicable(catalogue, subject.offers);
  const commands = fc.commands([heapCommands(profile)], { size });
  return fc.property(heaps(profile), commands, (config: HeapConfig, all: Iterable<HeapCommand>) => {
    const heap = new Heap(subject, config, { catalogue: judges, commandsMax: [...all].length });
    try {
      fc.modelRun(() => ({ model: heap.client, real: heap }), all);
      heap.end();
    } catch (error) {
      failed(heap.program, heap.count);
      throw error;
    } finally {
      heap.dispose();
    }
  });
}
