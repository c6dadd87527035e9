import { crc32 } from 'node:zlib';

/**
 * A message of `application/vnd.amazon.eventstream`: an event of that type. Its parts, big-endian: the length of all,
 * the length of the headers, a CRC-32 of these two, the headers, the payload, a CRC-32 of everything before.
 *
 * https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
 */
export function eventStreamMessage(type: string, contentType: string, payload: Uint8Array): Buffer {
  const headers = Buffer.concat([
    // The SDK for JavaScript fails without it.
    stringHeader(':message-type', 'event'),
    stringHeader(':event-type', type),
    stringHeader(':content-type', contentType),
  ]);
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(prelude.length + headers.length + payload.length + 4, 0);
  prelude.writeUInt32BE(headers.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const end = Buffer.alloc(4);
  end.writeUInt32BE([prelude, headers, payload].reduce((crc, part) => crc32(part, crc), 0));
  return Buffer.concat([prelude, headers, payload, end]);
}

/** The type of a value that is a string. */
const stringType = 7;

function stringHeader(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.of(name.length),
    Buffer.from(name),
    Buffer.of(stringType),
    length,
    Buffer.from(value),
  ]);
}
