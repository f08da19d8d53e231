// Goal: listening changes nothing. Method: the drawn programs, run by heaps that nobody listens to, with no judge: after
// each step they have the footprint of a heap with its listeners. Part of `npm run mutation`.
import { describe, expect, it } from 'vitest';
import { geometryOf } from '../../models/go/geometry.ts';
import { GoHeap } from '../../models/go/go-heap.ts';
import { goSubject } from '../../models/go/subject.ts';
import { Os } from '../../models/os/os.ts';
import { Runtime } from '../../models/runtime/runtime.ts';
import type { HeapConfig, Subject, SubjectDefinition } from '../../spec/subject.ts';
import { GIB } from '../../src/base/units.ts';
import { execute } from '../../src/engine/execute.ts';
import { parseProgram } from '../../src/program/text.ts';
import { drawnPrograms } from './support.ts';

/** As models/go/subject.ts makes it, without listeners. */
class Unheard extends GoHeap implements Subject {
  readonly sched: Runtime;

  constructor({ geometry, faults, ...options }: HeapConfig) {
    const layout = geometryOf(geometry)!;
    const { addressLimit } = layout;
    super(layout, new Os({ addressLimit, faults, reservedLimit: GIB }), options);
    this.sched = new Runtime(this);
  }
}

/** The footprint after each step. */
function footprints(
  text: string,
  definition: SubjectDefinition,
  create: SubjectDefinition['create'],
): readonly string[] {
  const found: string[] = [];
  let subject: Subject | undefined;
  const watched = { ...definition, create: (config: HeapConfig) => (subject = create(config)) };
  execute(parseProgram(text, 'test'), watched, [], () =>
    found.push(subject?.footprint().join(' ') ?? ''),
  );
  return found;
}

describe('a heap that nobody listens to', () => {
  it.each(drawnPrograms)('does the same in $name', ({ text }) => {
    const unheard = footprints(text, goSubject, (config) => new Unheard(config));
    expect(unheard).toEqual(footprints(text, goSubject, (config) => goSubject.create(config)));
  });
});
