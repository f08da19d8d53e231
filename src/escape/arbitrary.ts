/**
 * Programs of the small language for fast-check: an arbitrary like any other, with seeds, paths and reporters.
 *
 *     fc.assert(fc.property(new EscapeArbitrary(), (text) => holds(loadEscape(text, 'a program'))));
 *
 * A program is its text. It shrinks by the steps of our own shrinker, each time from the text alone.
 */
import * as fc from 'fast-check';
import { Prng } from '../base/prng.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { printEscape } from '../../models/escape/print.ts';
import { generateEscape } from './generate.ts';
import { smallerEscapes } from './shrink.ts';

const STATEMENTS_MAX = 24;

export class EscapeArbitrary extends fc.Arbitrary<string> {
  override generate(random: fc.Random, _biasFactor: number | undefined): fc.Value<string> {
    const prng = new Prng(random.nextInt(-0x8000_0000, 0x7fff_ffff));
    return new fc.Value(generateEscape(prng, prng.between(1, STATEMENTS_MAX)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is string {
    return typeof value === 'string';
  }

  override shrink(value: string, _context: unknown): fc.Stream<fc.Value<string>> {
    const smaller = smallerEscapes(loadEscape(value, 'a program'));
    return fc.stream(smaller).map((program) => new fc.Value(printEscape(program), undefined));
  }
}
