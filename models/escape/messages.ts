/** What is decided, in the words of the Go compiler's `-m`: so that the two can be compared line by line. */
import type { Analysis, Decision } from './analyze.ts';
import type { Func, Pos, SiteKind } from './syntax.ts';
import { tagTexts } from './tags.ts';
import type { Leaks } from './tags.ts';
import { hasPointers } from './types.ts';

/** Sites of which the compiler says nothing. */
const UNSAID: readonly SiteKind[] = ['call record'];

/** A line each, `line:column: text`, in the order of the places. */
export function escapeMessages(analysis: Analysis): readonly string[] {
  const said = [
    ...analysis.decisions.flatMap(decisionMessage),
    ...[...analysis.tags.keys()].flatMap((func) => tagMessages(func, analysis)),
  ];
  return said.toSorted(byPlace).map(({ pos, text }) => `${pos.line}:${pos.column}: ${text}`);
}

interface Message {
  readonly pos: Pos;
  readonly text: string;
}

function byPlace(a: Message, b: Message): number {
  return a.pos.line - b.pos.line || a.pos.column - b.pos.column || (a.text < b.text ? -1 : 1);
}

function decisionMessage({ site, isHeap }: Decision): readonly Message[] {
  const { kind, pos, text } = site;
  if (UNSAID.includes(kind)) return [];
  if (kind === 'variable') return isHeap ? [{ pos, text: `moved to heap: ${text}` }] : [];
  return [{ pos, text: `${text} ${isHeap ? 'escapes to heap' : 'does not escape'}` }];
}

function tagMessages(func: Func, { tags, decisions }: Analysis): readonly Message[] {
  const names = func.variables.results.map(({ name }) => name);
  return func.variables.params.flatMap(({ name, pos, site, type }, i) => {
    const isSaid = name !== '' && name !== '_' && hasPointers(type);
    const isMoved = site !== undefined && decisions[site.id]?.isHeap === true;
    if (!isSaid || isMoved) return [];
    const leaks = tags.get(func)?.[i] as Leaks;
    return tagTexts(name, leaks, names).map((text) => ({ pos, text }));
  });
}
