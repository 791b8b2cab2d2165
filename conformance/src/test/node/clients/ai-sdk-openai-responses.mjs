import { createOpenAI } from '@ai-sdk/openai';
import { modesOf } from './ai-sdk.mjs';
import { pattern } from './tasks.mjs';

// As it comes it asks for responses. It sends what it was told before as references, unless it is told that nothing is stored.
const openai = ({ url }) => createOpenAI({ baseURL: url, apiKey: 'none' });

export default modesOf(
    (context) => openai(context)(context.model),
    { providerOptions: { openai: { store: false } } },
    (context) => openai(context).tools.customTool({ name: 'code', format: { type: 'grammar', syntax: 'regex', definition: pattern } }),
);
