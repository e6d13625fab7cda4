"""The program that starts a reader under limits: SECONDS MEGABYTES PROGRAM ARGUMENTS… – PROGRAM then runs.

It runs by its path (see `process`) and imports nothing of `jinghe`, so that the limits stand before anything is read.
"""

import runpy
import sys


def limit(seconds: int, megabytes: int) -> None:
    """Processor time and memory, where the system can limit them; the caller watches the clock everywhere."""
    try:
        import resource
    except ImportError:
        return
    kinds = (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_CORE, 0)
    for what, most in kinds:
        try:
            resource.setrlimit(what, (most, most))
        except (OSError, ValueError):
            continue


if __name__ == "__main__":
    limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.argv = sys.argv[3:]
    runpy.run_path(sys.argv[0], run_name="__main__")
