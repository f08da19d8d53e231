/** What programs are like for a subject of which nobody said it: by what it can do. */
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Profile } from './profile.ts';
import { FAMILY, MANUAL, MIXED, STACKS, TIERS, WHOLE } from './profiles.ts';

/** For a subject that refuses what C leaves undefined. */
const MISUSED: Profile = {
  ...FAMILY,
  deeds: { ...FAMILY.deeds, misuse: 3 },
  absurd: [...FAMILY.absurd, ...MANUAL.absurd],
};

/** The profile for a subject of which nothing else was said. */
export function standardProfile(subject: SubjectDefinition): Profile {
  const made = subject.create({ procs: 1, geometry: subject.geometries[0] ?? '', faults: [] });
  const [collects, steps, schedules] = [
    made.gc !== undefined,
    made.steps !== undefined,
    made.sched !== undefined,
  ];
  const { contract, os, stacks } = made;
  made.dispose?.();
  if (contract?.misuse === 'refused') return MISUSED;
  if (contract !== undefined) return os === undefined ? FAMILY : TIERS;
  if (!collects) return MANUAL;
  if (!steps && os !== undefined) return WHOLE;
  if (stacks !== undefined) return STACKS;
  const { stepped, scheduled } = MIXED.shares;
  const shares = { stepped: steps ? stepped : 0, scheduled: schedules ? scheduled : 0 };
  return { ...MIXED, shares: { ...MIXED.shares, ...shares } };
}
