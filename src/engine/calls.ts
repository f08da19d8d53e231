/** One call to a subject, and how it went. Whatever is no refusal is thrown on. */
import type { Addr, Bytes } from '../base/units.ts';
import { isRefusal } from '../../spec/subject.ts';
import type { RefusalKind, Subject } from '../../spec/subject.ts';

/** What malloc is asked for. */
export interface Request {
  readonly size: Bytes;
  readonly pointerWords: number;
  readonly zeroed: boolean;
}

/** An address (0 of a free) or a refusal. */
export type Reply = Addr | RefusalKind;

export function tryMalloc(subject: Subject, { size, pointerWords, zeroed }: Request): Reply {
  return tryCall(() => subject.malloc(size, pointerWords, zeroed));
}

export function tryFree(subject: Subject, addr: Addr): Reply {
  return tryCall(() => {
    subject.free(addr);
    return 0;
  });
}

/** Runs any call that answers an address. */
export function tryCall(call: () => Addr): Reply {
  try {
    return call();
  } catch (error) {
    if (isRefusal(error)) return error.kind;
    throw error;
  }
}
