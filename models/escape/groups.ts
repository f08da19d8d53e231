/**
 * Functions in the order of their analysis: groups that mention each other in a circle, those that are mentioned first.
 *
 * Tarjan's algorithm. A closure belongs to the function around it.
 *
 * @source go1.19 cmd/compile/internal/ir/scc.go VisitFuncsBottomUp
 */
import type { Func } from './syntax.ts';
import { mentionsOf } from './visit.ts';

interface Mark {
  readonly index: number;
  low: number;
  isOpen: boolean;
}

export function groupsOf(funcs: readonly Func[]): readonly (readonly Func[])[] {
  const groups: Func[][] = [];
  const marks = new Map<Func, Mark>();
  const open: Func[] = [];
  const visit = (func: Func): Mark => {
    const mark: Mark = { index: marks.size, low: marks.size, isOpen: true };
    marks.set(func, mark);
    open.push(func);
    for (const other of mentionsOf(func)) {
      const known = marks.get(other);
      if (known === undefined) mark.low = Math.min(mark.low, visit(other).low);
      else if (known.isOpen) mark.low = Math.min(mark.low, known.index);
    }
    if (mark.low === mark.index) {
      const group = open.splice(open.indexOf(func));
      for (const each of group) (marks.get(each) as Mark).isOpen = false;
      groups.push(group);
    }
    return mark;
  };
  for (const func of funcs) if (!marks.has(func)) visit(func);
  return groups;
}
