/** One word after `lambda-container`. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  help(): string;
  run(args: readonly string[]): Promise<void>;
}
