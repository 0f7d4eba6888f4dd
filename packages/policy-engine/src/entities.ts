// The entities that this masker knows: the one list that code, tests and docs/formats/entities.md are checked against.

export type EntityGroup = 'personal' | 'indonesia' | 'national' | 'network' | 'secret';

export interface Entity {
  /** What stands in the brackets of its mask. */
  readonly name: string;
  readonly title: string;
  readonly group: EntityGroup;
  /** How it is told from other text, in a few words. */
  readonly found: string;
  /** Between findings of equal length the higher one names the mask. */
  readonly rank: number;
}

const entity = (name: string, title: string, group: EntityGroup, found: string, rank: number): Entity => ({
  name, title, group, found, rank,
}); // prettier-ignore

const vendor = (name: string, title: string): Entity =>
  entity(name, title, 'secret', 'prefix and shape of the vendor', 90);

const personal: readonly Entity[] = [
  entity('EMAIL', 'E-mail address', 'personal', '@ with a local part and a domain', 60),
  entity(
    'PHONE',
    'Phone number',
    'personal',
    'number plan after +, Indonesian and North American forms, trunk 0, key word',
    50,
  ),
  entity(
    'PAYMENT_CARD',
    'Payment card',
    'personal',
    'issuer prefix and length, Luhn digit; after a key word without',
    55,
  ),
  entity(
    'IBAN',
    'International bank account number',
    'personal',
    'country length and mod 97; after a key word without',
    70,
  ),
  entity('PASSPORT', 'Passport number', 'personal', 'key word and one or two letters with digits', 57),
  entity('DATE_OF_BIRTH', 'Date of birth', 'personal', 'key word and a date', 56),
  entity(
    'CRYPTO_WALLET',
    'Wallet address',
    'personal',
    'base58 or bech32 checksum, 0x and 40 hexadecimal digits',
    72,
  ),
  entity('USERNAME', 'User name in a home directory', 'personal', '/home, /Users, C:\\Users', 40),
];

const indonesia: readonly Entity[] = [
  entity(
    'NIK',
    'Identity number (KTP)',
    'indonesia',
    'province, region, date and serial; after a key word any 16 digits',
    75,
  ),
  entity('KK', 'Family card number', 'indonesia', 'key word and 16 digits', 76),
  entity(
    'NPWP',
    'Tax number, 15 or 16 digits',
    'indonesia',
    'punctuation, or Luhn digit and branch, or key word',
    77,
  ),
  entity(
    'NITKU',
    'Number of a place of business',
    'indonesia',
    'NPWP and branch, or key word and 22 digits',
    78,
  ),
  entity('BPJS', 'Social security number', 'indonesia', 'key word and 11 or 13 digits', 60),
  entity('NIP', 'Number of a civil servant', 'indonesia', 'dates and sex, or key word and 18 digits', 60),
  entity('SIM', 'Driving licence', 'indonesia', 'key word and 12 to 14 digits', 58),
  entity('PLATE', 'Licence plate', 'indonesia', 'key word and region letters, digits, letters', 57),
  entity('BANK_ACCOUNT', 'Bank account', 'indonesia', 'key word and 10 to 16 digits', 45),
];

const national: readonly Entity[] = [
  entity(
    'US_SSN',
    'US social security number',
    'national',
    'written 3-2-4 with a possible area, or key word',
    62,
  ),
  entity(
    'US_ITIN',
    'US individual taxpayer number',
    'national',
    'written 3-2-4 with 9 in front, or key word',
    63,
  ),
  entity('US_ROUTING', 'US bank routing number', 'national', 'key word and check digit', 61),
  entity('UK_NINO', 'UK national insurance number', 'national', 'letters and digits of its shape', 68),
  entity('UK_NHS', 'UK NHS number', 'national', 'key word and ten digits', 61),
  entity(
    'IN_AADHAAR',
    'Indian Aadhaar number',
    'national',
    'written 4-4-4 with its Verhoeff digit, or key word',
    62,
  ),
  entity('IN_PAN', 'Indian tax number (PAN)', 'national', 'letters and digits of its shape', 68),
  entity('SG_NRIC', 'Singapore NRIC and FIN', 'national', 'check letter', 69),
  entity('AU_TFN', 'Australian tax file number', 'national', 'key word and nine digits', 61),
  entity(
    'AU_ABN',
    'Australian business number',
    'national',
    'written 2-3-3-3 with its check, or key word',
    61,
  ),
  entity(
    'CA_SIN',
    'Canadian social insurance number',
    'national',
    'written 3-3-3 with its Luhn digit, or key word and Luhn digit',
    61,
  ),
  entity('ES_NIF', 'Spanish NIF and NIE', 'national', 'check letter', 69),
  entity('IT_FISCAL_CODE', 'Italian fiscal code', 'national', 'letters and digits of its shape', 69),
  entity('PL_PESEL', 'Polish PESEL', 'national', 'key word and eleven digits', 61),
  entity(
    'KR_RRN',
    'Korean resident number',
    'national',
    'written 6-7 with a possible date, or key word and date',
    64,
  ),
  entity('TAX_ID', 'Tax number of another country', 'national', 'key word and eleven digits', 59),
];

const network: readonly Entity[] = [
  entity('IP_ADDRESS', 'Public IP address', 'network', 'IPv4 and IPv6 outside reserved ranges', 40),
  entity('MAC_ADDRESS', 'MAC address', 'network', 'six pairs or three dotted groups', 41),
];

const secrets: readonly Entity[] = [
  entity('PASSWORD', 'Password', 'secret', 'name of a password and a value; options of commands', 30),
  entity('SECRET', 'Secret value', 'secret', 'name of a secret or key and a strong value', 20),
  entity('AUTHORIZATION', 'HTTP credentials', 'secret', 'Bearer, Basic or Token and a value', 35),
  entity('URL_CREDENTIALS', 'User and password in a URL', 'secret', 'before the @ of an authority or data source name', 50),
  entity('PRIVATE_KEY', 'Private key', 'secret', 'PEM or PGP armour, whole or cut', 95),
  entity('JWT', 'JSON Web Token, licences included', 'secret', 'base64url parts of which the first is an object', 80),
  vendor('GOVERNANCE_TOKEN', 'Token of this product'),
  ...[
    ['AWS_ACCESS_KEY', 'AWS key'], ['AWS_SESSION_TOKEN', 'AWS session token'], ['GOOGLE_KEY', 'Google key or token'],
    ['AZURE_SECRET', 'Azure client secret'], ['DIGITALOCEAN_TOKEN', 'DigitalOcean token'],
    ['ALIBABA_KEY', 'Alibaba Cloud key'], ['YANDEX_TOKEN', 'Yandex token'], ['CLOUDFLARE_TOKEN', 'Cloudflare token'],
    ['HEROKU_KEY', 'Heroku key'], ['VERCEL_TOKEN', 'Vercel token'], ['NETLIFY_TOKEN', 'Netlify token'],
    ['FLY_TOKEN', 'Fly.io token'], ['RENDER_KEY', 'Render key'], ['SUPABASE_KEY', 'Supabase key'],
    ['PLANETSCALE_TOKEN', 'PlanetScale token'], ['VAULT_TOKEN', 'HashiCorp Vault token'],
    ['TERRAFORM_TOKEN', 'Terraform Cloud token'], ['DOPPLER_TOKEN', 'Doppler token'], ['PULUMI_TOKEN', 'Pulumi token'],
    ['PREFECT_KEY', 'Prefect key'], ['DATABRICKS_TOKEN', 'Databricks token'], ['DYNATRACE_TOKEN', 'Dynatrace token'],
    ['GRAFANA_TOKEN', 'Grafana token'], ['SENTRY_TOKEN', 'Sentry token'], ['NEWRELIC_KEY', 'New Relic key'],
    ['TAILSCALE_KEY', 'Tailscale key'], ['OPENSHIFT_TOKEN', 'OpenShift token'], ['ONEPASSWORD_TOKEN', '1Password token'],
    ['AGE_SECRET_KEY', 'age secret key'], ['HARNESS_TOKEN', 'Harness token'], ['LAUNCHDARKLY_KEY', 'LaunchDarkly key'],
    ['CONTENTFUL_TOKEN', 'Contentful token'], ['AUTHRESS_KEY', 'Authress key'], ['POSTHOG_KEY', 'PostHog key'],
    ['SONAR_TOKEN', 'SonarQube token'], ['INFRACOST_KEY', 'Infracost key'], ['DNKEY', 'Digital Nova key'],
    ['GITHUB_TOKEN', 'GitHub token'], ['GITLAB_TOKEN', 'GitLab token'], ['BITBUCKET_TOKEN', 'Bitbucket token'],
    ['ATLASSIAN_TOKEN', 'Atlassian token'], ['NPM_TOKEN', 'npm token'], ['PYPI_TOKEN', 'PyPI token'],
    ['RUBYGEMS_KEY', 'RubyGems key'], ['CLOJARS_TOKEN', 'Clojars token'], ['CRATES_TOKEN', 'crates.io token'],
    ['NUGET_KEY', 'NuGet key'], ['DOCKER_TOKEN', 'Docker Hub token'], ['ARTIFACTORY_KEY', 'Artifactory key'],
    ['ANTHROPIC_KEY', 'Anthropic key'], ['OPENAI_KEY', 'OpenAI key'], ['MODEL_VENDOR_KEY', 'Key of another model vendor'],
    ['HUGGINGFACE_TOKEN', 'Hugging Face token'], ['FIGMA_TOKEN', 'Figma token'], ['LINEAR_KEY', 'Linear key'],
    ['NOTION_TOKEN', 'Notion token'], ['POSTMAN_KEY', 'Postman key'], ['README_KEY', 'ReadMe key'],
    ['AIRTABLE_TOKEN', 'Airtable token'], ['ASANA_TOKEN', 'Asana token'], ['OCTOPUS_KEY', 'Octopus Deploy key'],
    ['SOURCEGRAPH_TOKEN', 'Sourcegraph token'],
  ['TYPEFORM_TOKEN', 'Typeform token'], ['SLACK_TOKEN', 'Slack token'], ['WEBHOOK_URL', 'Webhook with its secret'],
    ['STRIPE_KEY', 'Stripe key'], ['SENDGRID_KEY', 'SendGrid key'], ['BREVO_KEY', 'Brevo key'],
    ['MAILGUN_KEY', 'Mailgun key'], ['MAILCHIMP_KEY', 'Mailchimp key'], ['TWILIO_KEY', 'Twilio key'],
    ['SHOPIFY_TOKEN', 'Shopify token'], ['SQUARE_TOKEN', 'Square token'], ['FACEBOOK_TOKEN', 'Facebook token'],
    ['EASYPOST_KEY', 'EasyPost key'], ['FLUTTERWAVE_KEY', 'Flutterwave key'], ['DUFFEL_TOKEN', 'Duffel token'],
    ['SHIPPO_TOKEN', 'Shippo token'], ['RAZORPAY_KEY', 'Razorpay key'], ['XENDIT_KEY', 'Xendit key'],
    ['MIDTRANS_KEY', 'Midtrans key'], ['PLAID_TOKEN', 'Plaid token'], ['DROPBOX_TOKEN', 'Dropbox token'],
    ['FRAMEIO_TOKEN', 'Frame.io token'], ['OKTA_TOKEN', 'Okta token'], ['TELEGRAM_TOKEN', 'Telegram bot token'],
    ['DISCORD_TOKEN', 'Discord bot token'],
  ].map(([name = '', title = '']) => vendor(name, title)),
]; // prettier-ignore

/** Every entity, in the order of the documentation. */
export const ENTITIES: readonly Entity[] = [...personal, ...indonesia, ...national, ...network, ...secrets];
