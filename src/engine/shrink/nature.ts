/** What the shrinker is told of the subject whose programs it makes smaller. */
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { COMMON_EDGES } from './sizes.ts';

export interface Nature {
  /** Sizes at which its behaviour changes, in ascending order. */
  readonly edges: readonly number[];
  /** Geometries that its programs may ask for, the default first. */
  readonly geometries: readonly string[];
  /** Whether it collects. */
  readonly collects: boolean;
  /** Whether an operating system serves it whose calls can be refused. */
  readonly hasOs: boolean;
  /** Whether it has the functions of C's malloc family. */
  readonly isFamily: boolean;
}

/** Of a subject of which nothing is said. */
export const COMMON: Nature = {
  edges: COMMON_EDGES,
  geometries: [],
  collects: true,
  hasOs: false,
  isFamily: false,
};

export function natureOf({ edges, geometries, offers, entries }: SubjectDefinition): Nature {
  return {
    edges,
    geometries,
    collects: offers.includes('gc'),
    hasOs: offers.includes('os'),
    isFamily: entries !== undefined,
  };
}
