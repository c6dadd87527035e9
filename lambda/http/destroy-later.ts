const lingerMs = 1000;

/**
 * Closes a connection whose client is still writing. Closing it at once would send a reset, which can reach the client
 * before it has read the response.
 */
export function destroyLater(stream: { destroy(): unknown }): void {
  setTimeout(() => stream.destroy(), lingerMs).unref();
}
