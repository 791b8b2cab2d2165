import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { modesOf } from './ai-sdk.mjs';

const model = (more) => (context) =>
    createOpenAICompatible({ name: 'tenon', baseURL: context.url, ...more })(context.model);
const modes = modesOf(model({ supportsStructuredOutputs: true, includeUsage: true }));

// Unless it is told otherwise it asks for any object and hopes: no schema is sent.
const { answer } = modesOf(model({}));

export default { ...modes, 'any object': async (context) => answer(context).catch((e) => JSON.parse(e.text)) };
