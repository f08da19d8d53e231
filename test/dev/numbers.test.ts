// Goal: a number that a page says of allocheck itself is the one that allocheck has. Method: sentences beside constants, definitions and
// the traces; what the README says of a run and of a shrunk program is run. Numbers of things that there are many of are compared in
// test/dev/snippets.test.ts, those in transcripts in test/dev/readme.test.ts and tutorial.test.ts, those of benches in test/bench/report.test.ts,
// and the protocol's by peers in three languages.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../models/mutants/load.ts';
import { mutants } from '../../models/mutants/index.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { relations } from '../../spec/relations/index.ts';
import { PALLOC_CHUNK_PAGES } from '../../spec/views/go.ts';
import { runCampaign } from '../../src/campaign/campaign.ts';
import { EXIT } from '../../src/cli/exit.ts';
import { DEFAULT_MAX_FINDINGS, DEFAULT_RUNS } from '../../src/cli/settings.ts';
import { REAL_PROGRAMS } from '../../src/conform/programs.ts';
import { blocksOf } from '../../src/dev/snippets.ts';
import { PROGRAMS_PER_RELATION } from '../../src/engine/relations.ts';
import { execute } from '../../src/engine/execute.ts';
import { DEFAULT_SCOPE } from '../../src/explore/scope.ts';
import { commandCount } from '../../src/program/program.ts';
import { parseProgram } from '../../src/program/text.ts';
import { SCENES_MAX } from '../../src/report/film/recorder.ts';
import { readTrace } from '../../src/trace/load.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { GUIDED, MIXED } from '../../src/workload/profiles.ts';
import { goSubject } from '../../models/go/subject.ts';
import { cli } from '../cli/support.ts';

const catalogue = applicable(all, goSubject.offers);

const texts = new Map<string, string>();

function textOf(file: string): string {
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}

/** A constant that its file keeps to itself. */
function constantOf(file: string, name: string): number {
  const [, value] =
    new RegExp(`^const ${name}(?:: \\w+)? = ([\\d_.]+)`, 'm').exec(textOf(file)) ?? [];
  return Number(value?.replaceAll('_', ''));
}

const WORDS = [
  'none',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];

/** A number as it is written: `four`, `2,000`, `60`. */
function valueOf(said: string): number {
  const word = WORDS.indexOf(said.toLowerCase());
  return word >= 0 ? word : Number(said.replaceAll(',', ''));
}

const N = String.raw`((?:\d[\d,]*\d|\d|${WORDS.join('|')}))`;

const CONFORM = 'src/cli/conform.ts';
const PAGE_PROGRAMS = constantOf('src/cli/commands/conform.ts', 'PROGRAMS');
const per = (name: string): number => PAGE_PROGRAMS / constantOf(CONFORM, name);
const quirks = mutants.filter((mutant) => !isEquivalent(mutant) && 'quirkOf' in mutant);
const vitestPlan = 'src/vitest/plan.ts';
const { engines, peerDependencies } = JSON.parse(textOf('package.json')) as {
  readonly engines: { readonly node: string };
  readonly peerDependencies: { readonly vitest: string };
};
/** Behind `>=` or `^`: the first two parts of a version. */
const version = (range: string): string => /\d+\.\d+/.exec(range)?.[0] ?? '';

/** Pages, what they say, with `N` for a number, and the numbers. */
const SAID: readonly (readonly [page: string, sentence: string, ...numbers: readonly number[]])[] =
  [
    ['README.md', `reference on N generated programs`, DEFAULT_RUNS],
    ['README.md', `the run goes on, up to N distinct bugs`, DEFAULT_MAX_FINDINGS],
    [
      'README.md',
      `every program of at most N commands over blocks of N bytes`,
      DEFAULT_SCOPE.depth,
      DEFAULT_SCOPE.sizes[0] as number,
    ],
    ['README.md', `\\), N at once, freed and collected`, DEFAULT_SCOPE.blocks],
    ['README.md', `given back, on N processors`, DEFAULT_SCOPE.heap.procs],
    [
      'README.md',
      `N more\\s+mutants cannot be told from the model`,
      mutants.filter((it) => isEquivalent(it)).length,
    ],
    ['README.md', `sizes, N\\s+programs of the page allocator`, PAGE_PROGRAMS],
    ['README.md', `N programs each of the pacer`, per('PAGE_PROGRAMS_PER_PACER_CASE')],
    ['README.md', `N programs that fill slots`, per('PAGE_PROGRAMS_PER_SLOT_PROGRAM')],
    ['README.md', `N real programs traced from process start`, REAL_PROGRAMS.length],
    ['README.md', `Without a toolchain the command ends with exit code N`, EXIT.ADAPTER],
    ['docs/ARCHITECTURE.md', `N mutants put it back`, quirks.length],
    [
      'docs/ARCHITECTURE.md',
      `on every Nth program of a campaign`,
      PROGRAMS_PER_RELATION * relations.length,
    ],
    [
      'docs/ARCHITECTURE.md',
      `on the last of each N programs`,
      constantOf('src/engine/variants.ts', 'PERIOD'),
    ],
    ['docs/add-an-invariant.md', `ends with exit code N: choose another`, EXIT.VACUOUS],
    [
      'docs/own-allocator.md',
      `The buffer\\*\\* has N MiB`,
      constantOf('src/adapters/js/pool.ts', 'BYTES'),
    ],
    [
      'docs/recordings.md',
      `and after N programs the smallest so far`,
      constantOf('src/cli/shrink.ts', 'PROGRAMS_MAX'),
    ],
    ['docs/recordings.md', `at Ctrl-C \\(which ends N\\)`, EXIT.INTERRUPTED],
    ['docs/report.md', `longer than\\s+N commands it has the last N\\.`, SCENES_MAX, SCENES_MAX],
    ['docs/report.md', `the pages, N to a chunk`, PALLOC_CHUNK_PAGES],
    [
      'docs/report.md',
      `The exit code is N when the page was written, whatever is in it; N when`,
      EXIT.HELD,
      EXIT.USAGE,
    ],
    ['docs/traces.md', `any profile, N to N commands`, MIXED.commandsMin, MIXED.commandsMax],
    [
      'docs/vitest.md',
      `no program starts after N %`,
      100 * constantOf('src/vitest/shared-campaign.ts', 'GENERATING'),
    ],
    ['docs/vitest.md', `programs, N where not given`, constantOf(vitestPlan, 'DEFAULT_RUNS')],
    ['docs/vitest.md', `bugs after which it ends, N `, DEFAULT_MAX_FINDINGS],
    ['docs/ci.md', `N programs is what a run does where nobody says otherwise`, DEFAULT_RUNS],
  ];

describe('the pages', () => {
  it.each(SAID.map(([page, sentence, ...numbers]) => ({ page, sentence, numbers })))(
    '$page: $sentence',
    ({ page, sentence, numbers }) => {
      const found = [...textOf(page).matchAll(new RegExp(sentence.replaceAll('N', N), 'gi'))];
      expect(found.map(([, ...said]) => said.map(valueOf))).toEqual([numbers]);
    },
  );

  it('name the versions that the package asks for', () => {
    expect(textOf('README.md')).toContain(`With Node ${version(engines.node)} or newer`);
    expect(textOf('docs/tutorial.md')).toContain(`You need Node ${version(engines.node)} or newer`);
    expect(textOf('docs/vitest.md')).toContain(
      `(https://vitest.dev), ${version(peerDependencies.vitest)} or later`,
    );
  });

  it('say how long the traces are', () => {
    const rows = [
      ...textOf('examples/traces/README.md').matchAll(/^\| `(\S+)` \| .* \| ([\d,]+) \|$/gm),
    ];
    const files = rows.map(([, file = '', events = '']) => [file, valueOf(events)]);
    expect(files).toEqual(
      files.map(([file]) => [file, readTrace(`examples/traces/${file}`).events]),
    );
    expect(files).toHaveLength(5);
  });
});

describe('the README', () => {
  it('counts the marks that its run reaches, and names the others', async () => {
    const [, line = ''] =
      /`npx allocheck (run --seed 1 --runs \d+)` says\n\n```\n/.exec(textOf('README.md')) ?? [];
    const [, said = ''] = textOf('README.md').split(`\`npx allocheck ${line}\` says\n\n\`\`\`\n`);
    const { out } = await cli(line.split(' '));
    expect(out).toContain(said.slice(0, said.indexOf('```')));
  });

  it('has three of four programs guided by the profile', () => {
    expect(textOf('README.md')).toContain(
      'With `--profile guided`, three of four programs go where',
    );
    expect(GUIDED.shares.guided / 100).toBe(3 / 4);
  });

  it('has a program that holds, of which as many commands remain as it says where the barrier forgets', () => {
    const readme = textOf('README.md');
    const text = blocksOf({ path: '', text: readme }).find((block) =>
      block.text.includes('pause 1 on P1'),
    )?.text;
    const program = parseProgram(text ?? '', 'README.md');
    expect(execute(program, goSubject, catalogue).findings).toEqual([]);
    const subject = loadMutant(mutants.find(({ id }) => id === 'go/no-deletion-barrier')!);
    const profile = profileFor(subject, MIXED);
    const { findings } = runCampaign({
      subject,
      catalogue,
      profile,
      seed: 1,
      runs: 1,
      first: [program],
    });
    const [, left = ''] = /in the place of `old`, (\w+) of these remain/.exec(readme) ?? [];
    expect(findings.map(({ shrunk }) => commandCount(shrunk.program))).toEqual([valueOf(left)]);
  });
});
