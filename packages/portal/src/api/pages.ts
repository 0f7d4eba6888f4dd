// Page after page of a report: options of a query that goes on behind `next_cursor`.
type Place = { readonly cursor: string } | undefined;

export const FROM_THE_START = {
  initialPageParam: undefined as Place,
  getNextPageParam: ({ next_cursor }: { readonly next_cursor: string | null }): Place =>
    next_cursor === null ? undefined : { cursor: next_cursor },
};
