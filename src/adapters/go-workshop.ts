/**
 * Where Go programs are built whose runtime is recorded, or is a test of itself, and run: a temporary folder.
 *
 * Nothing of the Go installation is changed: `go build -overlay` takes some files of it from elsewhere.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdapterFailed } from '../base/errors.ts';
import { runChild } from './child.ts';
import type { Ended } from './child.ts';
import { EDITED_FILES, withRecording } from './go-overlay.ts';
import type { GoToolchain } from './go-toolchain.ts';

/** Milliseconds: compiling a runtime and all that imports it, and running a program of ours. */
const BUILD_LIMIT_MS = 600_000;
const RUN_LIMIT_MS = 300_000;

/** Lines of a compiler that are shown. */
const COMPLAINTS_MAX = 6;

export class GoWorkshop {
  readonly #go: GoToolchain;
  readonly #signal: AbortSignal;
  readonly #folder: string;
  /** Of this package: what is added to a runtime, and the programs. */
  readonly #files = goFiles();
  #runs = 0;

  constructor(go: GoToolchain, signal: AbortSignal) {
    this.#go = go;
    this.#signal = signal;
    this.#folder = mkdtempSync(join(tmpdir(), 'allocheck-go-'));
  }

  /** Takes away everything that was built. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Builds a program of ours, on a runtime that records. */
  async buildProgram(name: string): Promise<void> {
    const source = join(this.#files, 'programs', name, 'main.go');
    await this.#build(['build', '-o', name, source], this.#overlay(this.#recordedRuntime()));
  }

  /** Runs a program that was built, on one processor; its recording. */
  async trace(name: string, args: readonly string[], gogc: number): Promise<Buffer> {
    const env = { GOMAXPROCS: '1', GOGC: String(gogc) };
    const { code, stdout, stderr } = await this.#run(name, args, env);
    if (code === 0) return stdout;
    throw new AdapterFailed(`the Go program ${name} failed\n${firstLines(stderr)}`);
  }

  /** Builds the test of the runtime, with the tests of ours in it and none of its own. */
  async buildTests(): Promise<void> {
    const folder = this.#runtimeFile('');
    const replace: Record<string, string> = {};
    const own = readdirSync(folder).filter((file) => file.endsWith('_test.go'));
    if (!own.includes('export_test.go')) {
      throw new AdapterFailed(`${folder} has no tests: the sources of the runtime are incomplete`);
    }
    for (const file of own) if (!file.startsWith('export_')) replace[join(folder, file)] = '';
    for (const file of readdirSync(join(this.#files, 'tests'))) {
      replace[join(folder, `zz_${file}`)] = join(this.#files, 'tests', file);
    }
    const args = ['test', '-c', '-vet=off', '-o', 'runtime.test'];
    await this.#build([...args, 'runtime'], this.#overlay(replace));
  }

  /**
   * Runs programs for the page allocator.
   *
   * @returns  the answers, a line for each command, after those of `pageFacts`; fewer where Go ended before
   */
  async answerPages(commands: readonly string[]): Promise<PageAnswers> {
    const [input, output] = [this.#file('in'), this.#file('out')];
    writeFileSync(input, commands.map((command) => `${command}\n`).join(''));
    const env = { CONFORM_IN: input, CONFORM_OUT: output };
    const ended = await this.#run('runtime.test', ['-test.run=^TestConform$'], env);
    const text = existsSync(output) ? readFileSync(output, 'utf8') : '';
    const [huge = '', sizes = '', ...answers] = text.split('\n').slice(0, -1);
    if (ended.code !== 0 && answers.length === commands.length) throw failed(ended);
    if (sizes === '') throw failed(ended);
    return { hugePages: Number(huge.split(' ')[1]), sizes, answers };
  }

  /** What the compiler says of the escape analysis of a program of one file, without inlining: its lines. */
  async escapeMessages(text: string): Promise<string> {
    const [source, object] = ['escape.go', 'escape.o'];
    writeFileSync(this.#file(source), text);
    // The compiler itself: `go build` writes the same, to where only the last of it is kept.
    const args = ['-p', 'main', '-lang=go1.19', '-m', '-l', '-o', object, source];
    const { command, env, version } = this.#go;
    const options = { cwd: this.#folder, env, limitMs: RUN_LIMIT_MS, signal: this.#signal };
    const { code, stdout, stderr } = await runChild(command, ['tool', 'compile', ...args], options);
    const output = stdout.toString();
    if (code === 0) return output;
    throw new AdapterFailed(
      `${version} does not take a program of the small language\n${firstLines(output + stderr)}`,
    );
  }

  /** What the pacer, the PI controller and the limiter do in so many random cases each, as JSON. */
  async recordPacer(seed: number, cases: number): Promise<string> {
    const output = this.#file('pacer.json');
    const env = { PACER_OUT: output, PACER_SEED: String(seed), PACER_CASES: String(cases) };
    const ended = await this.#run('runtime.test', ['-test.run=^TestRecordPacer$'], env);
    if (ended.code !== 0) throw failed(ended);
    return readFileSync(output, 'utf8');
  }

  /** The files of the runtime with recording in them, and what replaces them. */
  #recordedRuntime(): Record<string, string> {
    const replace: Record<string, string> = {
      [this.#runtimeFile('conform.go')]: join(this.#files, 'runtime', 'conform.go'),
    };
    for (const file of EDITED_FILES) {
      const original = this.#runtimeFile(file);
      if (!existsSync(original)) throw this.#misfit(`there is no ${original}`);
      const edited = withRecording(file, readFileSync(original, 'utf8'));
      if ('problem' in edited) throw this.#misfit(edited.problem);
      replace[original] = this.#file(file);
      writeFileSync(this.#file(file), edited.text);
    }
    return replace;
  }

  #misfit(problem: string): AdapterFailed {
    return new AdapterFailed(
      `the runtime of ${this.#go.version} cannot be recorded: ${problem}\n` +
        'it is known to work with Go 1.19; name another toolchain by --go PATH',
    );
  }

  #runtimeFile(name: string): string {
    return join(this.#go.goroot, 'src', 'runtime', name);
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  #overlay(replace: Readonly<Record<string, string>>): string {
    this.#runs += 1;
    const file = this.#file(`overlay-${this.#runs}.json`);
    writeFileSync(file, JSON.stringify({ Replace: replace }));
    return file;
  }

  async #build([verb = '', ...args]: readonly string[], overlay: string): Promise<void> {
    const { command, env, version } = this.#go;
    const options = { cwd: this.#folder, env, limitMs: BUILD_LIMIT_MS, signal: this.#signal };
    const ended = await runChild(command, [verb, '-overlay', overlay, ...args], options);
    if (ended.code === 0) return;
    throw new AdapterFailed(
      `${version} cannot build what is compared with\n${firstLines(ended.stderr)}`,
    );
  }

  #run(name: string, args: readonly string[], env: Record<string, string>): Promise<Ended> {
    const options = { cwd: this.#folder, limitMs: RUN_LIMIT_MS, signal: this.#signal };
    const all = { ...this.#go.env, ...env };
    return runChild(this.#file(name), args, { ...options, env: all });
  }
}

export interface PageAnswers {
  /** Pages of a huge page; 0 where there are none. */
  readonly hugePages: number;
  /** What each size from 0 on is rounded up to. */
  readonly sizes: string;
  readonly answers: readonly string[];
}

function failed({ stdout, stderr }: Ended): AdapterFailed {
  return new AdapterFailed(
    `a test of Go's runtime failed\n${firstLines(stderr || String(stdout))}`,
  );
}

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, COMPLAINTS_MAX).join('\n');
}

/** The folder of our Go files, seen from the sources and from dist. */
function goFiles(): string {
  const folders = ['./go/', '../../../src/adapters/go/'].map((up) =>
    fileURLToPath(new URL(up, import.meta.url)),
  );
  const folder = folders.find((each) => existsSync(each));
  if (folder === undefined)
    throw new AdapterFailed(`the Go files are not in ${folders.join(', ')}`);
  return folder;
}
