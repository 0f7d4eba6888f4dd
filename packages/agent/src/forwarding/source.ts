// What a forwarder follows: something that each tenant has, numbered in the order in which it becomes visible.

export interface Source<Item> {
  /** The newest number of each tenant. Whatever has a number up to it is there to be read. */
  newest(): Promise<ReadonlyMap<string, number>>;
  /** What comes behind a number, up to the newest. */
  page(tenant: string, after: number, newest: number): Promise<Page<Item>>;
  numberOf(item: Item): number;
  /** The protobuf body of one export request. */
  encode(items: readonly Item[]): Buffer;
}

export interface Page<Item> {
  /** What goes out, oldest first. */
  readonly items: readonly Item[];
  /** Everything up to this number was looked at. */
  readonly through: number;
  /** There may be more behind it. */
  readonly isFull: boolean;
}

/** Most that is read at once, and sent in one request. */
export const PAGE_ITEMS = 512;
