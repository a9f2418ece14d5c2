"""Loads a learner's file and answers sqrtd's requests with its function, one line each.

python harness.py MARK FILE OPERATION OUTPUTS

Requests: {"input": {name: value}, "shape": {name: [..]}, "kind": {name: ".."}}.
Replies:  MARK{"ready": true}, MARK{"output": .., "seconds": ..}, MARK{"error": "..", "line": .., "kind": ".."}.
Whatever the learner's code prints goes to standard error, where a line MARK ends a case.
"""

import json
import os
import sys


def main():
    mark, path, operation, outputs = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
    # The protocol's pipes are moved out of reach: what code or C libraries write to 1 is a print, what they read from 0 is nothing.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)

    def reply(what):
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                pass
        try:
            os.write(2, (mark + "\n").encode())
        except OSError:
            pass
        replies.write((mark + json.dumps(what, allow_nan=False) + "\n").encode())
        replies.flush()

    add_user_packages()
    sys.argv = [path]
    sys.path[0] = os.path.dirname(os.path.abspath(path))
    sys.dont_write_bytecode = True
    try:
        function = load(path, operation)
    except BaseException as error:
        reply(described(error, path))
        return
    if not callable(function):
        reply({"error": operation, "kind": "missing"})
        return
    arrays = "numpy" in sys.modules
    reply({"ready": True})

    from time import perf_counter

    for line in requests:
        request = json.loads(line)
        inputs = {name: to_python(value) for name, value in request["input"].items()}
        if arrays:
            inputs = to_numpy(inputs, request["shape"], request["kind"])
        try:
            start = perf_counter()
            got = function(**inputs)
            seconds = perf_counter() - start
        except BaseException as error:
            reply(described(error, path))
            continue
        try:
            output = named(got, outputs)
        except BaseException as error:
            reply({"error": str(error), "kind": "output"})
            continue
        reply({"output": output, "seconds": seconds})


def add_user_packages():
    """Finds packages in the user's own home, though HOME is a temporary folder."""
    try:
        import pwd
        import site

        if site.ENABLE_USER_SITE is not False:
            home = pwd.getpwuid(os.getuid()).pw_dir
            here = site.getusersitepackages().replace(os.path.expanduser("~"), home, 1)
            if os.path.isdir(here):
                site.addsitedir(here)
    except Exception:
        pass


def load(path, operation):
    import types

    module = types.ModuleType(operation)
    module.__file__ = path
    sys.modules.setdefault(operation, module)
    with open(path, "rb") as file:
        source = file.read()
    exec(compile(source, path, "exec"), module.__dict__)
    return module.__dict__.get(operation)


def described(error, path):
    """What went wrong, and the line of the learner's file where it did."""
    import traceback

    name = type(error).__name__
    text = str(error).strip()
    line = None
    if isinstance(error, SyntaxError) and error.filename == path:
        line, text = error.lineno, error.msg
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename == path:
                line = frame.lineno
    if isinstance(error, SystemExit):
        name, text = "SystemExit", "it called exit()"
    what = {"error": (name + (": " + text if text else ""))[:400]}
    if line is not None:
        what["line"] = line
    return what


SPECIAL = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


def to_python(value):
    if isinstance(value, list):
        return [to_python(item) for item in value]
    return SPECIAL.get(value, value) if isinstance(value, str) else value


def to_numpy(inputs, shapes, kinds):
    import numpy

    types = {"real": numpy.float64, "whole": numpy.int64, "flag": numpy.bool_}
    made = {}
    for name, value in inputs.items():
        shape = shapes.get(name)
        if shape:
            value = numpy.array(value, dtype=types.get(kinds.get(name), numpy.float64)).reshape(shape)
        made[name] = value
    return made


def named(got, outputs):
    """The outputs by name."""
    if isinstance(got, dict) and (len(outputs) != 1 or outputs[0] in got):
        missing = [name for name in outputs if name not in got]
        if missing:
            raise ValueError("it lacks " + ", ".join(missing) + "; it has " + (", ".join(map(str, got)) or "nothing"))
        return {name: plain(got[name], name) for name in outputs}
    if len(outputs) == 1:
        return {outputs[0]: plain(got, outputs[0])}
    if got is None:
        raise ValueError("it returned None; " + ", ".join(outputs) + " are due")
    if not isinstance(got, (tuple, list)):
        raise ValueError("a dict or a tuple of " + ", ".join(outputs) + " is due, not " + type(got).__name__)
    if len(got) != len(outputs):
        raise ValueError(str(len(got)) + " values; " + str(len(outputs)) + " are due: " + ", ".join(outputs))
    return {name: plain(value, name) for name, value in zip(outputs, got)}


def plain(value, name):
    """Nested lists of numbers, whatever they were."""
    if hasattr(value, "detach"):
        value = value.detach()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if value is None:
        raise ValueError(name + " is None")
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else float(value)
    if isinstance(value, (str, bytes, complex)):
        raise ValueError(name + " holds " + repr(value)[:40] + ", which is no real number")
    if isinstance(value, float):
        if value != value:
            return "nan"
        if value in (float("inf"), float("-inf")):
            return "inf" if value > 0 else "-inf"
        return value
    if isinstance(value, (list, tuple, range)) or type(value).__name__ in ("map", "filter", "zip", "generator", "dict_values", "deque"):
        return [plain(item, name) for item in value]
    try:
        return plain(float(value), name)
    except (TypeError, ValueError):
        raise ValueError(name + " holds a " + type(value).__name__ + ", which is no number") from None


main()
