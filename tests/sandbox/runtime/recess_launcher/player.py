"""Runs one script and says over the control channel how it ended."""
import json
import os
import sys
import threading
import traceback


def main(control):
    lines = os.fdopen(control, "r", encoding="utf-8", closefd=False)

    def say(what):
        os.write(control, (json.dumps(what) + "\n").encode())

    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", closefd=False)
    say({"ready": True})
    script = None
    for line in lines:
        message = json.loads(line)
        if "assign" in message:
            script = message["assign"]["script"]
            os.environ["RECESS_PLAY_ID"] = message["assign"]["play_id"]
        if "go" in message:
            break
    else:
        os._exit(0)

    def listen():
        for told in lines:
            if "stop" in json.loads(told):
                os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    sys.argv = [script]
    sys.path.insert(0, os.path.dirname(script))
    try:
        with open(script, "rb") as file:
            code = compile(file.read(), script, "exec")
        exec(code, sys.modules["__main__"].__dict__)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
        say({"report": {"how": "exit", "exit_code": code}})
        os._exit(code)
    except BaseException as error:
        traceback.print_exc()
        say({"report": {"how": "crashed", "exit_code": 1, "error": f"{type(error).__name__}: {error}", "file": script,
                        "line": 1, "traceback": traceback.format_exc()}})
        os._exit(1)
    say({"report": {"how": "finished", "exit_code": 0}})
    os._exit(0)
