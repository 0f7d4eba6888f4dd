// Every entity finds what it must and leaves what it must; a second masking changes nothing.
import { describe, expect, test } from '@jest/globals';
import { createMasker, ENTITIES } from '../src/index.ts';
import { caseFolders, matchCases, skipCases } from './support/cases.ts';

const masker = createMasker();
const maskText = (text: string) => masker.maskText(text);

for (const folder of caseFolders()) {
  describe(folder, () => {
    test.each(matchCases(folder).map((item, i) => ({ ...item, i })))('masks case $i', ({ text, masked }) => {
      expect(maskText(text).text).toBe(masked);
    });

    test.each(skipCases(folder).map((text, i) => ({ text, i })))('leaves case $i', ({ text }) => {
      expect(maskText(text)).toEqual({ text, redactions: {} });
    });

    test('is idempotent on its cases', () => {
      for (const { masked } of matchCases(folder)) expect(maskText(masked).text).toBe(masked);
    });
  });
}

test('no entity of the registry goes without a match case', () => {
  const masked = caseFolders().flatMap((folder) => matchCases(folder).map((item) => item.masked));
  const uncovered = ENTITIES.filter(({ name }) => !masked.some((text) => text.includes(`[${name}]`)));
  expect(uncovered.map(({ name }) => name)).toEqual([]);
});

test('no case speaks of an entity that the registry does not know', () => {
  const known = new Set(ENTITIES.map(({ name }) => name));
  const spoken = caseFolders().flatMap((folder) =>
    matchCases(folder).flatMap(({ masked }) =>
      Array.from(masked.matchAll(/\[([A-Z_]+)\]/g), ([, name]) => name),
    ),
  );
  expect(spoken.filter((name) => name === undefined || !known.has(name))).toEqual([]);
});
