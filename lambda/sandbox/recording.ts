/** Text that is added piece by piece, of which the beginning and the end are kept. */
export interface Recording {
  add(text: string): void;
  text(): string;
}

/** In characters; CloudWatch's limit for one event of a log is a quarter of a million. */
const mostAtEachEnd = 1024 * 1024;

/** Small pieces are joined, so that there are few. */
const pieceLength = 64 * 1024;

export function createRecording(most = mostAtEachEnd): Recording {
  let beginning = '';
  let end: string[] = [];
  let endLength = 0;
  let leftOut = 0;

  return {
    add(text) {
      const room = most - beginning.length;
      beginning += text.slice(0, room);
      const rest = text.slice(room);
      if (rest === '') return;
      const last = end.at(-1);
      if (last !== undefined && last.length + rest.length <= pieceLength) {
        end[end.length - 1] = last + rest;
      } else {
        end.push(rest);
      }
      endLength += rest.length;
      while (endLength - end[0]!.length >= most) {
        leftOut += end[0]!.length;
        endLength -= end[0]!.length;
        end = end.slice(1);
      }
    },
    text() {
      if (leftOut === 0) return beginning + end.join('');
      return `${beginning}\n[${leftOut} characters of the log are left out here]\n${end.join('')}`;
    },
  };
}
