/** Text of definitions as Markdown. */
import type { Source } from '../../spec/sources.ts';

/** Where Go 1.19's sources can be read. */
const GO = 'https://github.com/golang/go/blob/go1.19/src/runtime';
const GO_ISSUES = 'https://github.com/golang/go/issues';

/** Text that means nothing to Markdown, in a table too. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, String.raw`\$&`);
}

/** A source, linked where it is known where it can be read. */
export function linkedSource({ text }: Source): string {
  const [, file = '', symbol = ''] =
    /^Go 1\.19 runtime\/([\w.]+\.(?:go|s)), (.*)$/.exec(text) ?? [];
  if (file !== '') return `Go 1.19 [runtime/${file}](${GO}/${file}), ${escaped(symbol)}`;
  const [, number = '', what = ''] = /^golang\/go#(\d+): (.*)$/.exec(text) ?? [];
  if (number !== '') return `[golang/go#${number}](${GO_ISSUES}/${number}): ${escaped(what)}`;
  return escaped(text);
}
