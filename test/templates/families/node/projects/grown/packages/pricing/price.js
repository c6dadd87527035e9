import { rate } from 'tax';

export const price = (net) => net * (1 + rate);
