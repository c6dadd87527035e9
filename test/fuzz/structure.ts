/** Makes something of which an input consists: as large as `size` says, in its own unit. */
export type Structure<Made> = (random: () => number, size: number) => Made;
