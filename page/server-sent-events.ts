/** One message of a stream. */
export interface StreamMessage {
  readonly type: string;
  readonly data: string;
  readonly id: string;
}

/**
 * Reads Server-Sent Events from pieces of text (HTML standard, "Server-sent events"), as EventSource would, which cannot send
 * a token. Lines end with \n.
 */
export function createStreamParser(
  onMessage: (message: StreamMessage) => void,
): (piece: string) => void {
  let rest: string[] = [];
  let type = '';
  let data = '';
  let id = '';

  function line(text: string): void {
    if (text === '') {
      if (data !== '') onMessage({ type: type === '' ? 'message' : type, data, id });
      type = '';
      data = '';
      return;
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/s.exec(text)!;
    if (field === 'event') type = value;
    else if (field === 'data') data += value;
    else if (field === 'id') id = value;
  }

  return (piece) => {
    const lines = piece.split('\n');
    rest.push(lines[0]!);
    if (lines.length === 1) return;
    line(rest.join(''));
    for (const each of lines.slice(1, -1)) line(each);
    rest = [lines.at(-1)!];
  };
}
