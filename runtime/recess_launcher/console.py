"""What the author reads when something goes wrong: the traceback a bare interpreter would print, without the frames
of this package, for the main code, for threads and for event callbacks."""

import logging
import os
import sys
import threading
import traceback
import types

HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


def without_launcher(error):
    """Removes this package's frames from an exception and from every exception behind it. Returns the exception."""
    seen, waiting = set(), [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = trimmed(one.__traceback__, lambda frame: not belongs_here(frame))
        waiting += [one.__cause__, one.__context__, *getattr(one, 'exceptions', ())]
    return error


def belongs_here(frame):
    return frame.f_code.co_filename.startswith(HERE)


def trimmed(trace, keep):
    """The same chain of traceback entries with only the frames that `keep` wants."""
    entries = []
    while trace is not None:
        if keep(trace.tb_frame):
            entries.append(trace)
        trace = trace.tb_next
    chain = None
    for entry in reversed(entries):
        chain = types.TracebackType(chain, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return chain


def show(error):
    """Prints an uncaught exception as the interpreter would, through the script's own sys.excepthook if it set one."""
    without_launcher(error)
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except BaseException:
        traceback.print_exception(type(error), error, error.__traceback__)


def describe(error, script):
    """The fields of a final report: what happened, and the innermost place in the author's own files."""
    without_launcher(error)
    try:
        brief = ''.join(traceback.format_exception_only(type(error), error)).strip().splitlines()[-1]
        full = ''.join(traceback.format_exception(type(error), error, error.__traceback__))
    except BaseException:
        brief = full = type(error).__name__
    file, line = place(error, script)
    return {'error': brief, 'file': file, 'line': line, 'traceback': full}


def place(error, script):
    folder = os.path.dirname(script) + os.sep
    if isinstance(error, SyntaxError) and str(error.filename).startswith(folder):
        return error.filename, error.lineno or 1
    found = script, 1
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(folder):
            found = frame.f_code.co_filename, line
    return found


def watch_threads(note):
    """Uncaught exceptions of threads and timer jobs lose our frames; exit() there ends the thread and says so."""
    usual = threading.excepthook

    def excepthook(args):
        if args.exc_type is SystemExit:
            note('exit() in a callback or timer ends only that thread; call disconnect() to end the game')
            return
        error = without_launcher(args.exc_value) if args.exc_value is not None else None
        trace = error.__traceback__ if error is not None else args.exc_traceback
        usual(threading.ExceptHookArgs((args.exc_type, error, trace, args.thread)))

    threading.excepthook = excepthook


def watch_callbacks(library):
    """The library catches what an event callback raises and logs only its text: add where it came from."""
    source = library.__file__

    def with_traceback(record):
        error = sys.exc_info()[1]
        if error is not None and record.msg is error and record.pathname == source and not record.exc_info:
            trace = trimmed(error.__traceback__, lambda frame: frame.f_code.co_filename != source)
            record.exc_info = type(error), without_launcher(error.with_traceback(trace)), error.__traceback__
        return True

    logging.getLogger().addFilter(with_traceback)
