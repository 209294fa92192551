"""Languages and time: Polish by default, English beside it, the language in the address."""

from .environment import BASE_DIR

LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", "polski"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "network" / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
