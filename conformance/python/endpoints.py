"""The endpoints that hold no conversation, through OpenAI's client for Python: one request, a line of JSON, from stdin; its answer to
stdout. What the script for Node, openai-endpoints.mjs, answers to the same request is the same."""

import json
import sys

import openai

TEXTS = ["hello", "another text"]


def client(context, retries=0):
    return openai.OpenAI(base_url=context["url"], api_key="none", max_retries=retries)


def refusal(ask):
    try:
        ask()
    except openai.APIStatusError as e:
        return {
            "error": type(e).__name__,
            "status": e.status_code,
            "type": e.type,
            "code": e.code,
            "param": e.param,
            "named": (e.request_id or "").startswith("req_"),
        }
    raise AssertionError("not refused")


def embeddings(context):
    def ask(**more):
        request = {"model": context["model"], "input": TEXTS, **more}
        return client(context).embeddings.create(**request)

    def vectors(**more):
        return [item.embedding for item in ask(**more).data]

    return {
        "unasked": vectors(),
        "float": vectors(encoding_format="float"),
        "short": vectors(dimensions=16),
        "one": vectors(input=TEXTS[1]),
        "ids": vectors(input=[1, 2, 3]),
        "arrays": vectors(input=[[4], [1, 2, 3]]),
        "tokens": ask(input=[[4], [1, 2, 3]]).usage.total_tokens,
        "order": [item.index for item in ask().data],
    }


def completion(context):
    def ask(**more):
        request = {"model": context["model"], "prompt": "Once upon", **more}
        return client(context).completions.create(**request)

    whole = ask()
    ids = ask(prompt=[1, 2, 3])
    several = ask(prompt=["a", "b"], n=2)
    pieces = ask(logprobs=2).choices[0].logprobs
    lists = [pieces.tokens, pieces.token_logprobs, pieces.top_logprobs, pieces.text_offset]
    return {
        "object": whole.object,
        "text": whole.choices[0].text,
        "finish": whole.choices[0].finish_reason,
        "adds": whole.usage.prompt_tokens + whole.usage.completion_tokens == whole.usage.total_tokens,
        "idsPrompt": ids.usage.prompt_tokens,
        "idsText": ids.choices[0].text,
        "indexes": [choice.index for choice in several.choices],
        "several": [choice.text for choice in several.choices],
        "pieces": "".join(pieces.tokens),
        "alike": len({len(one) for one in lists}),
        "cut": ask(max_tokens=1).choices[0].finish_reason,
        "echo": ask(echo=True).choices[0].text,
        "held": ask(seed=1, extra_body={"guided_regex": "[ab]{3}"}).choices[0].text,
    }


def streamed(context):
    stream = client(context).completions.create(
        model=context["model"], prompt=["a", "b"], stream=True, stream_options={"include_usage": True}
    )
    written = ["", ""]
    ends = [None, None]
    told = 0
    for chunk in stream:
        for choice in chunk.choices:
            written[choice.index] += choice.text
            ends[choice.index] = choice.finish_reason or ends[choice.index]
        told += 1 if chunk.usage else 0
    return {"written": written, "ends": ends, "told": told}


def errors(context):
    model = context["model"]
    asked = client(context)
    return [
        refusal(lambda: asked.completions.create(model="none", prompt="a")),
        refusal(lambda: asked.completions.create(model=model, prompt="a", logprobs=6)),
        refusal(lambda: asked.embeddings.create(model=model, input=[])),
        refusal(lambda: asked.embeddings.create(model=model, input="a", dimensions=100000)),
    ]


def again(context):
    return client(context, 5).completions.create(model=context["model"], prompt="a").choices[0].text


def never(context):
    return refusal(lambda: client(context, 5).completions.create(model=context["model"], prompt="a"))


MODES = {
    "embeddings": embeddings,
    "completion": completion,
    "completion, streamed": streamed,
    "errors": errors,
    "again": again,
    "never": never,
}

request = json.loads(sys.stdin.readline())
print(json.dumps({"value": MODES[request["mode"]](request)}))
