/**
 * Tries all mutants and writes what docs/mutants.md says of it, docs/kill-matrix.json. Takes some ten minutes.
 *
 *     npm run build && npm run kill-matrix
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const args = ['dist/src/cli/main.js', 'mutants', '--run', '--json'];
const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 2] };

const { status, stdout } = spawnSync(process.execPath, args, options);
if (stdout !== '') {
  const { seeds, workers, seconds, mutants, idle } = JSON.parse(stdout);
  const measured = mutants.map(({ id, ok, killedBy, trials }) => ({
    id,
    ok,
    programs: trials.map((trial) => trial.programs),
    commands: trials.map((trial) => trial.commands),
    shrunkTo: trials[0]?.shrunk?.commands ?? null,
    killedBy,
  }));
  const lines = measured.map((mutant) => `    ${JSON.stringify(mutant)}`).join(',\n');
  const head = JSON.stringify({ seeds, workers, seconds, idle }, null, 2).replace(/\n}$/, '');
  writeFileSync(`${ROOT}docs/kill-matrix.json`, `${head},\n  "mutants": [\n${lines}\n  ]\n}\n`);
}
process.exitCode = status ?? 1;
