"""Tags and filters of the pages: icons, files of the front end, moments."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

register = template.Library()
DIST = Path(__file__).resolve().parents[1] / "static" / "dist"
MINUTE = 60


@cache
def _version(name: str) -> str:
    file = Path(f"{DIST}/{name}")  # a template hands over a kind of string that paths do not take
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"


@register.simple_tag
@cache
def asset(name: str) -> str:
    """The address of a built file with the hash of its content, so that browsers may keep it for long."""
    return f"{static(f'dist/{name}')}?v={_version(name)}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; with a label it speaks, without it is decoration."""
    address = f"{asset('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """A moment as people say it, "3 hours ago", with the exact time on hover; script then uses the reader's zone."""
    if moment is None:
        return ""
    exact = f"{date_format(moment, 'j F Y, H:i')} UTC"
    words = _("just now") if _is_recent(moment) else _("%(time)s ago") % {"time": timesince(moment, depth=1)}
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)


@register.filter
def on(moment: datetime | None) -> SafeString | str:
    """A moment as a date and time."""
    if moment is None:
        return ""
    exact = f"{date_format(moment, 'j F Y, H:i')} UTC"
    return format_html('<time datetime="{}" title="{}" data-words="exact">{}</time>', moment.isoformat(), exact, exact)


def _is_recent(moment: datetime) -> bool:
    return (datetime.now(moment.tzinfo) - moment).total_seconds() < MINUTE


@register.filter
def day(moment: datetime | None) -> SafeString | str:
    """A moment as a day."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" data-words="day">{}</time>', moment.isoformat(), date_format(moment, "j F Y")
    )
