/** Mistakes that people make on the command line, and what it really says of each. */
import { runCli } from '../cli/program.ts';
import { SILENT } from '../cli/terminal.ts';

/** A command line that is wrong, with what came of it. */
export interface Mistake extends Made {
  /** What was written on stderr, without the end of its last line. */
  readonly said: string;
  /** What it ends with. */
  readonly code: number;
}

interface Made {
  /** What kind of mistake it is. */
  readonly what: string;
  /** As it was typed. */
  readonly line: string;
  /** What to do, a sentence. */
  readonly todo: string;
}

/** One of each kind. None runs a program, and none needs a file but package.json. */
const MADE: readonly Made[] = [
  {
    what: 'A command or a flag that there is not',
    line: 'npx allocheck run --sed 1',
    todo: 'The nearest one is named; `--help` after a command lists its flags.',
  },
  {
    what: 'A value that cannot be read',
    line: 'npx allocheck run --time 30',
    todo: 'Write it as the message says. In the environment and in a config the same is expected.',
  },
  {
    what: 'Something that is missing',
    line: 'npx allocheck emit my.allocheck',
    todo: 'The tables below say which arguments and flags a command cannot do without.',
  },
  {
    what: 'A name that nothing has',
    line: 'npx allocheck run goo',
    todo: 'Subjects, profiles and mutants are listed by the commands of these names. Those of your own are known only where their config is: in the folder, or by `--config`.',
  },
  {
    what: 'A pattern that fits nothing',
    line: "npx allocheck run --invariants 'span/*'",
    todo: 'Patterns are of whole ids, so the level comes first: `go/span-*`. Quote them, or the shell takes them for files.',
  },
  {
    what: 'An id that is no file either',
    line: 'npx allocheck explain go/no-such-rule',
    todo: 'Look it up in [invariants.md](invariants.md) or [mutants.md](mutants.md), or give the path of a recording.',
  },
  {
    what: 'A file that is not there',
    line: 'npx allocheck replay lost.allocheck',
    todo: 'Paths are from the current folder.',
  },
  {
    what: 'A file that is something else',
    line: 'npx allocheck replay package.json',
    todo: 'File, line and column say where reading ended. [recordings.md](recordings.md) and [traces.md](traces.md) have the forms.',
  },
  {
    what: 'A config that is not there',
    line: 'npx allocheck run --config my.config.ts',
    todo: 'Without `--config` the one of the current folder is taken, and where there is none, none. `npx allocheck init` writes one.',
  },
  {
    what: 'A toolchain that is not there',
    line: 'npx allocheck conform go --go no-such-go',
    todo: 'This and an allocator whose process cannot be started end 5, so that a script can tell it from wrong use.',
  },
];

/** All of them, made anew. */
export async function mistakes(): Promise<readonly Mistake[]> {
  const all: Mistake[] = [];
  for (const made of MADE) all.push(await happened(made));
  return all;
}

async function happened(made: Made): Promise<Mistake> {
  const [, , ...words] = made.line.replaceAll("'", '').split(' ');
  let said = '';
  const code = await runCli(words, { ...SILENT, err: (text) => (said += text) });
  return { ...made, said: said.trimEnd(), code };
}
