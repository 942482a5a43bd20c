"""Settings, all in one place, read from the environment. docs/deploying.md lists what a server must set."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from coprod import environment as env
from coprod import frozen, logs

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.choice("COPROD_ENV", options={env.PRODUCTION, env.DEVELOPMENT, env.TEST}, default=env.PRODUCTION)
PRODUCTION = ENVIRONMENT == env.PRODUCTION
TESTING = ENVIRONMENT == env.TEST
# The style guide and the mail that was "sent" are shown on a developer's machine, and nowhere else.
DEVELOPMENT_PAGES = not PRODUCTION

DEBUG = env.flag("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise env.SettingError("DEBUG", "is on, but COPROD_ENV is production. Turn it off: it shows secrets to visitors.")
SECRET_KEY = env.secret("SECRET_KEY", shortest=50)
# Keys of before, with spaces between: what they signed is still good, and whoever was erased with them stays erased.
SECRET_KEY_FALLBACKS = env.text("SECRET_KEY_FALLBACKS", "").split()

# The one address of the site. Absolute links, allowed hosts and whether cookies need https follow from it.
_site = env.web_address("SITE_URL", secure=PRODUCTION)
SITE_URL = f"{_site.scheme}://{_site.netloc}"
HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = [str(_site.hostname), *env.host_names("EXTRA_HOSTS")]
if _site.hostname in env.LOOPBACK:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
# Set to the number of reverse proxies in front; 0 means that X-Forwarded-* headers are not believed. With https someone
# has to say it: behind a proxy that is not believed, every page would lead to itself for ever.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", default=None if PRODUCTION and HTTPS else 0)

INSTALLED_APPS = [
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "coprod.apps.CoprodConfig",
    "blog.apps.BlogConfig",
    "networks.apps.NetworksConfig",
    "taggit",
    "django_prose_editor",
    "js_asset",
    "csp",
    "coprod.apps.CoprodAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "coprod.middleware.Health",
    "django.middleware.security.SecurityMiddleware",
    "coprod.static_files.StaticFiles",
    "blog.middleware.FeedsInBrowsers",
    "coprod.middleware.Freshness",
    "coprod.page_cache.middleware.PageCache",
    "csp.middleware.CSPMiddleware",
    "coprod.middleware.PlainRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "coprod.accounts.sessions.StaffSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "blog.middleware.OldAddresses",
    "coprod.middleware.DatabaseAway",
]

ROOT_URLCONF = "coprod.urls"
WSGI_APPLICATION = "coprod.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "coprod.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "coprod.templatetags.components"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

_database = env.database("DATABASE_URL")
DATABASES = {
    "default": {
        **_database,
        "OPTIONS": {
            # A person who waits is better served by the page with the phone number than by a spinning wheel.
            "connect_timeout": 3,
            "application_name": "coprod",
            "connection_factory": frozen.Connection,
            "cursor_factory": frozen.Cursor,
            # Ten seconds, so that a page of ours still comes within sixteen: frozen.py counts with it.
            "options": "-c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
            # How like a word must be for "did you mean": 0.6, the default, misses two letters that changed places.
            " -c pg_trgm.word_similarity_threshold=0.45",
            **_database.get("OPTIONS", {}),  # such as sslmode, from the address
        },
    }
}
# Who owns the tables, for `migrate` and for restoring alone: the site's role need not be able to drop them.
DATABASE_OWNER = env.owner_of(_database, "DATABASE_OWNER_URL") if env.text("DATABASE_OWNER_URL", "") else None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Mail leaves through the outbox (coprod/outbox.py) and its worker, never from a page.
if PRODUCTION:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.text("EMAIL_HOST")
    EMAIL_PORT = env.number("EMAIL_PORT", default=587, least=1)
    EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
    # Plain SMTP is for a mail server on this same machine only. Port 465 speaks TLS from the first word.
    EMAIL_USE_SSL = EMAIL_PORT == 465
    EMAIL_USE_TLS = EMAIL_HOST not in env.LOOPBACK and not EMAIL_USE_SSL
    DEFAULT_FROM_EMAIL = env.mail_address("DEFAULT_FROM_EMAIL")
else:
    EMAIL_BACKEND = "coprod.local.mail.EmailBackend"
    if EMAIL_HOST := env.text("EMAIL_HOST", ""):  # a mail server of the developer's own, on this machine
        EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        EMAIL_PORT = env.number("EMAIL_PORT", default=1025, least=1)
    EMAIL_FILE_PATH = env.text("MAIL_FOLDER", str(BASE_DIR / ".local" / "mail"))
    DEFAULT_FROM_EMAIL = "Coprod <hello@coprod.example.org>"
EMAIL_TIMEOUT = 10
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]  # Welsh is to come: every word that a visitor reads goes through gettext
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "l j F Y"  # "Tuesday 3 March 2027"
FORMAT_MODULE_PATH = "coprod.formats"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
MEDIA_URL = "/media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", BASE_DIR / "media")
# Proof of who was erased, without who: apart from the database, so that a restored backup can be erased again.
PROOFS_FOLDER = env.folder("PROOFS_FOLDER", BASE_DIR / "proofs")
# The public key that backups are encrypted to (coprod/backup/): its other half is never on this machine.
BACKUP_KEY = env.text("BACKUP_KEY", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING  # the other one needs `collectstatic` first
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60 if DEBUG else 31536000
WHITENOISE_USE_FINDERS = DEBUG
# How much memory each process may fill with ready pages; 0 keeps none.
PAGE_CACHE_BYTES = env.number("PAGE_CACHE_MB", default=16) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_TAGS_FROM_STRING, TAGGIT_STRING_FROM_TAGS = "blog.tag_text.read", "blog.tag_text.written"
# What our editor has beyond the package's own. What may be kept is said in coprod/richtext.py, not here.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy(f"admin/coprod/writing/{file}.js")], "extensions": {extension: html_tags([])}}
    for file, extension in [
        ("quote", "Quote"),
        ("placed-picture", "PlacedPicture"),
        ("link", "Link"),
        ("paste", "TidyPaste"),
        ("count", "Count"),
    ]
]

AUTHENTICATION_BACKENDS = ["coprod.accounts.throttle.Throttle", "coprod.accounts.backends.RolesBackend"]
# Staff need a code of their phone beside the password. Off only where nobody's details are real.
SECOND_STEP = env.flag("SECOND_STEP", default=PRODUCTION)
if PRODUCTION and not SECOND_STEP:
    raise env.SettingError("SECOND_STEP", "is off, but COPROD_ENV is production. Leave it out: staff see health data.")
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "coprod.accounts.passwords.NotEasilyGuessed"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# How often someone may try a password (coprod/accounts/throttle.py).
AXES_HANDLER = "coprod.accounts.throttle.Handler"
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "coprod.accounts.throttle.account_of"
AXES_CLIENT_IP_CALLABLE = "coprod.accounts.throttle.address_of"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next", "code"]
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the access log is ours: one place for log-ins and looks
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware makes a page of its own; ours says it in the form
if TESTING:  # a fast one: hundreds of tests log someone in
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What staff are told may name somebody: it goes with the session, and not into a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "coprod.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "coprod.logs.WithoutSecrets",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"unknown_host": {"()": "django.utils.log.CallbackFilter", "callback": logs.unknown_host}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handler mails tracebacks with what was typed in them: never here.
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.security.DisallowedHost": {"filters": ["unknown_host"]},
        "axes": {"level": "ERROR"},  # the access log says it, where administrators look
    },
}
