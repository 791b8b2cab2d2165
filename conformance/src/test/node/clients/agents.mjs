import { Agent, MaxTurnsExceededError, ModelBehaviorError, OpenAIResponsesModel, Runner, tool } from '@openai/agents';
import OpenAI from 'openai';
import { Nothing, Order, Person, limit, question, receipt } from './tasks.mjs';

// The agent runs its tools; what they were called with is what came of it.
async function asked(context, more, { stream = false, ...options } = {}, made = []) {
    const runs = (name, parameters) => tool({
        name,
        description: `The tool ${name}.`,
        parameters,
        execute: (given) => {
            made.push({ name, arguments: given });
            return receipt;
        },
    });
    const client = new OpenAI({ baseURL: context.url, apiKey: 'none', maxRetries: 0 });
    const { modelSettings, toolNames = [], ...rest } = more;
    const agent = new Agent({
        name: 'clerk',
        instructions: 'Be brief.',
        model: new OpenAIResponsesModel(client, context.model),
        modelSettings: { ...modelSettings, providerData: { seed: context.seed } },
        tools: toolNames.map((name) => runs(name, { order: Order, now: Nothing }[name])),
        ...rest,
    });
    const runner = new Runner({ tracingDisabled: true });
    const result = await runner.run(agent, question, { maxTurns: 1, ...options, stream });
    if (stream) {
        let pieces = 0;
        for await (const event of result) {
            pieces += event.type === 'raw_model_stream_event' ? 1 : 0;
        }
        await result.completed;
        if (pieces === 0) {
            throw new Error('nothing was streamed');
        }
    }
    return result;
}

const said = (result) => result.newItems
    .filter((item) => item.type === 'message_output_item')
    .map((item) => item.content)
    .join('');

// It throws where a reply was cut off, and where the turns are over: honest ends, of what was called before.
async function calls(context, more, options) {
    const made = [];
    try {
        return { calls: made, text: said(await asked(context, more, options, made)) };
    } catch (e) {
        const isCut = e instanceof ModelBehaviorError && /response\.incomplete/.test(e.message);
        if (e instanceof MaxTurnsExceededError || (isCut && more.modelSettings.maxTokens === limit)) {
            return { calls: made, text: '' };
        }
        throw e;
    }
}

const turn = (context, modelSettings, options) =>
    calls(context, { toolNames: ['order', 'now'], toolUseBehavior: 'stop_on_first_tool', modelSettings }, options);

const loop = (context, options) =>
    calls(context, { toolNames: ['order'], modelSettings: { maxTokens: limit } }, { maxTurns: 3, ...options });

export default {
    answer: async (context) => (await asked(context, { outputType: Person })).finalOutput,
    'answer, streamed': async (context) =>
        (await asked(context, { outputType: Person }, { stream: true })).finalOutput,
    auto: (context) => turn(context, { maxTokens: limit }),
    required: (context) => turn(context, { toolChoice: 'required', parallelToolCalls: false }),
    named: (context) => turn(context, { toolChoice: 'order' }),
    none: (context) => turn(context, { toolChoice: 'none', maxTokens: limit }),
    'several calls': (context) => turn(context, { toolChoice: 'required' }),
    'call, streamed': (context) => turn(context, { toolChoice: 'required', parallelToolCalls: false }, { stream: true }),
    'tool loop': (context) => loop(context, {}),
    'tool loop, streamed': (context) => loop(context, { stream: true }),
    refusal: async (context) => {
        try {
            await asked(context, { modelSettings: { temperature: 3 } });
        } catch (e) {
            return { status: e.status, code: e.code, param: e.param };
        }
        throw new Error('not refused');
    },
};
