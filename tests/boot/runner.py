"""Runs tests one after the other, as tests/boot and tests/boot/publish do."""

import signal
import time
import traceback


class Skip(Exception):
    """This machine cannot run the test; the text says what is missing."""


def run(tests, argument, words):
    """Those whose names hold one of the words, or all. Returns how many passed, failed and were skipped."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background of a shell it is ignored, by what is started too
    passed = failed = skipped = 0
    for test in tests:
        name = test.__name__
        if words and not any(word in name for word in words):
            continue
        start = time.monotonic()
        try:
            note = test(argument)
            passed += 1
            print(f"ok   {name} ({time.monotonic() - start:.1f} s){': ' + note if note else ''}", flush=True)
        except Skip as why:
            skipped += 1
            print(f"skip {name}: {why}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL {name}\n{traceback.format_exc()}", flush=True)
    return passed, failed, skipped
