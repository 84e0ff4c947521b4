import { z } from 'zod';
import { idOrNumber } from '../run.ts';

export type Role = 'anyone' | 'viewer' | 'member' | 'admin';
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  path: string;
  summary: string;
  role: Role;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** By status; `null` = no body; `'stream'` = bytes or events, see `summary`. */
  responses: Record<number, z.ZodType | null | 'stream'>;
}

/** Lists: `filter` is `field:value` terms joined by `,`; `sort` is a field or `metric:<key>`, `-` first for descending. */
export const listQuery = z.object({
  q: z.string().max(200).optional(),
  filter: z.string().max(8000).optional(),
  sort: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** Holds the value of the last row shown, such as a name of 200 emoji. */
  cursor: z.string().max(4000).optional(),
});
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable(), total: z.int() });
}
export const byId = z.object({ id: idOrNumber });
export const accepted = z.object({ id: z.uuid(), number: z.int() });

/** A chart asks for a window and a number of buckets. */
export const seriesQuery = z.object({
  key: z.union([z.string(), z.array(z.string()).max(50)]),
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  buckets: z.coerce.number().int().min(1).max(5000).default(1000),
  /** `true`: instead of the points that count, those that the newest attempt to go on from a checkpoint replaced. */
  superseded: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
});
