import { printableText } from '../../terminal/printable.ts';
import type { LogSource } from '../../lambda/sandbox/log.ts';

/**
 * Lines of Lambda's and of this command: a function cannot write any that are taken for them. In a terminal, other
 * characters than line feed begin a line, too.
 */
const likeOurs =
  /(^|[\n\r\v\f\u0085\u2028\u2029])(?=(?:START|END|REPORT) RequestId: |INIT_REPORT |The function failed: |\[\d+ characters of the log are left out|\S+ \S+ Task timed out after )/g;

/** Colours and other renditions of characters, which move nothing. */
// oxlint-disable-next-line no-control-regex -- it is what is looked for
const rendition = /(\u001B\[[\d;:]{0,40}m)/;

/** In characters: what a slow reader has not taken yet. */
const mostUnread = 8 * 1024 * 1024;

/**
 * Prints a log on standard error: that of the function as it is, except that a backslash is put before lines like Lambda's. To a
 * terminal, only colours are passed on, and nothing that moves the cursor. The function never waits for a reader: what one is too slow
 * for is left out, and how much that is, is said.
 */
export function logPrinter(stream: NodeJS.WriteStream): (text: string, source: LogSource) => void {
  let isAtStartOfLine = true;
  let isColoured = false;
  let leftOut = 0;
  return (text, source) => {
    if (source === 'function' && stream.writableLength > mostUnread) {
      if (leftOut === 0) stream.once('drain', tellLeftOut);
      leftOut += text.length;
      return;
    }
    tellLeftOut();
    if (source === 'lambda') printOurs(text);
    else stream.write(stream.isTTY ? forTerminal(guarded(text)) : guarded(text));
    isAtStartOfLine = text.endsWith('\n');
  };

  function printOurs(text: string): void {
    stream.write(isColoured ? `\u001B[0m${text}` : text);
    isColoured = false;
  }

  function tellLeftOut(): void {
    if (leftOut === 0) return;
    const start = isAtStartOfLine ? '' : '\n';
    printOurs(`${start}[${leftOut} characters of the log are left out: it was read too slowly]\n`);
    leftOut = 0;
    isAtStartOfLine = true;
  }

  function guarded(text: string): string {
    return text.replaceAll(likeOurs, (found, start: string, at: number) =>
      at === 0 && start === '' && !isAtStartOfLine ? found : `${start}\\`,
    );
  }

  function forTerminal(text: string): string {
    const parts = text.replaceAll('\r\n', '\n').split(rendition);
    isColoured ||= parts.length > 1;
    return parts.map((part, index) => (index % 2 === 1 ? part : printableText(part))).join('');
  }
}
