/** Judging one example, the plain way. */
import type { AnyInvariant, View, Violation } from '../../spec/invariant.ts';

/** The violations among all subjects of a view, or among those that the last command touched. */
export function judge(
  invariant: AnyInvariant,
  view: View,
  which: 'all' | 'touched' = 'all',
): Violation[] {
  return subjects(invariant, view, which).flatMap(
    (subject) => invariant.check(subject, view) ?? [],
  );
}

/** All subjects of a view, or those that the last command touched. */
export function subjects(
  { every }: AnyInvariant,
  view: View,
  which: 'all' | 'touched',
): readonly unknown[] {
  return which === 'all' ? every.all(view) : (every.touched?.(view) ?? []);
}
