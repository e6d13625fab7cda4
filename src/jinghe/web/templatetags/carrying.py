"""How pages of responsibility write who answers for what."""

from django import template

from jinghe.core.oversight.responsibility import Appointment
from jinghe.web.templatetags.jinghe import day

register = template.Library()


@register.filter
def term(appointment: Appointment) -> str:
    """The term of a substitute in brackets: （2022年5月1日至2022年5月31日代行）; empty where none was laid down."""
    first, last = appointment.substitute_since, appointment.substitute_until
    return f"（{day(first) if first else ''}至{day(last) if last else ''}代行）" if first or last else ""
