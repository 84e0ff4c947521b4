import type { AnswerOf, ParsedBody, ParsedParams, ParsedQuery, RouteId, RouteOf } from '@trainyard/contracts/routes';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who asks; made by the sign-in hook, the same for keys and sessions. */
export interface Caller {
  id: string;
  name: string;
  role: 'admin' | 'member' | 'viewer';
}
type CallerOf<K extends RouteId> = RouteOf<K>['role'] extends 'anyone' ? null : Caller;

/** What one call of a route brings, parsed by its schemas. */
interface Call<K extends RouteId> {
  params: ParsedParams<K>;
  query: ParsedQuery<K>;
  body: ParsedBody<K>;
  caller: CallerOf<K>;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** JSON routes return their answer; the others send by themselves and return the reply. */
type Handler<K extends RouteId> = (
  call: Call<K>,
) => [AnswerOf<K>] extends [undefined] ? Promise<FastifyReply> | FastifyReply : Promise<AnswerOf<K>> | AnswerOf<K>;
export type Handlers<K extends RouteId = RouteId> = { [P in K]: Handler<P> };
