// See catch-a-to-o.quality.test.ts.
import { describeCatches } from './catches.ts';
import { faults } from './support.ts';

describeCatches(faults.filter(({ id }) => id >= 'go/p'));
