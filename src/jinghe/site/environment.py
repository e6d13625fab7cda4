"""What the machine decides for us: the directory of the data, the database, the secret key.

| variable | meaning |
|---|---|
| JINGHE_DATA | directory of the database file, uploaded files and the secret key; default `data` beside the sources |
| JINGHE_DATABASE | `postgresql://user:password@host:port/name`; without it SQLite inside JINGHE_DATA |
| JINGHE_ALLOWED_HOSTS | names and addresses this site answers to, separated by commas |
| JINGHE_DEMO=1 | the demonstration: plain http on this machine, marked as such on every page |
| JINGHE_PLAIN_HTTP=1 | an office network without TLS: cookies travel over http |
| JINGHE_BEHIND_PROXY=1 | a reverse proxy in front sets X-Forwarded-Proto (and clears what clients send) |
| JINGHE_CONFIRMATIONS | how many reviewers must approve a plan read from a notice: 1, or 2 |
| JINGHE_SMTP | `smtp://user:password@host:port?from=address` (smtps for TLS): reminders go out by e-mail as well |
| JINGHE_WEBHOOK | an http(s) address that gets every reminder as JSON |
| JINGHE_DEBUG=1 | error pages with everything in them; for developers only |
"""

import os
import secrets
import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SOURCES = Path(__file__).resolve().parents[3]
CLOCK_FILE = "clock.json"
SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers do not wait for the one writer
    "synchronous=FULL",  # an entry once confirmed survives a power cut
    "recursive_triggers=ON",  # without it INSERT OR REPLACE slips past the append-only triggers
    "foreign_keys=ON",
    "busy_timeout=20000",
)


def flag(name: str) -> bool:
    """Whether the variable says yes."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes"}


def names(name: str) -> list[str]:
    """The entries of a comma-separated variable."""
    return [entry.strip() for entry in os.environ.get(name, "").split(",") if entry.strip()]


def confirmations() -> int:
    """How many different reviewers must approve a draft before it becomes a plan in force."""
    text = os.environ.get("JINGHE_CONFIRMATIONS", "").strip() or "1"
    if text not in ("1", "2"):
        raise ImproperlyConfigured("JINGHE_CONFIRMATIONS 只能是 1 或 2（几名审核员审核通过才能确认下达）。")
    return int(text)


def data_directory() -> Path:
    """Where everything that must be backed up lies. It need not exist yet."""
    return Path(os.environ.get("JINGHE_DATA") or SOURCES / "data").resolve()


def stands_still(directory: Path) -> bool:
    """Whether the directory was made by `demo` and its database is its own: its clock then stands at its last act."""
    return (directory / CLOCK_FILE).exists() and not os.environ.get("JINGHE_DATABASE")


def secret_key(directory: Path) -> str:
    """The key of this installation, made at the first start. Raises OSError where the directory cannot be written."""
    path = directory / "secret_key"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written_key(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(60) + "\n")
    return _written_key(path)


def _written_key(path: Path) -> str:
    for _ in range(100):  # another process may be in the middle of writing it
        key = path.read_text(encoding="ascii")
        if key.endswith("\n") and len(key) > 50:
            return key.strip()
        time.sleep(0.02)
    raise ImproperlyConfigured(f"密钥文件不完整：{path}。请删除它后重新启动（已登录的用户需重新登录）。")


def database(directory: Path) -> dict[str, object]:
    """Django's DATABASES["default"]."""
    url = os.environ.get("JINGHE_DATABASE")
    if url:
        return postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": directory / "jinghe.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits at its start, and never fails half-way
            "timeout": 20,
            "init_command": " ".join(f"PRAGMA {pragma};" for pragma in SQLITE_PRAGMAS),
        },
    }


def postgresql(url: str) -> dict[str, object]:
    """Reads a connection address; `?host=/run/postgresql` names a socket, other parameters go to the driver."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        raise ImproperlyConfigured(
            "JINGHE_DATABASE 格式不正确，应为 postgresql://用户:口令@主机:端口/数据库名。"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": options.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail() -> dict[str, object]:
    """Django's settings of outgoing mail; without JINGHE_SMTP none is sent. Raises ImproperlyConfigured."""
    address = os.environ.get("JINGHE_SMTP", "").strip()
    if not address:
        return {"JINGHE_MAIL_FROM": ""}
    parts = urlsplit(address)
    sender = dict(parse_qsl(parts.query)).get("from", "")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not sender:
        raise ImproperlyConfigured(
            "JINGHE_SMTP 应写成 smtp://用户:密码@主机:端口?from=发件地址（加密用 smtps）。"
        )
    return {
        "JINGHE_MAIL_FROM": sender,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def webhook() -> str:
    """Where reminders are posted besides; empty: nowhere. Raises ImproperlyConfigured."""
    address = os.environ.get("JINGHE_WEBHOOK", "").strip()
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise ImproperlyConfigured("JINGHE_WEBHOOK 应是 http:// 或 https:// 开头的地址。")
    return address
