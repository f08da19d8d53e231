/** A profile whose programs are like a recorded one. */
import { UsageError } from '../base/errors.ts';
import type { Learnt } from './learnt.ts';
import { DEED_NAMES, defineProfile } from './profile.ts';
import type { DeedName, Profile } from './profile.ts';
import { MANUAL } from './profiles.ts';
import type { Weights } from './weighted.ts';

const NO_DEED = Object.fromEntries(DEED_NAMES.map((name) => [name, 0])) as Weights<DeedName>;

/**
 * Programs of malloc, calloc, realloc and free in the sizes, lifetimes and shares that were learnt, without any misuse or
 * fault of the system; some blocks are written to and read, so that their contents are judged.
 *
 * What else a program may be like can be changed, as of any profile:
 *
 *     const like = learntProfile(learnt);
 *     defineProfile({ ...like, id: 'in-need', shares: { ...like.shares, faults: 15 } });
 *
 * @throws {UsageError} when there was no allocation to learn from
 */
export function learntProfile(learnt: Learnt): Profile {
  const { id, title, peakLive, sizes } = learnt;
  if (sizes.length === 0) throw new UsageError(`${title}: there is no allocation to be like`);
  return defineProfile({
    ...MANUAL,
    id,
    title,
    liveBytesMax: peakLive.bytes,
    shares: { ...MANUAL.shares, swarm: 0, faults: 0, otherGeometry: 0, pacing: 0 },
    deeds: { ...NO_DEED, relive: 90, write: 5, read: 5 },
    learnt,
  });
}
