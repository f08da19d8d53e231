// Goal: docs/cli.md has all of the command line: each command with its flags, each exit code, each variable of the environment that
// anything reads, and what is said of a mistake.
// Method: the page is compared with the commands and with the sources, and made of a small command line of the test's own.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { EXIT, EXIT_MEANINGS } from '../../src/cli/exit.ts';
import { commandLine } from '../../src/cli/program.ts';
import { SURROUNDINGS, cliPage } from '../../src/dev/cli-page.ts';
import { SILENT } from '../../src/cli/terminal.ts';

const page = readFileSync('docs/cli.md', 'utf8');

/** The part of a page from a heading to the next one. */
function sectionOf(text: string, heading: string): string {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  return section.split('\n## ')[0] as string;
}

describe('the page of the command line', () => {
  const program = commandLine({ terminal: SILENT, args: [], exit: () => undefined });

  it.each(program.commands.map((command) => [command.name(), command] as const))(
    'has each flag of %s, there or among those of several',
    (name, { options }) => {
      const text = sectionOf(page, name);
      const shared = sectionOf(page, 'Allocators to bring along');
      for (const { flags, helpGroupHeading } of options) {
        const row = `| \`${flags.replaceAll('|', String.raw`\|`)}\` |`;
        expect(helpGroupHeading === undefined ? text : shared).toContain(row);
      }
      expect(text).toContain(`npx allocheck ${name} `);
    },
  );

  it('has each exit code', () => {
    expect(EXIT_MEANINGS.map(([code]) => code)).toEqual(Object.values(EXIT));
    for (const code of Object.values(EXIT))
      expect(sectionOf(page, 'Exit codes')).toContain(`\n| ${code} | `);
  });

  it('has each variable of the environment that the command line reads', () => {
    const folder = 'src/cli';
    const texts = readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    const read = texts.flatMap((text) => [
      ...text.matchAll(/\benv\['(\w+)'\]|'(ALLOCHECK_\w+)'|\b(GITHUB_\w+)\b/g),
    ]);
    const names = new Set(read.map((match) => match[1] ?? match[2] ?? match[3]));
    expect(names.size).toBeGreaterThan(8);
    for (const name of names) expect(sectionOf(page, 'Environment')).toContain(`\`${name}\``);
    for (const name of SURROUNDINGS.flatMap(([each]) => each)) expect(names).toContain(name);
  });
});

describe('a page', () => {
  const line = new Command('tool');
  const shared = (): Option => new Option('--lib <a|b>', 'which').helpGroup('Libraries:');
  line
    .command('one')
    .summary('does one')
    .description('Does it <once>.')
    .addArgument(new Argument('<what>', 'a thing'))
    .addOption(new Option('--level <n>', 'how much (default: as it is)'))
    .addOption(new Option('--as <form>', 'a form').choices(['x', 'y']).makeOptionMandatory())
    .addOption(shared())
    .addHelpText('after', '\nOf libraries (docs/protocol.md).')
    .addHelpText('after', '\nOf one, by --level:\n  x   little\n  y   much');
  line
    .command('two')
    .addOption(shared())
    .addHelpText('after', '\nOf libraries (docs/protocol.md).');
  const mistake = { what: 'A slip', line: 'tool tow', todo: 'Try two.', said: 'no tow', code: 2 };
  const text = cliPage({ program: line, mistakes: [mistake] });

  it('says what a command takes', () => {
    expect(sectionOf(text, 'one')).toBe(`
\`\`\`text
npx allocheck one [options] <what>
\`\`\`

Does it \\<once\\>.

| argument | what |
| --- | --- |
| \`<what>\` | a thing |

| flag | what | default |
| --- | --- | --- |
| \`--level <n>\` | how much | as it is |
| \`--as <form>\` | a form; one of \`x\`, \`y\` | it must be said |

And those of [Libraries](#libraries).

Of one, by \`--level\`:

\`\`\`text
  x   little
  y   much
\`\`\`
`);
  });

  it('says once what several commands share', () => {
    expect(sectionOf(text, 'Libraries')).toContain(
      String.raw`| ${'`'}--lib <a\|b>${'`'} | which |  |`,
    );
    expect(text.match(/Of libraries \(\[protocol.md\]\(protocol.md\)\)\./g)).toHaveLength(1);
  });

  it('says what is said of a mistake', () => {
    expect(text).toContain('**A slip** (ends 2). Try two.\n\n```text\n$ tool tow\nno tow\n```\n');
  });
});
