import { TrainyardError } from '@trainyard/contracts';
import { createSession, createSignInLink, useSignInLink } from '@trainyard/store';
import { cookieName } from '../auth/caller.ts';
import { hashSecret, newSecret } from '../auth/secret.ts';
import type { Handlers } from '../http/handler.ts';
import type { Parts } from '../parts.ts';

export function signInRoutes({ store, settings, installation }: Parts): Handlers<'createSignInLink' | 'signIn' | 'me'> {
  return {
    async createSignInLink({ caller, request }) {
      const key = newSecret('link');
      const seconds = settings.signInLinkSeconds;
      const { expiresAt } = await createSignInLink(store, { keyHash: hashSecret(key), userId: caller.id, seconds });
      const base = settings.publicUrl ?? `${request.protocol}://${request.headers.host}`;
      return { url: `${base.replace(/\/+$/, '')}/sign-in?key=${key}`, expires_at: expiresAt };
    },
    async signIn({ query, request, reply }) {
      const user = await useSignInLink(store, hashSecret(query.key));
      if (user === null) throw new TrainyardError('sign-in-link-used');
      const token = newSecret('session');
      await createSession(store, { tokenHash: hashSecret(token), userId: user.id, seconds: settings.sessionSeconds });
      const secure = request.protocol === 'https' || settings.publicUrl?.startsWith('https:') === true;
      const maxAge = Math.round(settings.sessionSeconds);
      reply.setCookie(cookieName(installation), token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
      return reply.redirect('/', 302);
    },
    me: ({ caller: { id, name, role } }) => ({ id, name, role }),
  };
}
