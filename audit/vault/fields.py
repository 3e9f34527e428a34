from django.db import models


class SealedTextField(models.BinaryField):
    """Free text, sealed. Refuses a plain string: words reach it only through the vault."""

    def get_prep_value(self, value):
        if isinstance(value, str):
            raise TypeError(f"{self.name} takes sealed bytes: use vault.seal().")
        return super().get_prep_value(value)


def sealed_fields(model) -> list[str]:
    """The names of a model's sealed columns, for deferring and for sealing a row whole."""
    return [field.name for field in model._meta.fields if isinstance(field, SealedTextField)]
