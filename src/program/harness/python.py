"""Loads a learner's file and answers sqrtd's requests with its function, one line each.

python harness.py MARK FILE OPERATION {"outputs": [name, ..], "inputs": [[name, whether it is always there], ..]}

Requests: {"input": {name: value}, "shape": {name: [..]}, "kind": {name: ".."}}.
Replies:  MARK{"ready": true}, MARK{"output": .., "seconds": ..}, MARK{"error": "..", "kind": "..", "file": "..", "line": .., "source": ".."}.
A reply also says where the code tried to write outside of its folder ("outside").
Whatever the learner's code prints goes to standard error, where a line MARK ends a case.
"""

import json
import os
import sys


def main():
    mark, path, operation, names = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
    outputs = names["outputs"]
    # The protocol's pipes are moved out of reach: what code or C libraries write to 1 is a print, what they read from 0 is nothing.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", buffering=1, closefd=False)

    outside = watch_writes()

    def reply(what):
        if outside:
            what["outside"] = outside[0]
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
        module = load(path, operation)
    except BaseException as error:
        reply(described(error, path))
        return
    function = module.get(operation)
    if not callable(function):
        has = [name for name, value in module.items() if type(value).__name__ == "function" and value.__module__ == operation]
        reply({"error": operation, "kind": "missing", "has": ", ".join("`" + name + "`" for name in has)[:200]})
        return
    unfit = misfit(function, operation, names["inputs"])
    if unfit:
        reply(unfit)
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
        except Unreadable as error:
            reply(error.args[0])
            continue
        except RecursionError:
            reply({"error": "it is nested too deep", "kind": "output"})
            continue
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
    return module.__dict__


def misfit(function, operation, inputs):
    """Why the function can't be called with the inputs by name, if it can't: with all of them, and without those that may be absent."""
    import inspect

    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    for given in (inputs, [name for name in inputs if name[1]]):
        try:
            signature.bind(**{name: None for name, _ in given})
        except TypeError as error:
            names = ", ".join(name for name, _ in inputs)
            return {"error": str(error), "kind": "signature", "head": operation + str(signature)[:200], "names": names}
    return None


def watch_writes():
    """The files outside of the present folder that the code tries to write, as they come: it may keep the refusal to itself."""
    here, outside = os.path.realpath(os.getcwd()) + os.sep, []
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def hook(event, args):
        if event != "open" or outside:
            return
        path, flags = args[0], args[2]
        if not isinstance(path, (str, bytes, os.PathLike)) or not isinstance(flags, int) or not flags & writing:
            return
        path = os.path.realpath(os.fsdecode(path))
        if not path.startswith(here) and path != os.devnull:
            outside.append(path)

    if hasattr(sys, "addaudithook"):
        sys.addaudithook(hook)
    return outside


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
    if isinstance(error, MemoryError):
        what["kind"] = "memory"
    if line is not None:
        what["line"], what["file"], what["source"] = line, os.path.basename(path), line_of(path, line)
    return what


def line_of(path, line):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()[line - 1].strip()[:120]
    except (OSError, IndexError):
        return ""


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


class Unreadable(Exception):
    """What was returned can't be the outputs; holds the reply."""


def named(got, outputs):
    """The outputs by name."""
    if got is None:
        raise Unreadable({"kind": "nothing", "names": ", ".join(outputs)})
    if isinstance(got, dict):
        missing = [name for name in outputs if name not in got]
        if missing:
            raise Unreadable({"kind": "lacks", "names": ", ".join(missing), "has": ", ".join(map(str, got))[:200]})
        return {name: plain(got[name], name) for name in outputs}
    if len(outputs) == 1:
        return {outputs[0]: plain(got, outputs[0])}
    if not isinstance(got, (tuple, list)):
        raise Unreadable({"kind": "one", "has": type(got).__name__, "names": ", ".join(outputs)})
    if len(got) != len(outputs):
        raise Unreadable({"kind": "count", "has": str(len(got)), "names": ", ".join(outputs)})
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
        try:
            return value if abs(value) < 2**63 else float(value)
        except OverflowError:
            raise ValueError(name + " holds a number that is too large") from None
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
