// See catch-a-to-o.quality.test.ts.
import { describeCatches } from './catches.ts';
import { MINIMAL } from './minimal.ts';

describeCatches(MINIMAL.filter(({ id }) => id >= 'go/p'));
