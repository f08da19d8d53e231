/**
 * The file that a new invariant or mutant starts from: it compiles, and what only its author can say is marked.
 *
 * test/tidy.test.ts refuses the mark, so that nothing of it stays by accident.
 */
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/nearest.ts';

export type Kind = 'invariant' | 'mutant';

/** What there is already: ids by kind, without those of the file to be made. */
export interface Known {
  readonly invariants: readonly string[];
  readonly mutants: readonly string[];
}

export interface Scaffold {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  /** What is left to do, for the terminal. */
  readonly next: readonly string[];
}

export const KINDS: readonly Kind[] = ['invariant', 'mutant'];

/** Stands where something has to be written; with a `~`, so that it is not found here. */
export const MARK = 'REPL~ACE:'.replace('~', '');

/** Where a mutant of each model may begin, and what its rules come from. */
const MODELS: Readonly<
  Record<string, { readonly file: string; readonly maker: string; readonly source: string }>
> = {
  go: {
    file: 'models/go/mspan.ts',
    maker: 'go119',
    source: `go119('mheap.go', '${MARK} the function whose rule it breaks')`,
  },
  malloc: {
    file: 'models/malloc/heap.ts',
    maker: 'source',
    source: `source('${MARK} the bug that it is made after, or the rule that it breaks')`,
  },
};

/** An invariant says what holds, and does not name an offence. */
const OFFENCE = /^(?:no|not|check|valid|invalid|must|should)-|-(?:ok|valid)$/;

/** What an invariant of a level speaks of, as an example that works. */
interface Template {
  readonly imports: readonly string[];
  readonly quantifier: string;
  readonly check: readonly string[];
  readonly holds: string;
  readonly violates: string;
}

const TEMPLATES: Readonly<Record<string, Template>> = {
  client: {
    imports: [
      "import { hex } from '../../../src/base/units.ts';",
      "import { block, clientView } from '../../fixtures/client.ts';",
      "import { defineInvariant, expectWithin } from '../../invariant.ts';",
      "import { blocks } from '../../quantifiers/client.ts';",
    ],
    quantifier: 'blocks',
    check: [
      'check: ({ addr, size, usable }) => expectWithin(hex(addr), size, Number.MAX_SAFE_INTEGER, usable),',
    ],
    holds: 'clientView({ placed: [block({ size: 33, usable: 48 })] })',
    violates: 'clientView({ placed: [block({ size: 49, usable: 48 })] })',
  },
  gc: {
    imports: [
      "import { hex } from '../../../src/base/units.ts';",
      "import { clientView } from '../../fixtures/client.ts';",
      "import { defineInvariant } from '../../invariant.ts';",
      "import { finalized } from '../../quantifiers/gc.ts';",
    ],
    quantifier: 'finalized',
    check: [
      'check({ addr, allowed }) {',
      '  if (allowed.includes(addr)) return undefined;',
      "  return { at: 'a finalizer', expected: allowed.map(hex).join(' or '), actual: hex(addr) };",
      '},',
    ],
    holds: "clientView({ returns: [{ by: 'finalizer', addr: 0x1000, allowed: [0x1000] }] })",
    violates: "clientView({ returns: [{ by: 'finalizer', addr: 0x1000, allowed: [0x2000] }] })",
  },
  os: {
    imports: [
      "import { hex } from '../../../src/base/units.ts';",
      "import { osView } from '../../fixtures/os.ts';",
      "import { defineInvariant, expectEqual } from '../../invariant.ts';",
      "import { pageRuns } from '../../quantifiers/os.ts';",
    ],
    quantifier: 'pageRuns',
    check: ['check: ({ addr, bytes }) => expectEqual(hex(addr), 0, bytes % 4096),'],
    holds: 'osView([{ addr: 0x1_0000, bytes: 0x1000, state: 3 }])',
    violates: 'osView([{ addr: 0x1_0000, bytes: 0x0800, state: 3 }])',
  },
  go: {
    imports: [
      "import { hex } from '../../../src/base/units.ts';",
      "import { altered, heapOf, span } from '../../fixtures/go.ts';",
      "import { defineInvariant, expectWithin } from '../../invariant.ts';",
      "import { changedSpans } from '../../quantifiers/go-spans.ts';",
    ],
    quantifier: 'changedSpans',
    check: [
      'check: ({ startAddr, allocCount, nelems }) => expectWithin(hex(startAddr), 0, nelems, allocCount),',
    ],
    holds: 'heapOf(span())',
    violates: 'altered(heapOf(span()), ({ go }) => (go.allspans[0]!.allocCount = 129))',
  },
  runtime: {
    imports: [
      "import { altered, goView } from '../../fixtures/go.ts';",
      "import { defineInvariant, expectWithin } from '../../invariant.ts';",
      "import { allProcessors } from '../../quantifiers/runtime.ts';",
    ],
    quantifier: 'allProcessors',
    check: [
      'check: ({ id, runq }, { runtime: { gs } }) => expectWithin(`P${id}`, 0, gs.length, runq.length),',
    ],
    holds: 'goView({ procs: 2 })',
    violates: 'altered(goView(), ({ runtime }) => Object.assign(runtime.ps[0]!, { runq: [0, 0] }))',
  },
};

/**
 * @param id  `<level>/<what-holds>` of an invariant, `<model>/<what-goes-wrong>` of a mutant
 * @throws {UsageError} when the id is none, or there is such a one already
 */
export function scaffold(kind: string, id: string, known: Known): Scaffold {
  if (kind !== 'invariant' && kind !== 'mutant') {
    const near = didYouMean(kind, KINDS);
    throw new UsageError(`cannot make a new ${kind}${near}\nuse one of: ${KINDS.join(', ')}`);
  }
  const [folder, name] = partsOf(id, kind);
  const there = kind === 'invariant' ? known.invariants : known.mutants;
  const path = `${kind === 'invariant' ? 'spec/invariants' : 'models/mutants'}/${id}.ts`;
  if (there.includes(id)) throw new UsageError(`${kind} ${id} is there already: ${path}`);
  const text =
    kind === 'invariant' ? invariantFile(folder, id, name) : mutantFile(folder, id, name);
  return { path, text, next: kind === 'invariant' ? INVARIANT_NEXT : MUTANT_NEXT };
}

const INVARIANT_NEXT: readonly string[] = [
  `write what is marked ${MARK} the sentence, what goes wrong otherwise, the sources`,
  'choose the quantifier (spec/quantifiers), write the predicate, and examples that hold and that violate it',
  'npm run docs && npm test',
];

const MUTANT_NEXT: readonly string[] = [
  `write what is marked ${MARK} the story, the sources, the patch, and the invariants that must notice it`,
  'npm run build && npx allocheck mutants --run ID --json: its smallest program, and after how many programs it was found',
  'npm run docs && npm test',
];

function partsOf(id: string, kind: Kind): readonly [folder: string, name: string] {
  const example = kind === 'invariant' ? 'go/partial-set-has-room' : 'go/full-span-unfiled';
  const [folder = '', name = '', ...rest] = id.split('/');
  const folders = kind === 'invariant' ? Object.keys(TEMPLATES) : Object.keys(MODELS);
  const what = kind === 'invariant' ? 'level' : 'model';
  if (name === '' || rest.length > 0)
    throw new UsageError(`${id} is no id of ${what} and name, such as ${example}`);
  if (!folders.includes(folder)) {
    const near = didYouMean(folder, folders);
    throw new UsageError(`unknown ${what} ${folder}${near}\nuse one of: ${folders.join(', ')}`);
  }
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name))
    throw new UsageError(`${name} is no name of small letters and dashes, such as ${example}`);
  if (kind === 'invariant' && OFFENCE.test(name))
    throw new UsageError(`${name} names an offence\nname what holds, as ${example} does`);
  return [folder, name];
}

function invariantFile(level: string, id: string, name: string): string {
  const { imports, quantifier, check, holds, violates } = TEMPLATES[level] as Template;
  return `${[
    ...imports,
    "import { go119 } from '../../sources.ts';",
    '',
    `export const ${camelCase(name)} = defineInvariant({`,
    `  id: '${id}',`,
    `  holds: '${MARK} what holds, to complete: it always holds that …',`,
    `  because: '${MARK} what goes wrong otherwise',`,
    `  sources: [go119('mheap.go', '${MARK} the function or field that states it or relies on it')],`,
    "  when: 'always',",
    "  cost: 'O(1)',",
    `  every: ${quantifier},`,
    ...check.map((line) => `  ${line}`),
    '  examples: {',
    `    holds: [${holds}],`,
    `    violates: [${violates}],`,
    '  },',
    '});',
  ].join('\n')}\n`;
}

function mutantFile(model: string, id: string, name: string): string {
  const { file, maker, source } = MODELS[model] as (typeof MODELS)[string];
  return `${[
    `import { ${maker} } from '../../../spec/sources.ts';`,
    "import { defineMutant } from '../mutant.ts';",
    '',
    `export const ${camelCase(name)} = defineMutant({`,
    `  id: '${id}',`,
    `  story: '${MARK} what goes wrong',`,
    `  sources: [${source}],`,
    '  patch: {',
    `    file: '${file}',`,
    `    find: '${MARK} text within one line that occurs once',`,
    `    replace: '${MARK} what is there instead',`,
    '  },',
    `  caughtBy: ['${MARK} ids of the invariants that must notice it'],`,
    '  withinRuns: 1000,',
    `  shortest: { lines: ['${MARK} the commands of its smallest program'] },`,
    '});',
  ].join('\n')}\n`;
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
