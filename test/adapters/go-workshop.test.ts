// Goal: whatever a toolchain does wrong is said in one message, and nothing is left behind.
// Method: toolchains of a few lines of shell. test/cli/conform.live.test.ts has a real one.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GoWorkshop } from '../../src/adapters/go-workshop.ts';
import { builds, gorootOf, program, runtimeFiles, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const opened: GoWorkshop[] = [];
let made = 0;

/** A toolchain whose runtime has these files, and whose command is a script. */
function toolchain(script: string, files: Readonly<Record<string, string>>): GoWorkshop {
  made += 1;
  const goroot = gorootOf(folder, files);
  const command = program(folder, `go-${made}`, script);
  const env = { PATH: process.env['PATH'] };
  const go = { command, version: 'go1.19.8', minor: 19, goroot, env };
  const workshop = new GoWorkshop(go, new AbortController().signal);
  opened.push(workshop);
  return workshop;
}

afterEach(() => {
  for (const workshop of opened.splice(0)) workshop.close();
});

describe('a Go workshop', () => {
  it('builds programs and runs them on one processor', async () => {
    const workshop = toolchain(builds('echo $0 $@ $GOMAXPROCS $GOGC'), runtimeFiles());
    await workshop.buildProgram('trees');
    const recording = String(await workshop.trace('trees', ['1', '2'], 50));
    expect(recording).toMatch(/\/trees 1 2 1 50\n$/);
  });

  it('takes away all that it made', () => {
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const workshop = toolchain('', {});
    vi.unstubAllEnvs();
    expect(readdirSync(temporary)).toHaveLength(1);
    workshop.close();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('says which line of a runtime it did not find', async () => {
    const files = { ...runtimeFiles(), 'proc.go': 'exit(1)\n' };
    await expect(toolchain('', files).buildProgram('trees')).rejects.toThrow(
      'the runtime of go1.19.8 cannot be recorded: proc.go has `exit(0)` 0 times, not 1\n' +
        'it is known to work with Go 1.19; name another toolchain by --go PATH',
    );
    const { 'proc.go': _, ...others } = runtimeFiles();
    await expect(toolchain('', others).buildProgram('trees')).rejects.toThrow(
      /cannot be recorded: there is no .*proc\.go\n/,
    );
  });

  it('shows the first lines of what a compiler says', async () => {
    const script = 'for i in 1 2 3 4 5 6 7 8; do echo line $i >&2; done; exit 2';
    await expect(toolchain(script, runtimeFiles()).buildProgram('trees')).rejects.toThrow(
      'go1.19.8 cannot build what is compared with\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6',
    );
  });

  it('says when the runtime has no tests', async () => {
    await expect(toolchain('', {}).buildTests()).rejects.toThrow(
      'src/runtime has no tests: the sources of the runtime are incomplete',
    );
  });

  it('says what a program of Go died of', async () => {
    const workshop = toolchain(builds('echo fatal error >&2; exit 2'), runtimeFiles());
    await workshop.buildProgram('trees');
    await expect(workshop.trace('trees', [], 100)).rejects.toThrow(
      'the Go program trees failed\nfatal error',
    );
    await workshop.buildTests();
    const failed = "a test of Go's runtime failed\nfatal error";
    await expect(workshop.answerPages(['e'])).rejects.toThrow(failed);
    await expect(workshop.recordPacer(1, 1)).rejects.toThrow(failed);
  });

  it('reads what tests of the runtime answer, as far as they came', async () => {
    const answers = 'printf "huge 256\\n0 8 8\\n-\\n" > "$CONFORM_OUT"; exit 1';
    const workshop = toolchain(builds(answers.replaceAll("'", '"')), runtimeFiles());
    await workshop.buildTests();
    expect(await workshop.answerPages(['p 0', 'e'])).toEqual({
      hugePages: 256,
      sizes: '0 8 8',
      answers: ['-'],
    });
    await expect(workshop.answerPages(['p 0'])).rejects.toThrow("a test of Go's runtime failed");
  });

  it('reads what the pacer did', async () => {
    const workshop = toolchain(
      builds('echo $PACER_SEED $PACER_CASES > $PACER_OUT'),
      runtimeFiles(),
    );
    await workshop.buildTests();
    expect(await workshop.recordPacer(5, 6)).toBe('5 6\n');
  });
});
