/**
 * What a run is to do, from all who may say so: defaults, then the config, then the environment, then flags. The
 * last one who says something has it.
 */
import { UsageError } from '../base/errors.ts';
import type { RunConfig } from './define-config.ts';
import { isUnread, readCount, readDuration, readSeed } from './values.ts';
import type { Read } from './values.ts';

export const DEFAULT_RUNS = 2000;
/**
 * Enough to see that there is more than one bug, and few enough to read. A subject that is broken all over shows one fault
 * in many ways, so more of them would mostly say the same again, and each costs a shrink.
 */
export const DEFAULT_MAX_FINDINGS = 5;
export const DEFAULT_OUT = 'allocheck-out';

/** Who says in the environment what a flag of `run` says. */
export const RUN_ENVIRONMENT = {
  runs: 'ALLOCHECK_RUNS',
  time: 'ALLOCHECK_TIME',
  maxFindings: 'ALLOCHECK_MAX_FINDINGS',
  seed: 'ALLOCHECK_SEED',
} as const satisfies Partial<Record<keyof RunFlags, string>>;

type Env = Readonly<Record<string, string | undefined>>;

/** The flags of `run`, read but not yet joined with the rest. */
export interface RunFlags {
  readonly runs?: number;
  /** Milliseconds. */
  readonly time?: number;
  readonly maxFindings?: number;
  readonly seed?: number;
  readonly commands?: number;
  readonly profile?: string;
  readonly invariants?: readonly string[];
  readonly out?: string;
  readonly corpus?: string;
}

interface Budget {
  /** Infinity where only a time was given. */
  readonly runs: number;
  readonly timeMs: number | undefined;
}

/** What one of them said. */
interface Bounds {
  readonly runs?: number | undefined;
  readonly timeMs?: number | undefined;
}

export interface RunSettings extends Budget {
  /** Distinct bugs of a subject after which it ends. */
  readonly maxFindings: number;
  readonly seed: number;
  /** Most commands of a program; as the profile says where undefined. */
  readonly commands: number | undefined;
  readonly profile: string | undefined;
  readonly invariants: readonly string[];
  readonly out: string;
  /** Undefined where nobody named one. */
  readonly corpus: string | undefined;
}

/** @param otherwise  the seed when nobody gives one */
export function runSettings(
  flags: RunFlags,
  env: Env,
  config: RunConfig,
  otherwise: number,
): RunSettings {
  return {
    ...budget(flags, env, config),
    maxFindings:
      flags.maxFindings ??
      fromEnv(env, RUN_ENVIRONMENT.maxFindings, readCount) ??
      config.maxFindings ??
      DEFAULT_MAX_FINDINGS,
    seed: flags.seed ?? fromEnv(env, RUN_ENVIRONMENT.seed, readSeed) ?? config.seed ?? otherwise,
    commands: flags.commands ?? config.commands,
    profile: flags.profile ?? config.profile,
    invariants: flags.invariants ?? config.invariants ?? [],
    out: flags.out ?? config.out ?? DEFAULT_OUT,
    corpus: flags.corpus ?? config.corpus,
  };
}

/** Runs and time go together: whoever says either has said both, and a time alone leaves the runs without bound. */
function budget(flags: RunFlags, env: Env, config: RunConfig): Budget {
  const said: readonly Bounds[] = [
    { runs: flags.runs, timeMs: flags.time },
    {
      runs: fromEnv(env, RUN_ENVIRONMENT.runs, readCount),
      timeMs: fromEnv(env, RUN_ENVIRONMENT.time, readDuration),
    },
    { runs: config.runs, timeMs: configuredTime(config) },
    { runs: DEFAULT_RUNS },
  ];
  const { runs = Number.POSITIVE_INFINITY, timeMs } = said.find(
    (each) => each.runs !== undefined || each.timeMs !== undefined,
  ) as Bounds;
  return { runs, timeMs };
}

function fromEnv(env: Env, name: string, read: (text: string) => Read<number>): number | undefined {
  const text = env[name];
  return text === undefined || text === '' ? undefined : insisted(`${name}=${text}`, read(text));
}

function configuredTime({ time }: RunConfig): number | undefined {
  return time === undefined
    ? undefined
    : insisted(`run.time of the config is ${time}`, readDuration(time));
}

function insisted(said: string, value: Read<number>): number {
  if (isUnread(value)) throw new UsageError(`${said}: ${value.problem}`);
  return value;
}
