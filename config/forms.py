from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms are drawn with our own templates: label, hint, error and field tied together."""

    field_template_name = "django/forms/field.html"
