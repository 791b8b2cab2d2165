import OpenAI from 'openai';
import { LengthFinishReasonError } from 'openai/error';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import { Nothing, Order, Person, limit, question, receipt } from './tasks.mjs';

const format = zodResponseFormat(Person, 'person');
const tools = [
    zodFunction({ name: 'order', parameters: Order, description: 'Orders something.' }),
    zodFunction({ name: 'now', parameters: Nothing }),
];
const named = { type: 'function', function: { name: 'order' } };

function request({ model, seed }, more) {
    const messages = [{ role: 'developer', content: 'Be brief.' }, { role: 'user', content: question }];
    return { model, seed, messages, ...more };
}

const completions = (context) =>
    new OpenAI({ baseURL: context.url, apiKey: 'none', maxRetries: 0 }).chat.completions;

function calls(completion) {
    const { message } = completion.choices[0];
    const made = (message.tool_calls ?? []).map((call) => ({
        name: call.function.name,
        arguments: call.function.parsed_arguments ?? JSON.parse(call.function.arguments),
    }));
    return { calls: made, text: message.content ?? '' };
}

// This client throws where text that might have been cut off in a call was cut off: an honest end, of nothing.
function cut(e) {
    if (e instanceof LengthFinishReasonError || e?.cause instanceof LengthFinishReasonError) {
        return { calls: [], text: '' };
    }
    throw e;
}

const asked = (context, more) =>
    completions(context).parse(request(context, { tools, ...more })).then(calls);

async function streamed(context, more) {
    const stream = completions(context).stream(
        request(context, { ...more, stream_options: { include_usage: true } }));
    let done = 0;
    stream.on('tool_calls.function.arguments.done', () => (done += 1));
    const completion = await stream.finalChatCompletion();
    const { tool_calls: made } = completion.choices[0].message;
    if (done !== (made ?? []).length || !(completion.usage.total_tokens > 0)) {
        throw new Error(`${done} calls were told of, ${JSON.stringify(completion)}`);
    }
    return completion;
}

async function loop(context, more) {
    const made = [];
    const runner = completions(context).runTools(
        request(context, {
            max_tokens: limit,
            ...more,
            tools: [{
                type: 'function',
                function: {
                    ...tools[0].function,
                    parse: (text) => Order.parse(JSON.parse(text)),
                    function: (order) => {
                        made.push({ name: 'order', arguments: order });
                        return receipt;
                    },
                },
            }],
        }),
        { maxChatCompletions: 3 });
    return { calls: made, text: (await runner.finalContent()) ?? '' };
}

export default {
    answer: async (context) =>
        (await completions(context).parse(request(context, { response_format: format }))).choices[0].message.parsed,
    'answer, streamed': async (context) =>
        (await streamed(context, { response_format: format })).choices[0].message.parsed,
    'any object': async (context) => JSON.parse(
        (await completions(context).create(request(context, { response_format: { type: 'json_object' } })))
            .choices[0].message.content),
    auto: (context) => asked(context, { max_tokens: limit }).catch(cut),
    required: (context) => asked(context, { tool_choice: 'required', parallel_tool_calls: false }),
    named: (context) => asked(context, { tool_choice: named }),
    none: (context) => asked(context, { tool_choice: 'none', max_tokens: limit }).catch(cut),
    'several calls': (context) => asked(context, { tool_choice: 'required' }),
    'call, streamed': async (context) =>
        calls(await streamed(context, { tools, tool_choice: 'required', parallel_tool_calls: false })),
    'tool loop': (context) => loop(context, {}).catch(cut),
    'tool loop, streamed': (context) => loop(context, { stream: true }).catch(cut),
    functions: async (context) => {
        const { name, description, parameters } = tools[0].function;
        const completion = await completions(context).create(
            request(context, { functions: [{ name, description, parameters }], function_call: { name } }));
        const [{ message, finish_reason: reason }] = completion.choices;
        if (reason !== 'function_call') {
            throw new Error(reason);
        }
        const made = { name: message.function_call.name, arguments: JSON.parse(message.function_call.arguments) };
        return { calls: [made], text: message.content ?? '' };
    },
    'functions, streamed': async (context) => {
        const { name, description, parameters } = tools[0].function;
        const stream = completions(context).stream(
            request(context, { functions: [{ name, description, parameters }], function_call: { name } }));
        const { message } = (await stream.finalChatCompletion()).choices[0];
        const made = { name: message.function_call.name, arguments: JSON.parse(message.function_call.arguments) };
        return { calls: [made], text: message.content ?? '' };
    },
    refusal: async (context) => {
        try {
            await completions(context).create(request(context, { temperature: 3 }));
        } catch (e) {
            if (e instanceof OpenAI.BadRequestError && /^req_/.test(e.requestID)) {
                return { status: e.status, code: e.code, param: e.param };
            }
            throw e;
        }
        throw new Error('not refused');
    },
};
