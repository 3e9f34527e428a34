import atexit
import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from config.loaded import leave_alone
from config.stack import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

if multiprocessing.parent_process():  # of `manage.py serve`
    # Ctrl-C at a terminal goes to a whole group of processes. Told to stop both by that and by its
    # parent, the server now and then never ends: so only its parent tells it.
    os.setpgrp()
    # The server's own threads still wait for Python when it is taken down, and would panic. All
    # answers are given by then; this was asked for first, so it comes last.
    atexit.register(os._exit, 0)

house = get_wsgi_application()
leave_alone()


@roomy
def application(environ, start_response):
    return house(environ, start_response)
