import Instructor from '@instructor-ai/instructor';
import OpenAI from 'openai';
import { z } from 'zod';

const Person = z.object({
    age: z.number().int().min(0).max(150),
    email: z.string().max(20).nullable(),
    name: z.string().min(1).max(12),
    skills: z.array(z.object({ level: z.enum(['NOVICE', 'EXPERT']), title: z.string().max(12) })).max(3),
});

const Anything = z.object({}).passthrough();

const create = ({ url, model, seed }, mode, more, schema = Person) =>
    Instructor({ client: new OpenAI({ baseURL: url, apiKey: 'none', maxRetries: 0 }), mode }).chat.completions.create({
        model, seed, ...more,
        messages: [{ role: 'user', content: 'Invent a person, as JSON.' }],
        response_model: { schema, name: 'person' },
        max_retries: 0,
    });

async function answer(context, mode, schema) {
    const { _meta: meta, ...person } = await create(context, mode, {}, schema);
    if (!(meta?.usage?.total_tokens > 0)) {
        throw new Error(JSON.stringify(meta));
    }
    return person;
}

async function streamed(context, mode) {
    let last;
    for await (const part of await create(context, mode, { stream: true })) {
        last = part;
    }
    const { _meta: meta, ...person } = last;
    return person;
}

export default {
    answer: (context) => answer(context, 'JSON_SCHEMA'),
    'answer, streamed': (context) => streamed(context, 'JSON_SCHEMA'),
    'answer by a tool': (context) => answer(context, 'TOOLS'),
    'answer by a tool, streamed': (context) => streamed(context, 'TOOLS'),
    'answer by a function': (context) => answer(context, 'FUNCTIONS'),
    'answer by a function, streamed': (context) => streamed(context, 'FUNCTIONS'),
    // Its schema is in the prompt and nowhere else, so nobody but a good model can be held to it.
    'any object': (context) => answer(context, 'JSON', Anything),
    refusal: async (context) => {
        try {
            await create(context, 'TOOLS', { temperature: 3 });
        } catch (e) {
            return { status: e.status, code: e.code, param: e.param };
        }
        throw new Error('not refused');
    },
};
