"""Settings of the tests: a data folder of their own, a quick password hasher, nothing else changed."""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="commonplace-test-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["COMMONPLACE_HOME"] = _HOME
os.environ.setdefault("COMMONPLACE_HUB", "true")

from gallery.site.settings import *  # noqa: E402, F403
from gallery.site.settings import CONFIG, DATABASES  # noqa: E402

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",  # hashing is slow on purpose; tests sign in hundreds of times
    "gallery.accounts.hashers.ClientSecretHasher",
]
VIEWS_WRITTEN_AFTER = None  # not from a thread, into the database of another test
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if not CONFIG.database_url:
    # A file rather than memory, so that threads see one database as they do in life.
    DATABASES["default"]["TEST"] = {"NAME": f"{_HOME}/test.sqlite3"}
