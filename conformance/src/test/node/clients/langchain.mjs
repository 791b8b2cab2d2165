import { ChatOpenAI } from '@langchain/openai';
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { Nothing, Order, Person, limit, question, receipt } from './tasks.mjs';

const tools = [
    { name: 'order', description: 'Orders something.', schema: Order },
    { name: 'now', description: 'Tells the time.', schema: Nothing },
];
export const messages = [new SystemMessage('Be brief.'), new HumanMessage(question)];

export const chat = ({ url, model, seed, useResponsesApi = false }, more, kwargs) =>
    new ChatOpenAI({
        model, apiKey: 'none', configuration: { baseURL: url }, maxRetries: 0, useResponsesApi,
        modelKwargs: { seed, ...kwargs }, ...more,
    });

// With responses this client forgets a choice that is a word and names no tool, so that it is sent as it is.
function bound(context, options, more) {
    const words = { none: 'none', required: 'required', any: 'required' };
    const word = context.useResponsesApi && words[options.tool_choice];
    return chat(context, more, word && { tool_choice: word }).bindTools(tools, options);
}

export function calls(message) {
    const made = (message.tool_calls ?? []).map((call) => ({ name: call.name, arguments: call.args }));
    if (message.invalid_tool_calls?.length > 0) {
        throw new Error(JSON.stringify(message.invalid_tool_calls));
    }
    return { calls: made, text: message.text };
}

const structured = (context, method) => chat(context).withStructuredOutput(Person, { name: 'person', method });

async function asked(context, options, more) {
    return calls(await bound(context, options, more).invoke(messages));
}

export async function gathered(stream) {
    let whole;
    for await (const chunk of stream) {
        whole = whole === undefined ? chunk : whole.concat(chunk);
    }
    return whole;
}

async function loop(context, ask) {
    const model = chat(context, { maxTokens: limit }).bindTools([tools[0]]);
    const talk = [...messages];
    const made = [];
    for (let step = 0; step < 3; step += 1) {
        const reply = await ask(model, talk);
        const turn = calls(reply);
        made.push(...turn.calls);
        if (turn.calls.length === 0 || step === 2) {
            return { calls: made, text: turn.text };
        }
        talk.push(reply, ...reply.tool_calls.map((call) =>
            new ToolMessage({ content: receipt, tool_call_id: call.id })));
    }
}

export default {
    answer: (context) => structured(context, 'jsonSchema').invoke(messages),
    'answer, streamed': async (context) => {
        let last;
        for await (const part of await structured(context, 'jsonSchema').stream(messages)) {
            last = part;
        }
        return last;
    },
    'answer by a tool, streamed': async (context) => {
        let last;
        for await (const part of await structured(context, 'functionCalling').stream(messages)) {
            last = part;
        }
        return last;
    },
    'answer by a tool': (context) => structured(context, 'functionCalling').invoke(messages),
    'any object': (context) => chat(context)
        .withStructuredOutput({ type: 'object', properties: {} }, { name: 'any', method: 'jsonMode' }).invoke(messages),
    auto: (context) => asked(context, {}, { maxTokens: limit }),
    required: (context) => asked(context, { tool_choice: 'required', parallel_tool_calls: false }),
    named: (context) => asked(context, { tool_choice: 'order' }),
    none: (context) => asked(context, { tool_choice: 'none' }, { maxTokens: limit }),
    'several calls': (context) => asked(context, { tool_choice: 'any' }),
    'call, streamed': async (context) => calls(await gathered(await bound(
        context, { tool_choice: 'required', parallel_tool_calls: false }).stream(messages))),
    'tool loop': (context) => loop(context, (model, talk) => model.invoke(talk)),
    'tool loop, streamed': (context) => loop(context, async (model, talk) => gathered(await model.stream(talk))),
    refusal: async (context) => {
        try {
            await chat(context, { temperature: 3 }).invoke(messages);
        } catch (e) {
            return { status: e.status, code: e.code, param: e.param };
        }
        throw new Error('not refused');
    },
};
