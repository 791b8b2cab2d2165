// The modes of the AI SDK, which are the same with each of its providers.
import { APICallError, Output, generateText, isStepCount, streamText, tool } from 'ai';
import { Nothing, Order, Person, limit, question, receipt } from './tasks.mjs';

const person = Output.object({ schema: Person, name: 'person' });
const tools = {
    order: tool({ description: 'Orders something.', inputSchema: Order }),
    now: tool({ inputSchema: Nothing }),
};

// A reply that may end at its limit may end within a call, and the client says so. With responses it sends no seed, so that it does now and then.
async function settled(result) {
    const cut = (await result.finishReason) === 'length';
    const whole = (await result.toolCalls).filter((call) => !(cut && call.invalid));
    const made = whole.map((call) => ({ name: call.toolName, arguments: call.input }));
    return { calls: made, text: await result.text };
}

function looping() {
    const made = [];
    const order = tool({
        ...tools.order,
        execute: (input) => {
            made.push({ name: 'order', arguments: input });
            return receipt;
        },
    });
    return { made, request: { tools: { order }, stopWhen: isStepCount(3), maxOutputTokens: limit } };
}

// A stream tells its faults where they come, or here; and nobody else would hear of them.
function stream(request) {
    let fault;
    const result = streamText({ ...request, onError: ({ error }) => (fault = error) });
    return {
        result,
        async end() {
            await result.consumeStream();
            if (fault) {
                throw fault;
            }
        },
    };
}

// Some models know tools that take text: "codeOf" makes one.
export function modesOf(modelOf, always, codeOf) {
    const request = (context, more) => ({
        model: modelOf(context), seed: context.seed, prompt: question, maxRetries: 0, ...always, ...more,
    });
    const written = async (result) => ({
        calls: (await result.toolCalls).map((call) => ({ name: call.toolName, arguments: { input: call.input } })),
        text: await result.text,
    });
    const writing = (context) => ({ tools: { code: codeOf(context) }, toolChoice: 'required' });
    const customModes = {
        'custom tool': async (context) => written(await generateText(request(context, writing(context)))),
        'custom tool, streamed': async (context) => {
            const { result, end } = stream(request(context, writing(context)));
            await end();
            return written(result);
        },
    };
    const asked = async (context, more) => settled(await generateText(request(context, { tools, ...more })));
    return {
        answer: async (context) => (await generateText(request(context, { output: person }))).output,
        'answer, streamed': async (context) => {
            const { result, end } = stream(request(context, { output: person }));
            let parts = 0;
            for await (const part of result.partialOutputStream) {
                parts += part === undefined ? 0 : 1;
            }
            await end();
            if (parts === 0) {
                throw new Error('nothing was streamed');
            }
            return result.output;
        },
        'any object': async (context) =>
            (await generateText(request(context, { output: Output.json() }))).output,
        auto: (context) => asked(context, { maxOutputTokens: limit }),
        required: (context) => asked(context, { toolChoice: 'required' }),
        named: (context) => asked(context, { toolChoice: { type: 'tool', toolName: 'order' } }),
        none: (context) => asked(context, { toolChoice: 'none', maxOutputTokens: limit }),
        'several calls': (context) => asked(context, { toolChoice: 'required' }),
        'call, streamed': async (context) => {
            const { result, end } = stream(request(context, { tools, toolChoice: 'required' }));
            await end();
            return settled(result);
        },
        'tool loop': async (context) => {
            const { made, request: more } = looping();
            const result = await generateText(request(context, more));
            return { calls: made, text: result.text };
        },
        'tool loop, streamed': async (context) => {
            const { made, request: more } = looping();
            const { result, end } = stream(request(context, more));
            await end();
            return { calls: made, text: await result.text };
        },
        refusal: async (context) => {
            try {
                await generateText(request(context, { temperature: 3 }));
            } catch (e) {
                if (APICallError.isInstance(e) && /^req_/.test(e.responseHeaders['x-request-id'])) {
                    const { code, param } = e.data.error;
                    return { status: e.statusCode, code, param: param ?? JSON.parse(e.responseBody).error.param };
                }
                throw e;
            }
            throw new Error('not refused');
        },
        ...(codeOf && customModes),
    };
}
