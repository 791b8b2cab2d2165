import { createOpenAI } from '@ai-sdk/openai';
import { modesOf } from './ai-sdk.mjs';

export default modesOf(({ url, model }) => createOpenAI({ baseURL: url, apiKey: 'none' }).chat(model));
