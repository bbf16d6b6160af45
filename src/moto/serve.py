"""Runs the AWS emulator moto and ends it when standard input ends.

Whoever starts this holds the other end of standard input: when that process is gone, however it
went, this one must not stay behind.
"""

import os
import sys
import threading

from moto.server import main


def exit_at_end_of_input() -> None:
    # File descriptor 0 is read directly: the buffered object's lock would outlive the thread.
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    if os.environ.get("HASTACK_END_WITH_STDIN"):
        threading.Thread(target=exit_at_end_of_input, daemon=True).start()
    main(sys.argv[1:])
