/** Goroutines' stacks in rows: where each is and what its frames hold, and what processors and dead goroutines keep. */
import type { View } from '../../spec/invariant.ts';
import { STACK_MIN } from '../../spec/views/runtime.ts';
import type { FrameView, GoStackView, StackCacheView } from '../../spec/views/stacks.ts';
import { hex } from '../base/units.ts';
import { rowOf, runsText, someOf } from './heap-rows.ts';
import type { Row } from './heap-rows.ts';
import { byteSize, counted } from './words.ts';

/** What the symbols of frames stand for. */
const LOCALS = { p: 'a local that is a pointer', '-': 'any other local', '/': 'the next frame' };

export function stackRows({ stacks }: View): readonly Row[] {
  if (stacks === undefined) return [];
  const { goroutines, caches, kept, startingSize } = stacks;
  const left = kept.flat().filter(({ lo }) => lo !== 0);
  return [
    ...goroutines.flatMap((stack, g) => (stack.lo === 0 ? [] : rowsOf(`G${g}`, stack))),
    ...caches.flatMap((orders, p) => rowOf(`stacks P${p}`, cachesText(orders))),
    ...rowOf(
      'stacks kept',
      someOf(left, ({ lo }) => hex(lo)),
    ),
    ...(startingSize === STACK_MIN ? [] : rowOf('stacks start', byteSize(startingSize))),
  ];
}

function rowsOf(g: string, { lo, hi, sp, frames }: GoStackView): readonly Row[] {
  const used = `${hi - sp} used by ${counted(frames.length, 'frame')}`;
  const inner = frames.toReversed().map(frameText);
  return [
    ...rowOf(`stack ${g}`, `${hex(lo)} ${byteSize(hi - lo)}, ${used}`),
    ...rowOf(`frames ${g}`, someOf(inner, (text) => text).replaceAll(', ', ' / '), LOCALS),
  ];
}

function frameText({ locals, map }: FrameView): string {
  const end = map.lastIndexOf(1) + 1;
  const symbols = Array.from(map.subarray(0, end), (bit) => (bit === 1 ? 'p' : '-'));
  const rest = locals - end;
  return `${runsText(symbols)}${rest > 0 ? `-×${rest}` : ''}`;
}

function cachesText(orders: readonly StackCacheView[]): string {
  const texts = orders.flatMap(({ list }, order) =>
    list.length === 0 ? [] : [`${list.length} of ${byteSize(STACK_MIN << order)}`],
  );
  return texts.join(', ');
}
