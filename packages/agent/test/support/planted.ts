/** Made-up values that the captures carry in prompts, commands and replies. */
export const PLANTED = [
  '4111 1111 1111 1111',
  '4111111111111111',
  'jane.doe@example.com',
  '3171234567890123',
  '3171015708900001',
  '01.234.567.8-901.000',
  '812-3456-7890',
];

/** As they are, and as base64 would carry them. */
export const PLANTED_TEXTS: readonly string[] = PLANTED.flatMap((value) => [
  value,
  Buffer.from(value).toString('base64'),
]);
