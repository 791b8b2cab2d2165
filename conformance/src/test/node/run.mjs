// Reads one request a line, {"client","mode","url","model","seed"}, and answers each with one line of JSON.
import { createInterface } from 'node:readline';

async function answer(line) {
    const { client, mode, ...context } = JSON.parse(line);
    const { default: modes } = await import(`./${client}.mjs`);
    if (mode === undefined) {
        return { modes: Object.keys(modes) };
    }
    return { value: await modes[mode](context) };
}

// What clients have to say goes beside the answers.
console.log = console.info = console.debug = console.warn = console.error;

for await (const line of createInterface({ input: process.stdin })) {
    let reply;
    try {
        reply = await answer(line);
    } catch (e) {
        reply = { error: `${e?.name}: ${e?.message} ${e?.cause ?? ''} ${e?.stack ?? ''}` };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
}
process.exit(0);
