/** Programs for fast-check, made for a subject: what `fc.property` and `test.prop` of @fast-check/vitest take. */
import type { SubjectDefinition } from '../../spec/subject.ts';
import { ProgramArbitrary } from '../engine/shrink/program-arbitrary.ts';
import { profileFor } from '../workload/profile.ts';
import type { Profile } from '../workload/profile.ts';
import { standardProfile } from '../workload/standard-profile.ts';

/**
 * The programs that `allocheck run` generates for a subject, as an arbitrary like any other.
 *
 *     test.prop([program(pool)])('is never full at once', (one) => { … });
 *
 * @param profile  what they are like; where not given, what suits the subject
 */
export function program(
  subject: SubjectDefinition,
  profile: Profile = standardProfile(subject),
): ProgramArbitrary {
  return new ProgramArbitrary(profileFor(subject, profile));
}
