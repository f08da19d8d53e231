import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { sizeClasses } from '../../quantifiers/go-size-classes.ts';
import { go119 } from '../../sources.ts';
import { MAX_SMALL_SIZE, NUM_SPAN_CLASSES, PAGE_BYTES } from '../../views/go.ts';
import type { SizeClassesView } from '../../views/go.ts';

const LAST = NUM_SPAN_CLASSES / 2 - 1;
const TINY_CLASS = 2;
const PAGES_MAX = 10;

export const sizeClassTableShape = defineInvariant({
  id: 'go/size-class-table-shape',
  holds:
    'slot sizes grow from class to class up to 32768 bytes, in spans that waste an eighth at most at their end',
  because: 'a request would find no class that fits, or most of a span could never be handed out',
  sources: [go119('sizeclasses.go', 'class_to_size'), go119('mksizeclasses.go', 'makeClasses')],
  when: 'always',
  cost: 'O(1)',
  every: sizeClasses,
  check(sizeclass, { go: { sizeclasses } }) {
    const wrong = sizeclass === 0 ? wrongWithAll(sizeclasses) : wrongWith(sizeclasses, sizeclass);
    if (wrong === undefined) return undefined;
    const size = sizeclasses.classToSize[sizeclass];
    const pages = sizeclasses.classToAllocnpages[sizeclass];
    return { at: `class ${sizeclass}`, expected: wrong, actual: `${size} bytes in ${pages} pages` };
  },
  examples: {
    holds: [goView()],
    violates: [
      altered(goView(), ({ go }) => (go.sizeclasses.classToSize[5] = 32)),
      altered(goView(), ({ go }) => (go.sizeclasses.classToAllocnpages[66] = 5)),
      altered(goView(), ({ go }) => (go.sizeclasses.classToAllocnpages[0] = 1)),
      altered(goView(), ({ go }) => (go.sizeclasses.classToAllocnpages[LAST] = 12)),
      altered(goView(), ({ go }) => go.sizeclasses.classToSize.pop()),
      altered(goView(), ({ go }) => go.sizeclasses.classToSize.splice(2, 3, 24, 32, 40)),
      altered(goView(), ({ go }) => (go.sizeclasses.classToSize[LAST] = MAX_SMALL_SIZE + 8)),
    ],
  },
});

function wrongWithAll({ classToSize, classToAllocnpages }: SizeClassesView): string | undefined {
  if (classToSize.length !== LAST + 1) return `${LAST + 1} classes`;
  return classToSize[0] === 0 && classToAllocnpages[0] === 0 ? undefined : '0 bytes in 0 pages';
}

function wrongWith(
  { classToSize, classToAllocnpages }: SizeClassesView,
  sizeclass: number,
): string | undefined {
  const size = classToSize[sizeclass]!;
  const pages = classToAllocnpages[sizeclass]!;
  if (size % 8 !== 0 || size <= classToSize[sizeclass - 1]!)
    return 'a larger multiple of 8 than the class below';
  if (sizeclass === TINY_CLASS && size !== 16) return '16 bytes, the size of a tiny block';
  if (sizeclass === LAST && size !== MAX_SMALL_SIZE) return `${MAX_SMALL_SIZE} bytes`;
  if (pages < 1 || pages > PAGES_MAX || size > pages * PAGE_BYTES)
    return 'room for a slot in 1 to 10 pages';
  const tail = (pages * PAGE_BYTES) % size;
  return tail * 8 <= pages * PAGE_BYTES
    ? undefined
    : 'an eighth of the span at most behind the last slot';
}
