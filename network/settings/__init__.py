"""Settings, one file per integration; everything that differs between installations comes from the environment.

`docs/configuration.md` lists the variables. A wrong one stops the start with a sentence that says what to set.
"""

from .accounts import *
from .base import *
from .celery import *
from .database import *
from .email import *
from .embedding import *
from .i18n import *
from .monitoring import *
from .rest import *
from .search import *
from .security import *
