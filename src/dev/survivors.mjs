/**
 * Holds docs/mutation-survivors.md against the last `npm run mutation`: every mutant that survived is explained there,
 * and what is explained survived. A mutant is known by its file, the line that it is in, and what it makes of what; not
 * by the number of the line, which moves.
 *
 *     npm run survivors                what differs; exit code 1 when something does
 *     npm run survivors -- --scores    the table of scores, for the document
 */
import { existsSync, readFileSync } from 'node:fs';

const REPORT = 'reports/mutation/mutation.json';
const DOCUMENT = 'docs/mutation-survivors.md';
/** What is longer is cut in the middle of a row of the table. */
const TEXT_MAX = 80;

if (!existsSync(REPORT)) {
  console.error(`${REPORT} is not there\nmake it: npm run mutation`);
  process.exit(2);
}
const report = JSON.parse(readFileSync(REPORT, 'utf8'));
const files = Object.entries(report.files).toSorted(([a], [b]) => (a < b ? -1 : 1));
if (process.argv.includes('--scores')) printScores();
else compare();

/** One line, short, and fit for a cell of a table. */
function cell(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  const short = line.length <= TEXT_MAX ? line : `${line.slice(0, TEXT_MAX - 1)}…`;
  return `\`${short.replaceAll('|', '\\|').replaceAll('`', "'")}\``;
}

/** The text of a source between two places of the report, which counts lines and columns from 1. */
function between(lines, { start, end }) {
  const all = lines.slice(start.line - 1, end.line);
  all[all.length - 1] = all.at(-1).slice(0, end.column - 1);
  all[0] = all[0].slice(start.column - 1);
  return all.join('\n');
}

/** Rows of those that survived in a file, without the reason: by line. */
function survivors({ source, mutants }) {
  const lines = source.split('\n');
  return mutants
    .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    .toSorted((a, b) => a.location.start.line - b.location.start.line)
    .map(({ location, replacement }) => {
      const { line } = location.start;
      const key = `${cell(lines[line - 1])} | ${cell(between(lines, location))} → ${cell(replacement)}`;
      return { line, key };
    });
}

/** Explained mutants by file, from the tables of the document: `| line | code | what → by what | why |`. */
function explained() {
  const byFile = new Map();
  let keys = new Set();
  for (const row of readFileSync(DOCUMENT, 'utf8').split('\n')) {
    const heading = /^## `(.*)`/.exec(row);
    if (heading) byFile.set(heading[1], (keys = new Set()));
    const entry = /^\| \d+ \| (`.*`) \| (.+) \|$/.exec(row);
    if (entry) keys.add(entry[1]);
  }
  return byFile;
}

function compare() {
  const byFile = explained();
  let differences = 0;
  for (const [path, file] of files) {
    const keys = byFile.get(path) ?? new Set();
    const gone = new Set(keys);
    for (const { line, key } of survivors(file)) {
      gone.delete(key);
      if (keys.has(key)) continue;
      differences += 1;
      console.log(`${path}: not explained\n| ${line} | ${key} |  |`);
    }
    for (const key of gone) {
      differences += 1;
      console.log(`${path}: explained, and survives no more\n| ${key} |`);
    }
  }
  if (differences > 0) {
    console.error(`${differences} differences between ${DOCUMENT} and ${REPORT}`);
    process.exit(1);
  }
}

function printScores() {
  console.log(
    '| file | killed | timeout | survived | no coverage | score |\n|---|--:|--:|--:|--:|--:|',
  );
  const total = [0, 0, 0, 0];
  for (const [path, { mutants }] of files) {
    const counts = ['Killed', 'Timeout', 'Survived', 'NoCoverage'].map(
      (wanted) => mutants.filter(({ status }) => status === wanted).length,
    );
    for (const [i, count] of counts.entries()) total[i] += count;
    printScore(path.replace('models/go/', ''), counts);
  }
  printScore('all', total);
}

function printScore(name, [killed, timeout, survived, uncovered]) {
  const caught = killed + timeout;
  const all = caught + survived + uncovered;
  const score = all === 0 ? '–' : `${((caught / all) * 100).toFixed(1)} %`;
  console.log(`| ${name} | ${killed} | ${timeout} | ${survived} | ${uncovered} | ${score} |`);
}
