from django.urls import path

from config.demo import views

urlpatterns = [
    path("", views.doors, name="demo"),
    path("calls/", views.calls, name="demo_calls"),
]
