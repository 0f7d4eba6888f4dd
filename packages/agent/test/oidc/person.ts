// Somebody with a browser, without the browser: keeps cookies per host and follows where it is sent.

export interface Visited {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly response: Response;
}

export interface Person {
  /** Follows redirects until there is a page, or until `stop` says that the next address is far enough. */
  readonly visit: (url: string, stop?: (next: string) => boolean) => Promise<Visited>;
  readonly send: (
    url: string,
    form: Readonly<Record<string, string>>,
    stop?: (next: string) => boolean,
  ) => Promise<Visited>;
  readonly cookies: (host: string) => ReadonlyMap<string, string>;
  readonly forget: (host: string, name: string) => void;
  readonly put: (host: string, name: string, value: string) => void;
}

type Jar = Map<string, Map<string, string>>;

export function person(accept = 'application/json'): Person {
  const jar: Jar = new Map();
  const of = (host: string): Map<string, string> => {
    const known = jar.get(host) ?? new Map<string, string>();
    jar.set(host, known);
    return known;
  };
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const mine = of(new URL(url).host);
    const cookie = [...mine].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept, ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    keep(mine, response);
    return response;
  };
  const follow = async (
    url: string,
    init: RequestInit,
    stop: (next: string) => boolean,
  ): Promise<Visited> => {
    const response = await ask(url, init);
    const text = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { url, status: response.status, text, response };
    const next = new URL(location, url).href;
    if (stop(next)) return { url: next, status: response.status, text, response };
    return follow(next, {}, stop);
  };
  return {
    visit: (url, stop = () => false) => follow(url, {}, stop),
    send: (url, form, stop = () => false) =>
      follow(url, { method: 'POST', body: new URLSearchParams(form) }, stop),
    cookies: of,
    forget: (host, name) => void of(host).delete(name),
    put: (host, name, value) => void of(host).set(name, value),
  };
}

function keep(cookies: Map<string, string>, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}
