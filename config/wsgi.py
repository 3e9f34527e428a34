import os

from django.core.wsgi import get_wsgi_application

from config.stack import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

house = get_wsgi_application()


@roomy
def application(environ, start_response):
    return house(environ, start_response)
