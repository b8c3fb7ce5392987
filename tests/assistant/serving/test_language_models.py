"""Which language model a name means; and what each fault of an endpoint is called. Faults come from small servers on loopback."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.llms import LLMS
from assistant.model import Message
from assistant.serving.chat import check_reply, estimate_tokens
from assistant.serving.language_models import open_llm
from indexing.control import Control
from indexing.errors import Cancelled, LLMFault, ModelFault, UsageError
from indexing.models.registry import Registry
from tests.kits.llms import ASK, SCHEMA
from tests.kits.models import ROOT


@pytest.fixture
def empty(tmp_path):
    return Registry(ROOT / "data" / "models.toml", tmp_path)


def sse(text):
    """A streamed answer of OpenAI's protocol."""
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    first = {**chunk, "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}]}
    last = {**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
    return "".join(f"data: {json.dumps(c)}\n\n" for c in (first, last)) + "data: [DONE]\n\n"


@pytest.fixture
def server():
    """A server whose `answer(body) -> (status, text)` a test sets; it keeps what it was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.asked.append((body, {k.lower(): v for k, v in self.headers.items()}))
            status, text = made.answer(body)
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            """Nothing."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.asked, made.answer = [], lambda _: (200, sse("hello"))
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def ask(server, empty, schema=None, control=None, **values):
    base = f"http://127.0.0.1:{server.server_port}/v1"
    llm = open_llm("x", empty, {"x": {"provider": "openai", "model": "m", "base_url": base, **values}})
    return llm.complete(ASK, schema=schema, max_tokens=9, control=control or Control())


def error(status, message):
    return lambda _: (status, json.dumps({"error": {"message": message, "type": "x", "code": status}}))


def test_none_is_no_model(empty):
    assert open_llm("none", empty) is None


def test_auto_is_no_model_while_the_default_is_not_here(empty):
    assert open_llm("auto", empty) is None


def test_a_model_that_is_not_here_says_how_to_get_it(empty):
    with pytest.raises(ModelFault, match=r"priorart models pull qwen2.5-coder-1.5b-instruct"):
        open_llm("qwen2.5-coder-1.5b-instruct", empty)


def test_an_unknown_name_is_answered_with_the_nearest(empty):
    with pytest.raises(UsageError, match="office"):
        open_llm("ofice", empty, {"office": {"provider": "openai", "model": "m"}})


def test_an_unknown_provider_is_answered_with_the_nearest(empty):
    with pytest.raises(UsageError, match="did you mean openai"):
        open_llm("x", empty, {"x": {"provider": "openia", "model": "m"}})


def test_a_remote_model_says_that_bytes_leave(empty):
    llm = open_llm("x", empty, {"x": {"provider": "openai", "model": "m", "base_url": "https://llm.example/v1"}})
    assert not llm.local
    assert llm.identity == "openai:m@https://llm.example/v1"


def test_an_empty_key_variable_is_named(empty, monkeypatch):
    monkeypatch.delenv("OFFICE_KEY", raising=False)
    with pytest.raises(LLMFault, match="OFFICE_KEY"):
        open_llm("x", empty, {"x": {"provider": "openai", "model": "m", "base_url": "https://llm.example/v1", "api_key_env": "OFFICE_KEY"}})


@pytest.mark.parametrize("provider", [p for p in LLMS if p != "llamacpp"])
def test_an_endpoint_that_is_down_is_a_fault_with_a_hint(empty, provider):
    llm = open_llm("x", empty, {"x": {"provider": provider, "model": "m", "base_url": "http://127.0.0.1:9/v1"}})
    with pytest.raises(LLMFault, match=r"no language model answers at http://127.0.0.1:9/v1") as caught:
        llm.complete(ASK, schema=None, max_tokens=9, control=Control())
    assert caught.value.hint
    assert caught.value.retry


def test_the_question_is_asked_at_temperature_0_with_a_seed_and_the_key(server, empty, monkeypatch):
    monkeypatch.setenv("OFFICE_KEY", "sesame")
    assert ask(server, empty, api_key_env="OFFICE_KEY").text == "hello"
    body, headers = server.asked[0]
    assert (body["temperature"], body["max_tokens"], body["stream"]) == (0, 9, True)
    assert body["seed"]
    assert headers["authorization"] == "Bearer sesame"


@pytest.mark.parametrize(
    ("status", "said", "words", "retry"),
    [
        (401, "bad key", "refuses the key", False),
        (404, "no such model", "has no model 'm'", False),
        (429, "slow down", "busy", True),
        (503, "loading", "busy or failing", True),
        (400, "This model's maximum context length is 512 tokens", "too long", False),
        (400, "no", "refuses the question", False),
    ],
)
def test_each_refusal_has_its_name(server, empty, status, said, words, retry):
    server.answer = error(status, said)
    with pytest.raises(LLMFault, match=words) as caught:
        ask(server, empty)
    assert caught.value.retry is retry


def test_an_endpoint_that_says_nothing_is_given_up_in_time(server, empty):
    server.answer = lambda _: (time.sleep(5), (200, sse("late")))[1]
    began = time.monotonic()
    with pytest.raises(LLMFault, match="did not answer") as caught:
        ask(server, empty, timeout_seconds=0.6)
    assert caught.value.retry
    assert time.monotonic() - began < 4


def test_a_silent_endpoint_is_left_when_the_person_stops(server, empty):
    server.answer = lambda _: (time.sleep(5), (200, sse("late")))[1]
    control = Control()
    threading.Timer(0.3, control.stop.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        ask(server, empty, control=control)
    assert time.monotonic() - began < 4


def test_an_answer_that_is_no_protocol_is_a_fault(server, empty):
    server.answer = lambda _: (200, "data: {not json}\n\n")
    with pytest.raises(LLMFault):
        ask(server, empty)


@pytest.mark.parametrize("text", ["I think so.", '{"found": "yes", "text": "a"}', '{"found": true}'])
def test_an_answer_that_does_not_keep_to_the_schema_may_be_asked_again(server, empty, text):
    server.answer = lambda _: (200, sse(text))
    with pytest.raises(LLMFault) as caught:
        ask(server, empty, schema=SCHEMA)
    assert caught.value.retry


def test_where_schemas_are_unknown_the_schema_is_asked_for_in_words(server, empty):
    """json_schema is refused, then json_object; the third way has no format but the schema in the question, and is kept for the next call."""

    def answer(body):
        if "response_format" in body:
            return error(400, "response_format is not supported")(body)
        return 200, sse('{"found": true, "text": "fan"}')

    server.answer = answer
    base = f"http://127.0.0.1:{server.server_port}/v1"
    llm = open_llm("x", empty, {"x": {"provider": "openai", "model": "m", "base_url": base}})
    assert json.loads(llm.complete(ASK, schema=SCHEMA, max_tokens=9, control=Control()).text)["found"] is True
    assert [b.get("response_format", {}).get("type") for b, _ in server.asked] == ["json_schema", "json_object", None]
    assert '"additionalProperties": false' in server.asked[2][0]["messages"][-1]["content"]
    llm.complete(ASK, schema=SCHEMA, max_tokens=9, control=Control())
    assert len(server.asked) == 4


def test_a_whole_answer_passes_the_check():
    check_reply('{"found": false, "text": ""}', SCHEMA, "stop")


def test_the_estimate_of_tokens_is_not_below_one():
    assert estimate_tokens("") == 1
    assert estimate_tokens("a nozzle directs the air") > 5


def test_stopped_before_it_is_asked_nothing_is_sent(server, empty):
    control = Control()
    control.stop.set()
    with pytest.raises(Cancelled):
        ask(server, empty, control=control)
    assert server.asked == []


def test_a_message_keeps_its_role(server, empty):
    llm = open_llm("x", empty, {"x": {"provider": "openai", "model": "m", "base_url": f"http://127.0.0.1:{server.server_port}/v1"}})
    llm.complete((Message("user", "a"), Message("assistant", "b"), Message("user", "c")), schema=None, max_tokens=3, control=Control())
    assert [m["role"] for m in server.asked[0][0]["messages"]] == ["user", "assistant", "user"]
