/**
 * Runs dependency-cruiser over the sources: `npm run rules`.
 *
 * dependency-cruiser sees nothing, and passes, when it finds no TypeScript compiler that it knows
 * (TypeScript 7 has no API). So what it saw is compared with the files that are there.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../../.dependency-cruiser.mjs';

const FOLDERS = ['src', 'spec', 'models', 'viewer', 'bench', 'test', 'examples'];

const { output } = await cruise(
  FOLDERS,
  { ruleSet: config, validate: true, ...config.options },
  undefined,
  { tsConfig: extractTSConfig('./tsconfig.json') },
);
const { violations, totalCruised, totalDependenciesCruised } = output.summary;
for (const { rule, from, to } of violations) console.error(`${from} -> ${to}: ${rule.name}`);

const seen = new Set(output.modules.map(({ source }) => source));
const missed = FOLDERS.flatMap(filesOf).filter((path) => !seen.has(path));
for (const path of missed) console.error(`${path}: not seen; is there a TypeScript 6 API?`);

const counts = [
  `${totalCruised} modules`,
  `${totalDependenciesCruised} dependencies`,
  `${violations.length} violations`,
];
console.log(counts.join(', '));
process.exitCode = violations.length + missed.length > 0 ? 1 : 0;

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$|\.mjs$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'));
}
