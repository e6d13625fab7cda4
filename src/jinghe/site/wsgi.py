"""The door for a web server: `granian --interface wsgi jinghe.site.wsgi:application`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinghe.site.settings")

application = get_wsgi_application()

if settings.JINGHE_STANDS_STILL:
    from jinghe.demonstration import diary

    diary.keep(settings.JINGHE_JOURNAL)  # what visitors do can become part of the demonstration
