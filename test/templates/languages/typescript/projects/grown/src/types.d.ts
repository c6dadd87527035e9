declare module '@acme/greeting' {
  export function greet(name: string): string;
}
declare module 'checksum' {
  export function checksum(text: string): number;
}
