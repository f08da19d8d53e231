/**
 * How far an exploration is, as text: to stop it and to go on with it later.
 *
 * JSON on one line. Lists of numbers are base64 of their bytes, little endian. What it is an exploration of is kept with
 * it, since it goes on only with the same.
 */
import * as z from 'zod';
import { BadInput } from '../base/errors.ts';
import type { Explored } from './explore.ts';

/** All that what was found depends on; compared as a whole. */
export interface Subjective {
  readonly subject: string;
  /** Id of the fault in it; `none`. */
  readonly mutant: string;
  /** The scope without its depth. */
  readonly scope: string;
}

const counts = z.number().int().nonnegative();
const schema = z.strictObject({
  allocheck: z.literal('exploration 1'),
  subject: z.string(),
  mutant: z.string(),
  scope: z.string(),
  layers: z.array(z.strictObject({ depth: counts, states: counts, transitions: counts })).min(1),
  programs: z.base64(),
  keys: z.array(z.base64()),
});

/** Nothing may have broken yet. */
export function printExplored({ layers, states, keys }: Explored, of: Subjective): string {
  const saved: z.infer<typeof schema> = {
    allocheck: 'exploration 1',
    ...of,
    layers: layers.map((layer) => ({ ...layer })),
    programs: base64(states.programs),
    keys: keys.map(base64),
  };
  return `${JSON.stringify(saved)}\n`;
}

/**
 * @param file  its name, for messages
 * @throws {BadInput} where the text is no exploration, or one of something else
 */
export function parseExplored(text: string, file: string, of: Subjective): Explored {
  const saved = savedIn(text, file);
  for (const key of ['subject', 'mutant', 'scope'] as const) {
    if (saved[key] === of[key]) continue;
    throw broken(
      file,
      `is of another ${key}: ${saved[key]}, not ${of[key]}\nname another file, or ask for the same`,
    );
  }
  const depth = saved.layers.length - 1;
  const explored: Explored = {
    layers: saved.layers,
    states: { depth, programs: new Uint16Array(bytesOf(saved.programs, 2)) },
    keys: saved.keys.map((keys) => new Float64Array(bytesOf(keys, 8))),
    broken: undefined,
  };
  const isWhole = explored.layers
    .slice(1)
    .every(({ states }, i) => explored.keys[i]?.length === states);
  const { states } = explored.layers[depth]!;
  if (isWhole && explored.states.programs.length === states * depth) return explored;
  throw broken(file, 'is cut short or changed: its counts do not agree\ndelete it to begin anew');
}

function savedIn(text: string, file: string): z.infer<typeof schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw broken(
      file,
      'is no exploration\nname a file that --state wrote, or one that is not there yet',
    );
  }
  const { data, error } = schema.safeParse(json);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw broken(
    file,
    `is no exploration of this version: ${issue?.path.join('.') ?? ''} ${issue?.message}`,
  );
}

function broken(file: string, problem: string): BadInput {
  return new BadInput({ file, line: 0, column: 0 }, problem);
}

function base64({ buffer, byteOffset, byteLength }: Uint16Array | Float64Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** The bytes in a buffer of their own, whole numbers of them. */
function bytesOf(text: string, size: number): ArrayBuffer {
  const bytes = Buffer.from(text, 'base64');
  const buffer = new ArrayBuffer(Math.floor(bytes.length / size) * size);
  new Uint8Array(buffer).set(bytes.subarray(0, buffer.byteLength));
  return buffer;
}
