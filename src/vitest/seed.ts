/**
 * The seed of vitest: `--sequence.seed`, or the config's, or the one that it draws: to shuffle by, and from 5.0 on always.
 *
 * Where there is none it is a fixed one, so that the tests of a project pass or fail by what is in the project.
 */

const FIXED = 1;

/** What vitest tells those that run in its workers. */
interface WorkerState {
  readonly config?: { readonly sequence?: { readonly seed?: unknown } };
}

/** As 32 bits. */
export function vitestSeed(): number {
  const { __vitest_worker__: state } = globalThis as { readonly __vitest_worker__?: WorkerState };
  const seed = state?.config?.sequence?.seed;
  return typeof seed === 'number' && Number.isFinite(seed) ? seed >>> 0 : FIXED;
}
