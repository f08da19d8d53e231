// See catch-1-of-4.quality.test.ts.
import { describeCatches } from './catches.ts';

describeCatches(4);
