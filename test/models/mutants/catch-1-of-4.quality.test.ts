// Goal: each mutant is found, told to be what it is, and made small.
// Method: a campaign as `allocheck run` makes it, of one seed, within each mutant's own budget. The
// smallest program that the mutant names must break the mutant and nothing else, and the shrinker
// must come to it. All 20 seeds are run by twenty-seeds.quality.test.ts. Four files share the mutants, as they take
// minutes and files run side by side.
import { describeCatches } from './catches.ts';

describeCatches(1);
