/** What the page is told that its request is refused for. */
export class PageError extends Error {
  override readonly name = 'PageError';
  /** Of HTTP. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
