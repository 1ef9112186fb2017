/** One page of a listing. `next` is the service's own token; when it is absent the listing is complete. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}
