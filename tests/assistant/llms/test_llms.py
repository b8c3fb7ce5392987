"""Every provider of the table under one kit, against a real llama.cpp process with the small model (its server speaks OpenAI's protocol)."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.llms import LLMS
from assistant.model import Message
from assistant.serving import llama_process
from assistant.serving.language_models import open_llm
from indexing.child import child_environment
from indexing.control import Control
from indexing.errors import LLMFault
from tests.kits import llms as kit
from tests.kits.models import needed

MODEL = "smollm2-135m-instruct"
CHECKS = [kit.check_plain_reply, kit.check_schema_reply, kit.check_same_again, kit.check_stop, kit.check_too_long, kit.check_cut_short]
pytestmark = pytest.mark.llm


@pytest.fixture(scope="module")
def embedded():
    llm = open_llm(MODEL, needed(MODEL), threads=1)
    yield llm
    llm.close()


@pytest.fixture
def provider(request, embedded, monkeypatch):
    """The provider by name; those at an address are given the embedded server's."""
    if request.param == "llamacpp":
        return embedded
    address = embedded._process.address(Control())
    monkeypatch.setenv("TEST_KEY", embedded._process.key)
    values = {"provider": request.param, "model": MODEL, "base_url": f"{address}/v1", "api_key_env": "TEST_KEY", "timeout_seconds": 120}
    return open_llm("here", needed(MODEL), {"here": values})


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("provider", LLMS, indirect=True)
def test_a_listed_provider_keeps_to_the_kit(provider, check):
    check(provider)


def test_the_model_is_known_by_its_hash(embedded):
    assert embedded.identity == f"{MODEL}@sha256:{needed(MODEL).get(MODEL).sha256}"
    assert embedded.local


def test_two_callers_share_one_process_and_the_last_one_ends_it(embedded):
    other = open_llm(MODEL, needed(MODEL), threads=1)
    embedded.complete(kit.ASK, schema=None, max_tokens=2, control=Control())
    assert other.pid == embedded.pid
    other.close()
    other.close()
    assert embedded.pid is not None
    with pytest.raises(LLMFault, match="closed"):
        other.complete(kit.ASK, schema=None, max_tokens=2, control=Control())


def test_a_killed_process_is_started_again(embedded):
    embedded.complete(kit.ASK, schema=None, max_tokens=2, control=Control())
    before = embedded.pid
    os.kill(before, signal.SIGKILL)
    assert embedded.complete(kit.ASK, schema=None, max_tokens=2, control=Control()).text
    assert embedded.pid != before


def test_the_process_listens_on_loopback_and_answers_nobody_without_its_key(embedded):
    import httpx

    address = embedded._process.address(Control())
    assert address.startswith("http://127.0.0.1:")
    assert httpx.get(f"{address}/v1/models", trust_env=False).status_code == 401
    of_process = Path(f"/proc/{embedded.pid}")
    command = (of_process / "cmdline").read_bytes() + (of_process / "environ").read_bytes()
    assert embedded._process.key.encode() not in command


def test_the_process_ends_when_its_parent_is_killed():
    registry = needed(MODEL)
    code = f"""
import sys, time
from pathlib import Path
from assistant.serving.language_models import open_llm
from indexing.control import Control
from indexing.models.registry import Registry
llm = open_llm({MODEL!r}, Registry(Path({str(registry.models_toml)!r}), Path({str(registry.folder)!r})), threads=1)
llm._process.address(Control())
print(llm.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], env=child_environment(), stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{child}").exists()


def test_a_file_that_is_no_model_is_a_fault_not_a_crash(tmp_path):
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(1000))
    llm = open_llm("bad", needed(MODEL), {"bad": {"provider": "llamacpp", "model": str(tmp_path / "bad.gguf")}})
    with pytest.raises(LLMFault, match="did not start"):
        llm.complete(kit.ASK, schema=None, max_tokens=2, control=Control())
    llm.close()


def test_tracing_variables_lead_to_no_connection(embedded):
    """With every LangSmith variable set, a process that asks the model connects to loopback only."""
    address, key = embedded._process.address(Control()), embedded._process.key
    code = f"""
import socket, sys
real = socket.socket.connect
def watched(self, where):
    if self.family in (socket.AF_INET, socket.AF_INET6) and where[0] != "127.0.0.1":
        sys.stderr.write(f"CONNECTED {{where}}"); raise OSError("refused by the test")
    return real(self, where)
socket.socket.connect = watched
real_info = socket.getaddrinfo
def info(host, *a, **k):
    if host not in ("127.0.0.1", b"127.0.0.1"):
        sys.stderr.write(f"LOOKED UP {{host}}"); raise OSError("refused by the test")
    return real_info(host, *a, **k)
socket.getaddrinfo = info
from assistant.llms.openai import OpenAICompatible
from assistant.model import Message
from indexing.control import Control
llm = OpenAICompatible.from_endpoint("x", {{"model": "m", "base_url": {address!r} + "/v1", "api_key_env": "TEST_KEY"}})
print(llm.complete([Message("user", "hello")], schema=None, max_tokens=3, control=Control()).text)
import time; time.sleep(1.5)
"""
    names = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
    extra = dict.fromkeys(names, "true") | {"LANGSMITH_API_KEY": "lsv2_x", "LANGCHAIN_API_KEY": "lsv2_x", "LANGSMITH_GATEWAY": "true"}
    extra |= {"TEST_KEY": key, "HTTP_PROXY": "http://192.0.2.1:9", "http_proxy": "http://192.0.2.1:9", "OPENAI_API_BASE": "http://192.0.2.1/v1"}
    run = subprocess.run([sys.executable, "-c", code], env=child_environment(**extra), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()
    assert "CONNECTED" not in run.stderr
    assert "LOOKED UP" not in run.stderr


def test_nothing_is_started_before_the_first_call():
    before = len(llama_process._shared)
    llm = open_llm(MODEL, needed(MODEL), threads=2)
    assert llm.pid is None
    llm.close()
    assert len(llama_process._shared) == before


def test_messages_of_a_conversation_are_taken(embedded):
    talk = (*kit.ASK, Message("assistant", "Yes."), Message("user", "And a heater?"))
    assert embedded.complete(talk, schema=None, max_tokens=6, control=Control()).text
