"""`python -m jinghe`: the command line."""

import sys

from jinghe.cli import main

if __name__ == "__main__":
    sys.exit(main())
