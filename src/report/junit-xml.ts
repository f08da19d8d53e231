/** Writing XML 1.0: elements, attributes, and text of any kind in them. */

type Value = string | number | boolean;

/** ` name="value"` for each. */
export function attributes(values: Readonly<Record<string, Value>>): string {
  const each = Object.entries(values).map(([name, value]) => ` ${name}="${quoted(String(value))}"`);
  return each.join('');
}

/** An element with others in it, each on lines of its own. */
export function element(
  name: string,
  values: Readonly<Record<string, Value>>,
  children: readonly string[],
): string {
  return [`<${name}${attributes(values)}>`, ...children, `</${name}>`].join('\n');
}

/** As the content of an element. A reader would take a lone carriage return for the end of a line. */
export function xmlText(text: string): string {
  return escaped(text).replaceAll('\r', '&#13;');
}

/** Between double quotes, where a reader would take all white space for a blank. */
function quoted(text: string): string {
  return escaped(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;');
}

function escaped(text: string): string {
  return text
    .replaceAll(FORBIDDEN, named)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** What a document cannot hold in any form: control characters, halves of a pair, and two that are no characters. */
const FORBIDDEN =
  // eslint-disable-next-line no-control-regex -- these are what it is about
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Its number, as JSON writes it. */
function named(character: string): string {
  return String.raw`\u` + character.charCodeAt(0).toString(16).padStart(4, '0');
}
