// What became of a login: the answer, its code, and whether there is a session now.
import type { Person } from './person.ts';

/** More than any answer of a provider may have. */
export const LARGE = JSON.stringify({ text: 'x'.repeat(1_100_000) });

export const outcome = async (who: Person, url: string) => {
  const { status, text, response } = await who.visit(url);
  const type = response.headers.get('content-type') ?? '';
  const body: unknown = type.includes('json') ? JSON.parse(text) : text;
  const session = who.cookies(new URL(url).host).has('ga_session');
  return { status, code: (body as { code?: string }).code, session };
};
export const refused = (status: number, code: string) => ({ status, code, session: false });
