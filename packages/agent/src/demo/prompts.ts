// What people type in the demo. The captures all hold one prompt; these stand in for it, with planted values to be masked.

/** People, numbers and keys are made up: reserved domains, test card numbers, keys of the form without the substance. */
export const PROMPTS: readonly string[] = [
  'Why does the checkout test fail on Windows only? Start with the log of the last run.',
  'Rename the flag everywhere and keep the old name working for one release.',
  'The customer jane.doe@example.com was charged twice on card 4111 1111 1111 1111. Find the code path.',
  'Write a migration that adds an index on orders(created_at), and one that takes it away again.',
  'Explain what this regular expression matches, then make it linear.',
  'Call the staging API with Authorization: Bearer c3RhZ2luZy1kZW1vLXRva2VuLTAwMDAwMDAw and show the answer.',
  'Tidy the imports of the payments package. Do not touch the generated files.',
  'Reproduce the report of john.roe@example.org, phone +62 812-3456-7890: the export is empty.',
  'Bump the base image and tell me what changed in its release notes.',
  'Is anything in this folder still used? List what can go.',
  'The refund to IBAN DE89 3704 0044 0532 0130 00 is stuck. Which job should have sent it?',
  'Add a property test for the parser: whatever is encoded is decoded to the same.',
  'Load customers.csv and drop the row with NIK 3171234567890123.',
  'Make the retry wait with jitter, at most five seconds.',
  'Connect with postgres://report:correct-horse-battery@db.example.net/orders and count yesterday’s orders.',
  'Draft the change log entry for this branch in two sentences.',
  'Review the diff for races. Be strict about the shutdown path.',
  'Say hi with the shell. My card is 4111 1111 1111 1111, mail jane.doe@example.com, NIK 3171234567890123.',
];
