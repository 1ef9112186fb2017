"""The program that runs a user's Python handler: loads it once, then takes invocations one by one.

It speaks the protocol of `protocol.ts`: requests on stdin, replies on file descriptor 3, one JSON value per line.
Invariant: stdout and stderr belong to the handler; nothing that it prints can be taken for a reply.
"""

import importlib
import json
import logging
import os
import sys
import time
import traceback
from datetime import datetime, timezone

_replies = os.fdopen(3, "w", encoding="utf-8", newline="\n")
_requests = sys.stdin
_request_id = None


def _send(message):
    _replies.write(json.dumps(message) + "\n")
    _replies.flush()


def _iso(seconds):
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class _Output:
    """Stands for sys.stdout and sys.stderr: passes whole lines on, as Lambda makes an event of each."""

    encoding = "utf-8"

    def __init__(self):
        self._rest = ""

    def write(self, text):
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            _send({"kind": "output", "text": line + "\n"})
        return len(text)

    def flush(self):
        if self._rest:
            _send({"kind": "output", "text": self._rest})
            self._rest = ""

    def isatty(self):
        return False


class _LogHandler(logging.Handler):
    def emit(self, record):
        _send(
            {
                "kind": "log",
                "level": record.levelname,
                "text": self.format(record),
                "time": _iso(record.created),
                "requestId": _request_id,
            }
        )


class _Context:
    def __init__(self, request):
        env = os.environ
        self.aws_request_id = request["id"]
        self.invoked_function_arn = request["functionArn"]
        self.function_name = env.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = env.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = env.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self._deadline = request["deadline"]

    def get_remaining_time_in_millis(self):
        return max(0, int(self._deadline - time.time() * 1000))


def _memory_mb():
    try:
        import resource
    except ImportError:  # Windows has no such module.
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1048576 if sys.platform == "darwin" else 1024)


def _describe(error_type, message, frames):
    return {"errorType": error_type, "errorMessage": message, "stackTrace": frames}


def _log_failure(error):
    # Lambda makes one event of a traceback: carriage returns between its lines, no-break spaces for the indentation.
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}"]
    if error["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for frame in error["stackTrace"]:
            lines.extend(frame.rstrip("\n").split("\n"))
    indented = []
    for line in lines:
        text = line.lstrip(" ")
        indented.append("\u00a0" * (len(line) - len(text)) + text)
    _send({"kind": "output", "text": "\r".join(indented) + "\n"})


def _load(root, name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name or not function_name:
        return None, _describe(
            "Runtime.MalformedHandlerName",
            f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)",
            [],
        )
    sys.path.insert(0, root)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        return None, _describe(
            "Runtime.ImportModuleError",
            f"Unable to import module '{module_name}': {error}",
            [],
        )
    except SyntaxError as error:
        return None, _describe(
            "Runtime.UserCodeSyntaxError",
            f"Syntax error in module '{module_name}': {error}",
            [f'  File "{error.filename}" Line {error.lineno}\n    {error.text or ""}'],
        )
    except Exception as error:  # The user's module may raise anything.
        return None, _describe(type(error).__name__, str(error), _frames(error))
    if not hasattr(module, function_name):
        return None, _describe(
            "Runtime.HandlerNotFound",
            f"Handler '{function_name}' missing on module '{module_name}'",
            [],
        )
    return getattr(module, function_name), None


def _frames(error):
    own = os.path.abspath(__file__)
    frames = traceback.extract_tb(error.__traceback__)
    return traceback.format_list(
        [frame for frame in frames if os.path.abspath(frame.filename) != own and "importlib" not in frame.filename]
    )


def _invoke(handler, request):
    global _request_id
    _request_id = request["id"]
    reply = {"kind": "error", "id": _request_id}
    try:
        answer = handler(json.loads(request["event"]), _Context(request))
        try:
            reply = {"kind": "result", "id": _request_id, "json": json.dumps(answer)}
        except (TypeError, ValueError) as error:
            reply["error"] = _describe("Runtime.MarshalError", f"Unable to marshal response: {error}", [])
    except Exception as error:  # The user's handler may raise anything.
        reply["error"] = _describe(type(error).__name__, str(error), _frames(error))
    sys.stdout.flush()
    sys.stderr.flush()
    if "error" in reply:
        _log_failure(reply["error"])
    _send({**reply, "memoryMb": _memory_mb()})
    _request_id = None


def main():
    sys.stdin = open(os.devnull, encoding="utf-8")
    sys.stdout = _Output()
    sys.stderr = _Output()
    logging.getLogger().addHandler(_LogHandler())
    handler, error = _load(os.environ["LAMBDA_TASK_ROOT"], os.environ["_HANDLER"])
    if error is not None:
        _log_failure(error)
        _send({"kind": "init-error", "error": error})
        sys.exit(1)
    _send({"kind": "ready"})
    for line in _requests:
        _invoke(handler, json.loads(line))


main()
