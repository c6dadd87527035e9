/** A longer one is cut: it would be wider than any screen, and takes as long to lay out as all others. */
const longestLine = 5000;

/** Adds the lines of a text that ends with a line. Some runtimes separate the lines of one record by \r. */
export function appendLines(lines: string[], text: string): string[] {
  const trimmed = text.endsWith('\n') ? text.slice(0, -1) : text;
  for (const line of trimmed.split(/\r?\n|\r/)) {
    lines.push(shownText(line.length > longestLine ? `${line.slice(0, longestLine)} …` : line));
  }
  return lines;
}

/** Colours and the like, for a terminal. */
// oxlint-disable-next-line no-control-regex
const terminalCodes = /\u001b\[[\d;?]*[A-Za-z]/g;
/** All but tab and the ends of lines. */
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** They change the order in which what follows is shown. */
const directions = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Without codes for a terminal, and with a mark for what is not seen. */
export function shownText(text: string): string {
  return text
    .replaceAll(terminalCodes, '')
    .replaceAll(control, '\ufffd')
    .replaceAll(directions, '\ufffd');
}
