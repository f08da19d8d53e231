// Goal: each mutant is found, told to be what it is, and made small.
// Method: a campaign as `allocheck run` makes it, of one seed, within each mutant's own budget. The
// smallest program that the mutant names must break the mutant and nothing else, and the shrinker
// must come to it. All 20 seeds are run by twenty-seeds.quality.test.ts.
import { describeCatches } from './catches.ts';
import { faults } from './support.ts';

describeCatches(faults.filter(({ id }) => id < 'go/p'));
