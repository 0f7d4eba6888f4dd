// Reads from a name (`DB_PASSWORD`, `clientSecret`, `x-api-key`) what kind of secret stands behind it, if any.

/**
 * `password`: whatever stands there is one. `secret`: a value of some strength. `key`: only a random value, because
 * many keys are no secrets.
 */
export type SecretKind = 'password' | 'secret' | 'key';

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const hint =
  /pass|pw|psk|secret|token|key|cred|auth|sandi|pin|otp|cookie|jwt|mnemonic|phrase|sig|sas|code|hmac/i;

/** A last word that turns a secret into something about it. */
const about = set(
  'name path file filename url uri type length len count size limit policy ttl expiry expires expiration field label ' +
    'hint prompt manager ref reference version enabled required reset input column index dir directory location ' +
    'endpoint algorithm alg format prefix suffix rules strength min max validator error message generator provider ' +
    'store arn rotation age usage budget used bucket kind header param placeholder title regex pattern help text ' +
    'description service handler factory class exists valid changed updated created at date time mode scope scopes ' +
    'set list map names paths files ids status state source info data support combination stdin env variable',
);
const passwords = set('pass pwd pw psk passcode pgpass pincode userpass dbpass rootpass storepass keypass');
const passwordEnd = /(?:password|passwd|passwort|passphrase|sandi|passw|pwd)s?\d*$/;
const secretEnd = /(?:secret|secrete|token|credential|cred|apikey|secretkey|privatekey|jwt|mnemonic)s?\d*$/;
const alone = set('auth authorization cookie bearer sas xauth');
const keyEnd = /(?:access|auth|shared|account|master|license|licence|ssh|encryption|signing|session)key\d*$/;

/** `…_key` that name no secret. */
const harmless = set(
  'public primary foreign partition sort cache map row unique index group idempotency registry event object hash range ' +
    'composite candidate natural surrogate translation message storage lookup file search arrow hot short enter escape ' +
    'home delete down up press field query route routing column dict json property issuer dedupe parent child feature ' +
    'last first next prev entry dataset schema site publishable anon x metadata react item sorting context meta',
);

/** `dbPassword2`, `DB_PASSWORD` and `db.password` come apart into lower-case words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

const kindOfKey = (words: readonly string[]): SecretKind | undefined => {
  const at = words.lastIndexOf('key');
  if (at < 0) return words.some((word) => keyEnd.test(word)) ? 'key' : undefined;
  const before = words[at - 1];
  if (before === undefined || harmless.has(before)) return undefined;
  return before === 'secret' || before === 'api' || before === 'private' ? 'secret' : 'key';
};

const kindOfWords = (words: readonly string[]): SecretKind | undefined => {
  const last = words.at(-1) ?? '';
  if (last === 'pin' || last === 'otp' || words.some((word) => passwords.has(word) || passwordEnd.test(word)))
    return 'password';
  if (words.some((word) => secretEnd.test(word)) || alone.has(last)) {
    return harmless.has(words[0] ?? '') && words[0] === 'public' ? undefined : 'secret';
  }
  return kindOfKey(words);
};

/** The kind of secret that `name` announces. */
export function secretKind(name: string): SecretKind | undefined {
  if (!hint.test(name)) return undefined;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (about.has(last)) return undefined;
  if (last === 'id' && words.at(-2) !== 'secret') return undefined;
  return kindOfWords(words);
}

const parameters = set(
  'sig signature key code access_token refresh_token id_token apikey api_key token auth hmac otp sas ticket x-amz-signature x-amz-security-token x-goog-signature se_sig awsaccesskeyid',
);

/** Parameters of signed and authorised URLs whose value is a secret when it is long and random. */
export function isSecretParameter(name: string): boolean {
  return parameters.has(name.toLowerCase());
}
