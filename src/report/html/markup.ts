/** HTML as text in which what is not markup cannot become any. */
import { createHash } from 'node:crypto';

/** Text that is HTML. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** HTML from elsewhere, as it is: styles and scripts, of which not a byte may change. */
export function raw(text: string): Markup {
  return new Markup(text);
}

type Part = Markup | string | number | readonly Markup[] | undefined;

/** Of the sources, which the page has no use for. */
const INDENTS = /\n\s+/g;

/** html`<p>${text}</p>`: strings between the markup are escaped, and are what they are in every place of it. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = markup.map((piece, i) => {
    const part = i < parts.length ? textOf(parts[i]) : '';
    return piece.replaceAll(INDENTS, '\n') + part;
  });
  return new Markup(text.join(''));
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

/** JSON for a script element that is not run: nothing in it ends the element, or begins a comment. */
export function island(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

/** Of a style or a script, by which a page's policy allows it. */
export function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
