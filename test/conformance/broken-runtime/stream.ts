import { hasDefect } from './defect.ts';
import { errorReport } from './error-report.ts';
import type { Connection } from './http.ts';

interface Event {
  do: string;
  parts: string[];
  times?: number;
  fails?: boolean;
}

const head = { statusCode: 201, headers: { 'x-part': 'head' }, cookies: ['a=1', 'b=2'] };
const httpType = 'application/vnd.awslambda.http-integration-response';
const [typeTrailer, bodyTrailer] = [
  'Lambda-Runtime-Function-Error-Type',
  'Lambda-Runtime-Function-Error-Body',
];

/** Answers in the parts that the event has. */
export async function stream(connection: Connection, path: string, event: Event): Promise<void> {
  const { parts, times = 1, fails = false } = event;
  const isHttp = event.do === 'http-stream';
  const { body, answer } = connection.open(path, {
    'Content-Type': isHttp ? httpType : 'text/plain',
    'Transfer-Encoding': 'chunked',
    ...(!hasDefect('stream-parts') && { 'Lambda-Runtime-Function-Response-Mode': 'streaming' }),
    Trailer: `${typeTrailer}, ${bodyTrailer}`,
  });
  if (isHttp) {
    body.write(JSON.stringify(head));
    if (!hasDefect('stream-http')) body.write(Buffer.alloc(8));
  }
  const most = hasDefect('stream-large') ? 6 : times;
  for (let n = 0; n < Math.min(times, most); n += 1) for (const part of parts) body.write(part);
  if (fails && !hasDefect('stream-fails')) {
    const report = Buffer.from(errorReport(new Error('half-way'))).toString('base64');
    body.addTrailers([
      [typeTrailer, 'Function.Error'],
      [bodyTrailer, report],
    ]);
  }
  body.end();
  await answer;
}
