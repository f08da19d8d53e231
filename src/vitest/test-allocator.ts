/** `testAllocator`: a `describe` with one test for each invariant and relation that a subject can be judged by. */
import { describe, it } from 'vitest';
import type { TestContext } from 'vitest';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Statement } from '../report/finding.ts';
import { brokenLines, doneText, nothingText, tallyOf } from './messages.ts';
import { InvariantBroken } from './invariant-broken.ts';
import { checkSubject } from './judges.ts';
import { planOf } from './plan.ts';
import type { TestOptions } from './plan.ts';
import { vitestSeed } from './seed.ts';
import { SharedCampaign } from './shared-campaign.ts';

/**
 * Tests an allocator: reruns the corpus, then runs generated programs, and makes what breaks smaller.
 *
 * The test of an invariant that broke fails, and tells the shortest program found, which is kept in the corpus. One that had
 * nothing to judge is skipped, and says so.
 *
 * @param name     of the `describe`
 * @param subject  what `poolSubject`, `wasmSubject`, `nativeSubject`, `defineSubject`, `loadMutant` answer
 * @throws {UsageError} while tests are collected: when an option is wrong, or nothing can judge the subject
 */
export function testAllocator(
  name: string,
  subject: SubjectDefinition,
  options: TestOptions = {},
): void {
  const place = new InvariantBroken('', testAllocator).frames;
  checkSubject(subject, 'testAllocator');
  const plan = planOf(subject, options, vitestSeed());
  const titles = new Map(plan.statements.map((statement) => [statement.id, titleOf(statement)]));
  const campaign = new SharedCampaign(plan, titles);
  const limit = options.timeout === undefined ? {} : { timeout: options.timeout };
  describe(name, () => {
    for (const { id } of plan.statements)
      it(titles.get(id) as string, limit, (context) => judge(id, campaign, { context, place }));
  });
}

/** Its sentence, and its id so that a filter finds either. */
function titleOf({ id, holds }: Statement): string {
  return `${holds} [${id}]`;
}

interface Surroundings {
  readonly context: TestContext;
  /** Where `testAllocator` was called, as a stack says it. */
  readonly place: string;
}

async function judge(
  id: string,
  campaign: SharedCampaign,
  { context, place }: Surroundings,
): Promise<void> {
  const { isNew } = campaign;
  const told = await campaign.told(context);
  if (isNew) await context.annotate(doneText(told), 'allocheck');
  const broken = brokenLines(id, told);
  if (broken.length > 0) throw new InvariantBroken(broken.join('\n'), place);
  const { judged, broken: runs } = tallyOf(id, told);
  // Projects may insist that each test expects something.
  context.expect(runs, 'programs that broke it').toBe(0);
  const { skip } = context;
  if (judged === 0) skip(nothingText(told));
}
