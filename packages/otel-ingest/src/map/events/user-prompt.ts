// user_prompt: what a person asked.
import { generic } from './generic.ts';
import type { EventMapping } from './mapping.ts';

/** Newer clients send the same text under a second key: one copy is enough, a different text stays. */
export const userPrompt: EventMapping = {
  takeColumns: (fields) => {
    const { values } = fields;
    if (values.get('prompt_text') === values.get('prompt')) values.delete('prompt_text');
    return generic.takeColumns(fields);
  },
  sizeKeys: ['prompt_length'],
};
