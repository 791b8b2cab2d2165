import { customTool } from '@langchain/openai';
import chatModes, { calls, chat, gathered, messages } from './langchain.mjs';
import { pattern } from './tasks.mjs';

const responses = (ask) => (context) => ask({ ...context, useResponsesApi: true });

const code = customTool(async () => '', {
    name: 'code', format: { type: 'grammar', syntax: 'regex', definition: pattern },
});
const writing = (context) => chat(context, {}, { tool_choice: 'required' }).bindTools([code]);

// Its parser of streamed calls takes the messages of the other endpoint only.
const { 'answer by a tool, streamed': none, ...modes } = chatModes;

export default {
    ...Object.fromEntries(Object.entries(modes).map(([mode, ask]) => [mode, responses(ask)])),
    'custom tool': responses(async (context) => calls(await writing(context).invoke(messages))),
    'custom tool, streamed': responses(
        async (context) => calls(await gathered(await writing(context).stream(messages)))),
};
