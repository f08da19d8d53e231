/** What can be quantified over with the log of a client that uses what a collector offers it. */
import { defineQuantifier } from '../invariant.ts';
import type { View } from '../invariant.ts';
import type { Return } from '../views/client.ts';
import { only } from './only.ts';

export const finalized = defineReturns('finalizer', 'finalizer that was asked for');
export const upgraded = defineReturns('weak pointer', 'weak pointer that was upgraded');

function defineReturns(by: Return['by'], every: string) {
  const isIt = (it: Return): boolean => it.by === by;
  const returns = ({ client }: View): readonly Return[] => only(client.returns, isIt);
  return defineQuantifier({ every, level: 'gc', all: returns, touched: returns });
}
