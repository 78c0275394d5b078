"""The WSGI application that the web server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gallery.site.settings")
application = get_wsgi_application()
# A search makes tens of thousands of objects, none of them in a cycle: to look for cycles after each 700 new ones, as
# Python does by itself, takes up to a tenth of its time.
gc.set_threshold(50_000)
