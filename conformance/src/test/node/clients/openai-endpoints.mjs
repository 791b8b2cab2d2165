// The endpoints that hold no conversation. What python/endpoints.py answers to the same request is the same.
import OpenAI from 'openai';

const texts = ['hello', 'another text'];

const client = ({ url, retries }) => new OpenAI({ baseURL: url, apiKey: 'none', maxRetries: retries ?? 0 });

async function refusal(asked) {
    try {
        await asked;
    } catch (e) {
        const { status, type, code, param } = e;
        return { error: e.constructor.name, status, type, code, param, named: /^req_/.test(e.requestID) };
    }
    throw new Error('not refused');
}

export default {
    embeddings: async (context) => {
        const { model } = context;
        const asked = (more) => client(context).embeddings.create({ model, input: texts, ...more });
        const vectors = async (more) => (await asked(more)).data.map(({ embedding }) => Array.from(embedding));
        return {
            unasked: await vectors({}),
            float: await vectors({ encoding_format: 'float' }),
            short: await vectors({ dimensions: 16 }),
            one: await vectors({ input: texts[1] }),
            ids: await vectors({ input: [1, 2, 3] }),
            arrays: await vectors({ input: [[4], [1, 2, 3]] }),
            tokens: (await asked({ input: [[4], [1, 2, 3]] })).usage.total_tokens,
            order: (await asked({})).data.map(({ index }) => index),
        };
    },
    completion: async (context) => {
        const { model } = context;
        const asked = (more) => client(context).completions.create({ model, prompt: 'Once upon', ...more });
        const whole = await asked({});
        const ids = await asked({ prompt: [1, 2, 3] });
        const several = await asked({ prompt: ['a', 'b'], n: 2 });
        const scored = await asked({ logprobs: 2 });
        const pieces = scored.choices[0].logprobs;
        return {
            object: whole.object,
            text: whole.choices[0].text,
            finish: whole.choices[0].finish_reason,
            adds: whole.usage.prompt_tokens + whole.usage.completion_tokens === whole.usage.total_tokens,
            idsPrompt: ids.usage.prompt_tokens,
            idsText: ids.choices[0].text,
            indexes: several.choices.map(({ index }) => index),
            several: several.choices.map(({ text }) => text),
            pieces: pieces.tokens.join(''),
            alike: new Set([pieces.tokens, pieces.token_logprobs, pieces.top_logprobs, pieces.text_offset]
                .map(({ length }) => length)).size,
            cut: (await asked({ max_tokens: 1 })).choices[0].finish_reason,
            echo: (await asked({ echo: true })).choices[0].text,
            held: (await asked({ guided_regex: '[ab]{3}', seed: 1 })).choices[0].text,
        };
    },
    'completion, streamed': async (context) => {
        const stream = await client(context).completions.create({
            model: context.model, prompt: ['a', 'b'], stream: true, stream_options: { include_usage: true },
        });
        const written = ['', ''];
        const ends = [null, null];
        let told = 0;
        for await (const { choices, usage } of stream) {
            for (const { index, text, finish_reason: reason } of choices) {
                written[index] += text;
                ends[index] = reason ?? ends[index];
            }
            told += usage ? 1 : 0;
        }
        return { written, ends, told };
    },
    errors: async (context) => {
        const { model } = context;
        const { completions, embeddings } = client(context);
        return [
            await refusal(completions.create({ model: 'none', prompt: 'a' })),
            await refusal(completions.create({ model, prompt: 'a', logprobs: 6 })),
            await refusal(embeddings.create({ model, input: [] })),
            await refusal(embeddings.create({ model, input: 'a', dimensions: 100000 })),
        ];
    },
    again: async (context) => {
        const { model } = context;
        const answer = await client({ ...context, retries: 5 }).completions.create({ model, prompt: 'a' });
        return answer.choices[0].text;
    },
    never: (context) => refusal(
        client({ ...context, retries: 5 }).completions.create({ model: context.model, prompt: 'a' })),
};
