"""`./jinghe size`: how many lines the product is written in, by folder and by kind; generated migrations apart."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "jinghe"
KINDS = {".py": "Python", ".html": "模板", ".css": "样式", ".js": "脚本"}


def main() -> int:
    """Prints the table; the last line is the sum that docs/quality.md quotes."""
    lines = counted(tracked_files())
    folders = sorted({folder for folder, _ in lines})
    print("".join(f"{head:>14}" for head in ("", *KINDS.values())))
    for folder in folders:
        print(f"{folder:>14}" + "".join(f"{lines[folder, kind]:>14}" for kind in KINDS))
    sums = {name: sum(lines[folder, kind] for folder in folders) for kind, name in KINDS.items()}
    print(f"{sum(sums.values())} lines: " + ", ".join(f"{count} {name}" for name, count in sums.items()))
    return 0


def tracked_files() -> list[Path]:
    """What git keeps of the product's own source, migrations left out."""
    listing = subprocess.run(
        ["git", "ls-files", "--", str(SOURCE)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = (ROOT / name for name in listing.stdout.splitlines())
    return [
        path for path in paths if path.suffix in KINDS and path.is_file() and "migrations" not in path.parts
    ]


def counted(paths: list[Path]) -> Counter[tuple[str, str]]:
    """(folder below src/jinghe, suffix) → lines."""
    lines: Counter[tuple[str, str]] = Counter()
    for path in paths:
        inner = path.relative_to(SOURCE)
        folder = inner.parts[0] if len(inner.parts) > 1 else "."
        lines[folder, path.suffix] += len(path.read_text(encoding="utf-8").splitlines())
    return lines


if __name__ == "__main__":
    sys.exit(main())
