/** Recordings of a real runtime, for tests that run where there is none. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { goldenText } from '../conform/golden.ts';
import { REAL_PROGRAMS, SLOTS } from '../conform/programs.ts';
import { inWorkshop } from './conform.ts';
import type { ConformSettings, Session } from './conform.ts';
import type { Terminal } from './terminal.ts';

/** Few enough to be kept in a repository. */
const PAGE_PROGRAMS = 600;
const PACER_CASES = 10;

/** @returns  the files that were written */
export async function writeGolden(
  folder: string,
  settings: ConformSettings,
  terminal: Terminal,
): Promise<readonly string[]> {
  return await inWorkshop(settings, terminal, async (session) => {
    const files = await recordings(session);
    mkdirSync(folder, { recursive: true });
    return [...files].map(([name, bytes]) => {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      return file;
    });
  });
}

async function recordings(session: Session): Promise<Map<string, Uint8Array | string>> {
  const workshop = await session.tests();
  const files = new Map<string, Uint8Array | string>();
  const { commands } = await session.pagePrograms(0, PAGE_PROGRAMS);
  const { hugePages, sizes, answers } = await workshop.answerPages(commands);
  files.set('sizes.txt.gz', gzipSync(sizes));
  files.set('pages.txt.gz', gzipSync(goldenText({ hugePages, commands, answers })));
  files.set('pacer.json', await workshop.recordPacer(session.settings.seed, PACER_CASES));
  for (const program of [SLOTS, ...REAL_PROGRAMS]) {
    if (program.goldenSize === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one machine, one after the other
    const trace = await session.trace(program, program.goldenSize);
    files.set(`${program.id}.trace.gz`, gzipSync(trace, { level: 9 }));
  }
  return files;
}
