// Tokens of payment, messaging and business services.
import { tokenDetectors, type TokenRow } from './vendor-token.ts';

const slack = (prefix: string): TokenRow => [
  'SLACK_TOKEN',
  prefix,
  '(?=[A-Za-z0-9-]{0,30}\\d{5})[A-Za-z0-9-]{12,300}',
];
const stripe = (prefix: string): TokenRow => ['STRIPE_KEY', prefix, '[A-Za-z0-9]{10,200}'];
const shopify = (prefix: string): TokenRow => ['SHOPIFY_TOKEN', prefix, '[A-Za-z0-9]{32}'];
const hook = (prefix: string, body: string): TokenRow => ['WEBHOOK_URL', prefix, body];

const rows: readonly TokenRow[] = [
  ...[
    'xoxb-',
    'xoxp-',
    'xoxa-',
    'xoxo-',
    'xoxr-',
    'xoxs-',
    'xoxc-',
    'xoxd-',
    'xoxe-',
    'xoxe.xoxb-',
    'xoxe.xoxp-',
    'xapp-',
  ].map(slack),
  hook('hooks.slack.com/', '(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{20,120}'),
  hook('discord.com/api/webhooks/', '\\d{15,20}/[A-Za-z0-9_-]{50,80}'),
  hook('discordapp.com/api/webhooks/', '\\d{15,20}/[A-Za-z0-9_-]{50,80}'),
  hook('chat.googleapis.com/v1/spaces/', '[A-Za-z0-9_-]{5,40}/messages\\?[A-Za-z0-9=&%_-]{20,300}'),
  ...['sk_live_', 'sk_test_', 'sk_prod_', 'rk_live_', 'rk_test_', 'rk_prod_'].map(stripe),
  ['STRIPE_KEY', 'whsec_', '[A-Za-z0-9+/=]{20,80}'],
  ['SENDGRID_KEY', 'SG.', '[A-Za-z0-9_=-]{10,40}[.=_-][A-Za-z0-9_.=-]{20,60}'],
  ['BREVO_KEY', 'xkeysib-', '[0-9a-f]{64}-[A-Za-z0-9]{16}'],
  ['MAILGUN_KEY', 'key-', '[0-9a-f]{32}(?![0-9a-zA-Z])'],
  ['TWILIO_KEY', 'SK', '[0-9a-f]{32}(?![0-9a-zA-Z])'],
  ...['shpat_', 'shpca_', 'shppa_', 'shpss_'].map(shopify),
  ['SQUARE_TOKEN', 'sq0atp-', '[A-Za-z0-9_-]{22}'],
  ['SQUARE_TOKEN', 'sq0csp-', '[A-Za-z0-9_-]{43}'],
  ['SQUARE_TOKEN', 'EAAA', '[A-Za-z0-9_-]{22,60}(?![A-Za-z0-9])'],
  ['FACEBOOK_TOKEN', 'EAA', '[MC][A-Za-z0-9]{100,300}'],
  ['EASYPOST_KEY', 'EZAK', '[A-Za-z0-9]{54}'],
  ['EASYPOST_KEY', 'EZTK', '[A-Za-z0-9]{54}'],
  ['FLUTTERWAVE_KEY', 'FLWSECK', '(?:_TEST)?-[0-9a-h]{12,32}(?:-X)?'],
  ['FLUTTERWAVE_KEY', 'FLWPUBK', '(?:_TEST)?-[0-9a-h]{32}-X'],
  ['DUFFEL_TOKEN', 'duffel_', '(?:test|live)_[A-Za-z0-9_=-]{43}'],
  ['SHIPPO_TOKEN', 'shippo_', '(?:live|test)_[0-9a-f]{40}'],
  ['RAZORPAY_KEY', 'rzp_', '(?:live|test)_[A-Za-z0-9]{14,30}'],
  ['XENDIT_KEY', 'xnd_', '(?:production|development)_[A-Za-z0-9]{20,100}'],
  ['MIDTRANS_KEY', 'Mid-server-', '[A-Za-z0-9_-]{16,40}'],
  ['MIDTRANS_KEY', 'SB-Mid-server-', '[A-Za-z0-9_-]{16,40}'],
  [
    'PLAID_TOKEN',
    'access-',
    '(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ],
  ['DROPBOX_TOKEN', 'sl.', '[A-Za-z0-9_=-]{130,1000}'],
  ['FRAMEIO_TOKEN', 'fio-u-', '[A-Za-z0-9_=-]{64}'],
  [
    'OKTA_TOKEN',
    '00',
    '(?=[A-Za-z0-9_=-]{0,40}[A-Z])(?=[A-Za-z0-9_=-]{0,40}[a-z])[A-Za-z0-9_=-]{40}(?![A-Za-z0-9_=-])',
  ],
];

/** Slack, Stripe, SendGrid, Twilio, Midtrans, Xendit and the rest of the business shelf. */
export const serviceTokens = tokenDetectors(rows);
