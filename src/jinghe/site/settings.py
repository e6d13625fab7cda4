"""Django's settings: one file for demonstration, office and tests; what differs comes from site.environment."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from jinghe.site import environment

_PAGES = Path(__file__).parents[1] / "web"
DATA = environment.data_directory()
DEBUG = environment.flag("JINGHE_DEBUG")
DEMO = environment.flag("JINGHE_DEMO")
JINGHE_STANDS_STILL = environment.stands_still(DATA)  # the clock of a demonstration
JINGHE_JOURNAL = DATA / "journal.jsonl"  # which such a directory keeps of itself
SECRET_KEY = environment.secret_key(DATA)
ALLOWED_HOSTS = environment.names("JINGHE_ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "jinghe.store",
    "jinghe.web",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jinghe.web.frame.compression.CompressedText",  # above all that writes into a page
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jinghe.web.frame.middleware.refuse_nul",
    "jinghe.web.frame.middleware.ask_for_own_password",
    "axes.middleware.AxesMiddleware",  # last, as axes asks
]

ROOT_URLCONF = "jinghe.site.urls"
WSGI_APPLICATION = "jinghe.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(_PAGES.glob("*/templates")),  # each feature of the pages brings its own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- language and time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- reading notices ---
JINGHE_CONFIRMATIONS = environment.confirmations()
FILE_UPLOAD_HANDLERS = [
    "jinghe.web.frame.uploads.LimitedUpload",  # first: what is too large is not even stored for a moment
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- reminders ---
globals().update(environment.mail())
JINGHE_WEBHOOK = environment.webhook()

# --- files ---
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = sorted(_PAGES.glob("*/static"))
JINGHE_CALENDAR = DATA / "calendar"  # the office's own papers of days off and weekends worked
MEDIA_ROOT = DATA / "files"  # evidence: handed out by views that ask who is asking, never by address
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 60  # of the few files without a digest in their name
FILE_UPLOAD_PERMISSIONS = 0o640

# --- who may come in ---
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
        for name, options in (
            ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "first_name")}),
            ("MinimumLengthValidator", {"min_length": 8}),
            ("CommonPasswordValidator", {}),
        )
    ),
    {"NAME": "jinghe.usecases.security.passwords.SeveralKinds"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [
    ["username", "ip_address"]
]  # one office, one address: a clerk must not lock out the rest
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # failed sign-ins stay on record, also after a success
AXES_LOCKOUT_CALLABLE = "jinghe.web.security.session.locked_out"
CSRF_FAILURE_VIEW = "jinghe.web.frame.errors.csrf_refused"

# --- sessions and transport ---
_HTTPS = not (DEBUG or DEMO or environment.flag("JINGHE_PLAIN_HTTP"))
SESSION_COOKIE_AGE = int(timedelta(minutes=30).total_seconds())
SESSION_SAVE_EVERY_REQUEST = True  # the 30 minutes count from the last click
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "jinghe_session"
CSRF_COOKIE_NAME = "jinghe_csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if environment.flag("JINGHE_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
