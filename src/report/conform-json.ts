/** What comparing with a real runtime showed, for machines. */
import type { Difference } from '../conform/part.ts';
import type { ConformPart, ConformReport } from './conform-text.ts';
import { JSON_VERSION } from './finding-json.ts';
import { rounded } from './words.ts';

export interface ConformJson {
  readonly version: typeof JSON_VERSION;
  /** Version of the toolchain. */
  readonly go: string;
  readonly seed: number;
  readonly seconds: number;
  /** By Ctrl-C. */
  readonly interrupted: boolean;
  readonly same: boolean;
  readonly parts: readonly ConformPartJson[];
}

export interface ConformPartJson {
  readonly id: string;
  /** How many of each thing. */
  readonly compared: Readonly<Record<string, number>>;
  readonly difference?: Difference;
  readonly skipped?: string;
}

export function conformJson(report: ConformReport): ConformJson {
  const { go, seed, seconds, interrupted, parts } = report;
  return {
    version: JSON_VERSION,
    go,
    seed,
    seconds: rounded(seconds),
    interrupted,
    same: parts.every(({ difference }) => difference === undefined),
    parts: parts.map(partJson),
  };
}

function partJson({ id, compared, difference, skipped }: ConformPart): ConformPartJson {
  return {
    id,
    compared: Object.fromEntries(compared?.counts ?? []),
    ...(difference === undefined ? {} : { difference }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}
