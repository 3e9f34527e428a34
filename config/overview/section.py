"""What a settings page must know about a kind of row."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.overview.forms import SettingForm, form_for
from partners import rights as partners


@dataclass(frozen=True)
class Section:
    """A kind of row: who may change it, what is asked, what the list shows.

    *version_of* names the field whose value stays while versions are added; *add* is a use
    case that makes the row where more than a row is made; *is_one* has exactly one row; *named_by*
    are the rows beside it that its name is made of. *poster*
    is the address of something to print about it, *withdraw* of the page where a decision on it is
    withdrawn, *tried* of one that shows what changes to come would do; *notes* says what will soon
    be so of it; *warns* says what else a change would do, which then takes one more yes, under the
    heading *warning*; *fits* refuses what makes no sense together.
    """

    slug: str
    model: type[Model]
    asked: tuple[str, ...]
    columns: tuple[str, ...]
    hint: Promise
    right: str = partners.CONFIGURE
    fixed: tuple[str, ...] = ()
    version_of: str = ""
    add: Callable | None = None
    may_remove: bool = False
    is_one: bool = False
    named_by: tuple[str, ...] = ()
    poster: str = ""
    withdraw: str = ""
    notes: Callable | None = None
    warns: Callable | None = None
    warning: Promise = _("This does more than it says")
    tried: str = ""
    fits: Callable | None = None
    extra: dict = field(default_factory=dict)

    @property
    def label(self) -> str:
        named = self.model._meta
        return str(named.verbose_name if self.is_one else named.verbose_name_plural)

    def form_class(self) -> type[SettingForm]:
        return form_for(self.model, self.asked, fixed=self.fixed, extra=self.extra, fits=self.fits)
