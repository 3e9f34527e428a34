import os

from django.core.wsgi import get_wsgi_application

from config.loaded import leave_alone
from config.stack import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

house = get_wsgi_application()
leave_alone()


@roomy
def application(environ, start_response):
    return house(environ, start_response)
