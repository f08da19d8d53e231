/** The Go toolchain of this machine. */
import { AdapterFailed } from '../base/errors.ts';
import { runChild } from './child.ts';
import type { Environment } from './child.ts';

export interface GoToolchain {
  /** The go command. */
  readonly command: string;
  /** As `go1.19.8`. */
  readonly version: string;
  /** 19 of go1.19.8. */
  readonly minor: number;
  readonly goroot: string;
  /** For every command of it. */
  readonly env: Environment;
}

/** The oldest version of which the runtime has what is compared. */
const MINOR_MIN = 19;
const ASK_LIMIT_MS = 30_000;

/** What would change how a program is built or how it runs. */
const CHANGES_PROGRAMS = [
  'GOARCH',
  'GODEBUG',
  'GOEXPERIMENT',
  'GOFLAGS',
  'GOGC',
  'GOMAXPROCS',
  'GOMEMLIMIT',
  'GOOS',
  'GOROOT',
];

const HOW_TO_GET_IT =
  'install Go 1.19 with the sources of its runtime (Debian: apt-get install golang-go golang-1.19-src),\n' +
  'or name its command: --go PATH';

/**
 * Finds the toolchain and asks it what it is.
 *
 * @param command  a path, or a name to be looked up in PATH
 * @throws {AdapterFailed} when there is none, or none that can be compared with
 */
export async function findGo(
  command: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<GoToolchain> {
  const env = goEnvironment(environment);
  const names = ['GOVERSION', 'GOROOT', 'GOHOSTOS', 'GOHOSTARCH'];
  const options = { cwd: '.', env, limitMs: ASK_LIMIT_MS, signal };
  const { code, stdout, stderr } = await ask(command, ['env', ...names], options);
  if (code !== 0) throw new AdapterFailed(`${command} env failed: ${stderr.trim()}`);
  const [version = '', goroot = '', os = '', arch = ''] = stdout.toString().split('\n');
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
  if (!(minor >= MINOR_MIN)) {
    throw new AdapterFailed(
      `${command} is ${version || 'of no version'}, older than go1.${MINOR_MIN}\n${HOW_TO_GET_IT}`,
    );
  }
  if (os === 'windows' || !(arch.includes('64') || arch === 's390x')) {
    throw new AdapterFailed(
      `the model has the address space of 64-bit Unix systems, and ${command} is for ${os}/${arch}`,
    );
  }
  return { command, version, minor, goroot, env };
}

async function ask(
  command: string,
  args: readonly string[],
  options: Parameters<typeof runChild>[2],
): ReturnType<typeof runChild> {
  try {
    return await runChild(command, args, options);
  } catch (error) {
    if (!(error instanceof AdapterFailed) || !error.message.includes('ENOENT')) throw error;
    throw new AdapterFailed(`there is no Go toolchain: no command ${command}\n${HOW_TO_GET_IT}`);
  }
}

/** Nothing is downloaded, no module is looked for, and nothing of the user's changes what is built. */
function goEnvironment(environment: Environment): Environment {
  const env: Record<string, string | undefined> = { ...environment };
  for (const name of CHANGES_PROGRAMS) delete env[name];
  return {
    ...env,
    CGO_ENABLED: '0',
    GO111MODULE: 'off',
    GOENV: 'off',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
  };
}
