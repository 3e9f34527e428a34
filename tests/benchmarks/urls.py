from django.urls import path

from config.urls import handler403, handler404, handler500, urlpatterns
from tests.benchmarks.bare.views import insert, smallest

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("bare/", insert), path("smallest/", smallest), *urlpatterns]
