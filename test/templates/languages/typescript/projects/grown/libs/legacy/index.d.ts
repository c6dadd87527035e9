export function inCents(amount: number): number;
export const place: string;
