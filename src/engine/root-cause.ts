/**
 * Which of the invariants that broke at one step says most of what is wrong: one that no other broken one implies.
 *
 *     client/keeps-running              <- go/live-blocks-survive-cycles <- go/white-targets-protected
 *     go/live-blocks-hold-allocated-slots <-+                               leads
 */
import type { AnyInvariant, Finding } from '../../spec/invariant.ts';

/** What of an invariant says what follows from its break. */
type Implying = Pick<AnyInvariant, 'id' | 'implies'>;

/**
 * The finding that leads: the cause of the one that is looked for, or itself where none of the others implies it.
 *
 * @param findings   of one step, one at least, in the order of the catalogue
 * @param invariant  id of the one that is looked for; the first where not given
 */
export function rootCause(
  findings: readonly Finding[],
  catalogue: readonly Implying[],
  invariant?: string,
): Finding {
  const [first] = findings as readonly [Finding, ...Finding[]];
  const sought = findings.find((each) => each.invariant === invariant) ?? first;
  if (findings.length === 1) return sought;
  const effects = new Map(findings.map((each) => [each, effectsOf(each.invariant, catalogue)]));
  const isEffect = (of: Finding, cause: Finding): boolean =>
    cause !== of && effects.get(cause)!.has(of.invariant);
  const isRoot = (each: Finding): boolean => !findings.some((cause) => isEffect(each, cause));
  if (isRoot(sought)) return sought;
  return findings.find((each) => isRoot(each) && isEffect(sought, each)) ?? sought;
}

/** Ids of all that follows from a break of this one, at whatever remove. */
export function effectsOf(id: string, catalogue: readonly Implying[]): ReadonlySet<string> {
  const effects = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const effect of catalogue.find((each) => each.id === next)?.implies ?? []) {
      if (effects.has(effect)) continue;
      effects.add(effect);
      open.push(effect);
    }
  }
  return effects;
}
