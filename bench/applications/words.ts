/** Names for what an application has many of. */
const things =
  'order account address batch booking cart channel contact coupon delivery document invoice item ledger parcel'.split(
    ' ',
  );

const fields =
  'id name title state total amount currency created updated owner email phone street city country zone quantity weight'.split(
    ' ',
  );

export function thing(number: number): string {
  return things[number % things.length]!;
}

/** As many fields, other ones for each `number`. */
export function fieldsOf(number: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => fields[(number * 5 + at) % fields.length]!);
}

export function list<Item>(count: number | undefined, item: (number: number) => Item): Item[] {
  return Array.from({ length: count ?? 0 }, (_, at) => item(at));
}

/** `store_history` becomes StoreHistory. */
export function camel(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
