/** Choosing among things by patterns of their ids. */
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';

/**
 * Those that the patterns choose: `client/*` takes, `!client/contents-kept` leaves out, `*` stands for anything.
 * Without a pattern that takes, all are taken.
 *
 * @param kind  what they are, for messages: `invariant`
 * @throws {UsageError} when a pattern fits nothing
 */
export function chosen<T extends { readonly id: string }>(
  kind: string,
  items: readonly T[],
  patterns: readonly string[],
): readonly T[] {
  const ids = items.map(({ id }) => id);
  const fitting = (pattern: string): ReadonlySet<string> => {
    const set = new Set(ids.filter((id) => fits(id, pattern)));
    if (set.size > 0) return set;
    throw new UsageError(
      `no ${kind} fits ${pattern}${didYouMean(pattern, ids)}\nlist them: allocheck ${kind}s`,
    );
  };
  const takes = patterns.filter((pattern) => !pattern.startsWith('!')).map(fitting);
  const leaves = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => fitting(pattern.slice(1)));
  return items.filter(({ id }) => {
    const isTaken = takes.length === 0 || takes.some((set) => set.has(id));
    return isTaken && !leaves.some((set) => set.has(id));
  });
}

function fits(id: string, pattern: string): boolean {
  const parts = pattern
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
