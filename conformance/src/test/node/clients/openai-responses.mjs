import OpenAI from 'openai';
import { zodResponsesFunction, zodTextFormat } from 'openai/helpers/zod';
import { Nothing, Order, Person, limit, pattern, question, receipt } from './tasks.mjs';

const text = { format: zodTextFormat(Person, 'person') };
const tools = [
    zodResponsesFunction({ name: 'order', parameters: Order, description: 'Orders something.' }),
    zodResponsesFunction({ name: 'now', parameters: Nothing }),
];
const named = { type: 'function', name: 'order' };
const code = { type: 'custom', name: 'code', format: { type: 'grammar', syntax: 'regex', definition: pattern } };

const request = ({ model, seed }, more) => ({ model, seed, instructions: 'Be brief.', input: question, ...more });

const responses = (context) => new OpenAI({ baseURL: context.url, apiKey: 'none', maxRetries: 0 }).responses;

// What is not complete says so, and what says that it is not is no call.
function calls(response) {
    const made = response.output
        .filter((item) => item.type === 'function_call' && item.status === 'completed')
        .map((item) => ({ name: item.name, arguments: item.parsed_arguments ?? JSON.parse(item.arguments) }));
    return { calls: made, text: response.output_text };
}

function written(response) {
    const made = response.output.filter((item) => item.type === 'custom_tool_call');
    return { calls: made.map((item) => ({ name: item.name, arguments: { input: item.input } })), text: response.output_text };
}

const whole = (context, more) => responses(context).parse(request(context, more));
const asked = (context, more) => whole(context, { tools, ...more }).then(calls);

// The events must come to what the last of them has.
async function streamed(context, more) {
    const stream = responses(context).stream(request(context, more));
    const pieces = {};
    let next = 0;
    let last;
    stream.on('event', (event) => {
        if (event.sequence_number !== next) {
            throw new Error(`${next} expected, got ${JSON.stringify(event)}`);
        }
        next += 1;
        last = event.type;
        if (event.type.endsWith('.delta')) {
            pieces[event.item_id] = (pieces[event.item_id] ?? '') + event.delta;
        }
    });
    const response = await stream.finalResponse();
    if (last !== `response.${response.status}` || !(response.usage.total_tokens > 0)) {
        throw new Error(`${last}, ${JSON.stringify(response)}`);
    }
    for (const item of response.output) {
        const all = item.arguments ?? item.input ?? item.content.map((part) => part.text).join('');
        if (all !== (pieces[item.id] ?? '')) {
            throw new Error(`${pieces[item.id]} streamed, ${JSON.stringify(item)}`);
        }
    }
    return response;
}

async function loop(context, ask) {
    const made = [];
    const input = [{ role: 'user', content: question }];
    for (let step = 0; ; step += 1) {
        const response = await ask(context, { tools: [tools[0]], input, max_output_tokens: limit });
        const turn = calls(response);
        made.push(...turn.calls);
        if (step === 2 || turn.calls.length === 0 || response.status !== 'completed') {
            return { calls: made, text: turn.text };
        }
        input.push(...response.output);
        for (const item of response.output.filter((it) => it.type === 'function_call')) {
            input.push({ type: 'function_call_output', call_id: item.call_id, output: receipt });
        }
    }
}

export default {
    answer: async (context) => (await whole(context, { text })).output_parsed,
    'answer, streamed': async (context) => (await streamed(context, { text })).output_parsed,
    'any object': async (context) =>
        JSON.parse((await whole(context, { text: { format: { type: 'json_object' } } })).output_text),
    auto: (context) => asked(context, { max_output_tokens: limit }),
    required: (context) => asked(context, { tool_choice: 'required', parallel_tool_calls: false }),
    named: (context) => asked(context, { tool_choice: named }),
    none: (context) => asked(context, { tool_choice: 'none', max_output_tokens: limit }),
    'several calls': (context) => asked(context, { tool_choice: 'required' }),
    'call, streamed': async (context) =>
        calls(await streamed(context, { tools, tool_choice: 'required', parallel_tool_calls: false })),
    'tool loop': (context) => loop(context, whole),
    'tool loop, streamed': (context) => loop(context, streamed),
    'custom tool': async (context) => written(await whole(context, { tools: [code], tool_choice: 'required' })),
    'custom tool, streamed': async (context) =>
        written(await streamed(context, { tools: [code], tool_choice: { type: 'custom', name: 'code' } })),
    refusal: async (context) => {
        try {
            await whole(context, { temperature: 3 });
        } catch (e) {
            if (e instanceof OpenAI.BadRequestError && /^req_/.test(e.requestID)) {
                return { status: e.status, code: e.code, param: e.param };
            }
            throw e;
        }
        throw new Error('not refused');
    },
};
