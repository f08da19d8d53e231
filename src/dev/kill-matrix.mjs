/**
 * Tries mutants and writes what docs/mutants.md says of it, docs/kill-matrix.json. Takes some ten minutes for all.
 *
 *     npm run build && npm run kill-matrix
 *     npm run build && npm run kill-matrix -- 'malloc/*'      those alone; what was measured of the others stays
 *     npm run build && npm run kill-matrix -- 'process/*' 'escape/*'
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FILE = `${ROOT}docs/kill-matrix.json`;
const globs = process.argv.slice(2);
const args = ['dist/src/cli/main.js', 'mutants', ...globs, '--run', '--json'];
const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 2] };

const { status, stdout } = spawnSync(process.execPath, args, options);
if (stdout !== '') {
  const { mutants, ...now } = JSON.parse(stdout);
  const measured = mutants.map(({ id, ok, killedBy, trials }) => ({
    id,
    ok,
    programs: trials.map((trial) => trial.programs),
    commands: trials.map((trial) => trial.commands),
    shrunkTo: trials[0]?.shrunk?.commands ?? null,
    killedBy,
  }));
  const whole = { ...now, mutants: measured.toSorted(byId) };
  write(globs.length === 0 ? whole : merged(measured, now));
}
process.exitCode = status ?? 1;

/** What was measured before, with these in their places. The times add up, also where something is measured again. */
function merged(measured, { seconds }) {
  const before = JSON.parse(readFileSync(FILE, 'utf8'));
  const ids = new Set(measured.map(({ id }) => id));
  const all = [...before.mutants.filter(({ id }) => !ids.has(id)), ...measured];
  const mutants = all.toSorted(byId);
  return { ...before, seconds: before.seconds + seconds, mutants };
}

function byId(a, b) {
  return a.id < b.id ? -1 : 1;
}

function write({ seeds, workers, seconds, idle, mutants }) {
  const lines = mutants.map((mutant) => `    ${JSON.stringify(mutant)}`).join(',\n');
  const head = JSON.stringify({ seeds, workers, seconds, idle }, null, 2).replace(/\n}$/, '');
  writeFileSync(FILE, `${head},\n  "mutants": [\n${lines}\n  ]\n}\n`);
}
