"""The door for a web server: `granian --interface wsgi jinghe.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinghe.site.settings")

application = get_wsgi_application()
