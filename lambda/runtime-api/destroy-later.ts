const lingerMs = 1000;

/**
 * Ends a connection whose client still writes. At once would be a reset, which may overtake the answer
 * and take it from the client.
 */
export function destroyLater(stream: { destroy(): unknown }): void {
  setTimeout(() => stream.destroy(), lingerMs).unref();
}
