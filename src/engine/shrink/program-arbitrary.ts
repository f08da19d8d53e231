/**
 * Programs for fast-check: an arbitrary like any other, with seeds, paths, examples and reporters.
 *
 *     fc.assert(fc.property(new ProgramArbitrary(profile), (program) => holds(program)));
 *
 * A program comes from one 32-bit number of fast-check's, so a path replays it. It shrinks by the
 * passes of our own shrinker, each time from the program alone: what may follow a value does not
 * depend on how it was come by. So a stored program shrinks as well as a new one. Our own shrinker
 * needs fewer runs, since it goes on where fast-check starts over.
 */
import * as fc from 'fast-check';
import { Prng } from '../../base/prng.ts';
import { smallerPrograms } from '../shrink.ts';
import { STRIDE } from '../../program/program.ts';
import type { Program } from '../../program/program.ts';
import { printProgram } from '../../program/text.ts';
import { generateProgram } from '../../workload/generate.ts';
import type { Profile } from '../../workload/profile.ts';

/** The copy of fast-check that ProgramArbitrary extends: two copies in a process confuse each other. */
export { fc };

export class ProgramArbitrary extends fc.Arbitrary<Program> {
  readonly #profile: Profile;

  constructor(profile: Profile) {
    super();
    this.#profile = profile;
  }

  /** The bias of fast-check is not used: the profile has edges of its own. */
  override generate(random: fc.Random, _biasFactor: number | undefined): fc.Value<Program> {
    const seed = random.nextInt(-0x8000_0000, 0x7fff_ffff);
    return valueOf(generateProgram(new Prng(seed), this.#profile));
  }

  override canShrinkWithoutContext(value: unknown): value is Program {
    if (typeof value !== 'object' || value === null) return false;
    const { subject, heap, commands } = value as Partial<Program>;
    if (typeof subject !== 'string' || heap === undefined) return false;
    return commands instanceof Float64Array && commands.length % STRIDE === 0;
  }

  override shrink(value: Program, _context: unknown): fc.Stream<fc.Value<Program>> {
    return fc.stream(smallerPrograms(value)).map(valueOf);
  }
}

/** Reports of fast-check show the text form. */
function valueOf(program: Program): fc.Value<Program> {
  const shown = Object.defineProperty({ ...program }, fc.toStringMethod, {
    value: () => `\n${printProgram(program)}`,
  });
  return new fc.Value(shown, undefined);
}
