import type { Addr, Pages } from '../base/units.ts';
import type { GoEvents, SpanView } from '../../spec/views/go.ts';

/** The model's events that tell what it did for a request. */
export class Answers implements Pick<GoEvents, 'spanAllocated' | 'spanSwept' | 'paced'> {
  readonly spans: { base: Addr; npages: Pages }[] = [];
  /** Spans swept, in order. */
  readonly swept: Addr[] = [];
  /** Called once, when the pacer has computed its goals. */
  whenPaced: (() => void) | undefined;

  spanAllocated({ startAddr, npages }: SpanView): void {
    this.spans.push({ base: startAddr, npages });
  }

  spanSwept({ startAddr }: SpanView): void {
    this.swept.push(startAddr);
  }

  paced(): void {
    const { whenPaced } = this;
    this.whenPaced = undefined;
    whenPaced?.();
  }
}

/** A listener that keeps these answers, and lets all other events pass. */
export function listening(answers: Answers): GoEvents {
  const heard = {
    spanAllocated: (span: SpanView) => answers.spanAllocated(span),
    spanSwept: (span: SpanView) => answers.spanSwept(span),
    paced: () => answers.paced(),
  };
  return new Proxy(heard as GoEvents, {
    get: (events, name) => (name in heard ? Reflect.get(events, name) : letPass) as unknown,
  });
}

function letPass(): void {}
