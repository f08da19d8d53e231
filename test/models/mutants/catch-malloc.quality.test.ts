// See catch-a-to-o.quality.test.ts.
import { describeCatches } from './catches.ts';
import { faults, modelNameOf } from './support.ts';

describeCatches(faults.filter((mutant) => modelNameOf(mutant) === 'malloc'));
