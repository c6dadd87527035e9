import type { ServerResponse } from 'node:http';

import type { Journal, JournalEntry } from '../journal.ts';
import type { Hello } from './protocol.ts';
import { pageHeaders } from './static-files.ts';

/** Proxies close a connection without traffic, and the page takes one for lost. */
const pingMs = 15_000;

/**
 * Sends the journal as Server-Sent Events (HTML standard, "Server-sent events"): the entries after the last one that the page has, and then
 * each new one. No more is sent than the page reads: the rest waits in the journal, whose size is limited.
 */
export function streamJournal(
  response: ServerResponse,
  journal: Journal,
  hello: Hello,
  lastEventId: string | undefined,
): void {
  let last = lastSequence(hello, lastEventId);
  let isBlocked = false;
  let stop: (() => void) | undefined;

  function send(text: string): void {
    isBlocked = !response.write(text);
  }

  function pass(entry: JournalEntry): void {
    if (isBlocked) return;
    last = entry.sequence;
    send(`id: ${hello.run}-${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`);
  }

  function goOn(): void {
    isBlocked = false;
    stop?.();
    stop = journal.follow(pass, last);
  }

  response.writeHead(200, { ...pageHeaders, 'Content-Type': 'text/event-stream' });
  send(`event: hello\ndata: ${JSON.stringify(hello)}\n\n`);
  const ping = setInterval(() => isBlocked || send(': ping\n\n'), pingMs);
  response.on('drain', goOn);
  response.on('close', () => {
    clearInterval(ping);
    stop?.();
  });
  goOn();
}

/** 0 if the page has followed another run, or none. */
function lastSequence({ run }: Hello, lastEventId = ''): number {
  const [ofRun, sequence] = lastEventId.split('-');
  return ofRun === run && /^\d{1,15}$/.test(sequence ?? '') ? Number(sequence) : 0;
}
