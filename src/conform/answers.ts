import type { Addr, Bytes, Pages } from '../base/units.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';
import type { GoEvents, SpanView } from '../../spec/views/go.ts';

/** The model's events that tell what it did for a request. */
export class Answers implements Pick<
  GoEvents,
  'spanAllocated' | 'spanSwept' | 'pagesScavenged' | 'paced'
> {
  readonly spans: { base: Addr; npages: Pages }[] = [];
  /** Spans swept, in order. */
  readonly swept: Addr[] = [];
  /** Given back to the system since it was 0. */
  scavenged: Bytes = 0;
  /** Called once, when the pacer has computed its goals. */
  whenPaced: (() => void) | undefined;

  spanAllocated({ startAddr, npages }: SpanView): void {
    this.spans.push({ base: startAddr, npages });
  }

  spanSwept({ startAddr }: SpanView): void {
    this.swept.push(startAddr);
  }

  pagesScavenged(_base: Addr, npages: Pages): void {
    this.scavenged += npages * PAGE_BYTES;
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
    pagesScavenged: (base: Addr, npages: Pages) => answers.pagesScavenged(base, npages),
    paced: () => answers.paced(),
  };
  return new Proxy(heard as GoEvents, {
    get: (events, name) => (name in heard ? Reflect.get(events, name) : letPass) as unknown,
  });
}

function letPass(): void {}
