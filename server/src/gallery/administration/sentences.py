"""What each event of the audit log says, family by family. `%(actor)s` and `%(subject)s` are there for each.

An event that stands in none of the tables is shown plainly, as it is kept.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Family = Mapping[str, Promise | str]

PEOPLE: Family = {
    "person.created": _("%(actor)s made the account of %(subject)s"),
    "person.asked": _("%(actor)s asked for an account"),
    "person.approved": _("%(actor)s approved the account of %(subject)s"),
    "person.refused": _("%(actor)s refused an account to %(subject)s"),
    "person.changed": _("%(actor)s changed name or mail address of %(subject)s"),
    "person.described": _("%(actor)s changed their profile"),
    "person.password": _("%(actor)s changed their password"),
    "person.password-reset": _("%(actor)s set a new password for %(subject)s"),
    "person.deactivated": _("%(actor)s deactivated %(subject)s"),
    "person.reactivated": _("%(actor)s reactivated %(subject)s"),
    "person.placed": _("%(actor)s placed %(subject)s: before “%(before)s”, now “%(organisation)s”"),
    "administrator.given": _("%(actor)s made %(subject)s an administrator"),
    "administrator.taken": _("%(actor)s took the administrator's rights from %(subject)s"),
    "registration.asked": _("Somebody asked for an account from %(subject)s"),
    "person.forgotten-by-hub": _("The hub ended everything of %(subject)s"),
    "person.hub-not-reached": _("The hub could not be told that %(subject)s left: %(problem)s"),
}
SIGN_IN: Family = {
    "sign-in.succeeded": _("%(actor)s signed in from %(address)s"),
    "sign-in.provider": _("%(actor)s was vouched for by %(by)s"),
    "sign-in.failed": _("A sign-in as %(actor)s failed, from %(subject)s"),
    "sign-in.refused": _("A sign-in of %(actor)s was refused"),
    "person.signed-out": _("%(actor)s signed out"),
    "person.signed-out-elsewhere": _("%(actor)s told that %(subject)s has signed out there"),
    "identity.linked": _("%(actor)s added %(to)s as a way to sign in"),
    "identity.unlinked": _("%(actor)s removed %(to)s as a way to sign in"),
}
ACCESS: Family = {
    "access.denied": _("%(actor)s was denied %(subject)s"),
    "access.missed": _("%(actor)s asked for what is not there: %(subject)s"),
    "access.asked": _("%(actor)s asked for access to %(subject)s"),
    "access.declined": _("%(actor)s declined access to %(subject)s to %(person)s"),
    "admin-mode.on": _("%(actor)s switched admin mode on for %(minutes)s minutes: “%(reason)s”"),
    "admin-mode.off": _("Admin mode of %(actor)s ended (%(how)s)"),
    "admin.looked": _("In admin mode %(actor)s looked at %(subject)s"),
    "admin.changed": _("In admin mode %(actor)s changed something at %(subject)s"),
    "audit.exported": _("%(actor)s downloaded the audit log (%(filters)s)"),
}
NOTEBOOKS: Family = {
    "notebook.created": _("%(actor)s saved the new %(subject)s (%(visibility)s)"),
    "revision.saved": _("%(actor)s saved version %(number)s of %(subject)s"),
    "notebook.described": _("%(actor)s changed the description of %(subject)s"),
    "notebook.deprecated": _("%(actor)s marked %(subject)s as deprecated"),
    "notebook.undeprecated": _("%(actor)s took back that %(subject)s is deprecated"),
    "notebook.downloaded": _("%(actor)s downloaded version %(number)s of %(subject)s"),
    "notebook.run": _("%(actor)s ran %(subject)s"),
    "notebook.trashed": _("%(actor)s put %(subject)s into the trash"),
    "notebook.restored": _("%(actor)s took %(subject)s out of the trash"),
    "notebook.visibility": _("%(actor)s changed who may see %(subject)s from %(before)s to %(after)s"),
    "notebook.shared": _("%(actor)s shared %(subject)s with %(kind)s %(name)s (%(role)s)"),
    "notebook.unshared": _("%(actor)s stopped sharing %(subject)s with %(kind)s %(name)s"),
    "notebook.given": _("%(actor)s gave %(subject)s from %(before)s to %(after)s"),
    "notebook.taken-over": _("%(actor)s took over %(subject)s from %(before)s"),
    "notebook.demands": _("%(actor)s changed what %(subject)s demands of readers: “%(before)s”, now “%(after)s”"),
    "notebooks.exported": _("%(actor)s exported %(count)s notebooks of %(subject)s"),
    "invitation.sent": _("%(actor)s invited somebody by mail to %(subject)s"),
    "invitation.accepted": _("%(actor)s accepted the invitation to %(subject)s"),
}
GROUPS: Family = {
    "group.created": _("%(actor)s made %(subject)s"),
    "group.described": _("%(actor)s changed the description of %(subject)s"),
    "group.deleted": _("%(actor)s deleted %(subject)s"),
    "group.landing": _("%(actor)s chose what %(subject)s shows first"),
    "group.member": _("%(actor)s took %(person)s into %(subject)s as %(role)s"),
    "group.member-removed": _("%(actor)s let %(person)s go from %(subject)s"),
    "group.joined": _("%(actor)s put %(subject)s into the group %(group)s"),
    "group.left": _("%(actor)s took %(subject)s out of the group %(group)s"),
    "organisation.created": _("%(actor)s made %(subject)s"),
    "organisation.described": _("%(actor)s changed the description of %(subject)s"),
    "organisation.moved": _("%(actor)s moved %(subject)s below “%(parent)s”"),
    "organisation.deleted": _("%(actor)s deleted %(subject)s"),
    "attribute.created": _("%(actor)s defined %(subject)s"),
    "attribute.described": _("%(actor)s changed the description of %(subject)s"),
    "attribute.deleted": _("%(actor)s deleted %(subject)s"),
    "attribute.granted": _("%(actor)s granted %(subject)s (%(person)s%(attribute)s)"),
    "attribute.withdrawn": _("%(actor)s withdrew %(subject)s (%(person)s%(attribute)s)"),
}
TOKENS: Family = {
    "token.created": _("%(actor)s made %(subject)s: %(scopes)s"),
    "token.revoked": _("%(actor)s revoked %(subject)s"),
    "token.exchanged": _("%(actor)s exchanged an identity token (%(subject)s)"),
    "feed-token.created": _("%(actor)s made %(subject)s"),
    "feed-token.revoked": _("%(actor)s revoked %(subject)s"),
    "environment.registered": _("%(actor)s registered %(subject)s"),
    "environment.removed": _("%(actor)s removed %(subject)s"),
    "code.replayed": _("A sign-in code of %(actor)s was used twice at %(subject)s; what it gave has ended"),
    "refresh.replayed": _("A renewal of %(actor)s was used twice at %(subject)s; what it gave has ended"),
    "consent.given": _("%(actor)s allowed %(subject)s: %(scopes)s"),
    "consent.withdrawn": _("%(actor)s withdrew from %(subject)s"),
    "client.created": _("%(actor)s made %(subject)s"),
    "client.registered": _("%(actor)s registered %(subject)s"),
    "client.changed": _("%(actor)s changed %(subject)s: %(scopes)s"),
    "client.updated": _("%(actor)s updated %(subject)s"),
    "client.removed": _("%(actor)s removed %(subject)s"),
    "client.refused": _("%(subject)s was refused: wrong secret"),
    "client.secret-changed": _("%(actor)s gave a new secret to %(subject)s"),
}
HOUSE: Family = {
    "wanted.asked": _("%(actor)s asked for a notebook (%(subject)s)"),
    "wanted.seconded": _("%(actor)s needs %(subject)s, too"),
    "wanted.answered": _("%(actor)s answered %(subject)s with a notebook"),
    "wanted.closed": _("%(actor)s closed %(subject)s"),
    "wanted.reopened": _("%(actor)s opened %(subject)s again"),
    "wanted.removed": _("%(actor)s removed %(subject)s"),
    "wanted.term-dismissed": _("%(actor)s dismissed a question that many asked in vain"),
    "wanted.term-restored": _("%(actor)s showed a question again that many asked in vain"),
    "announcement.created": _("%(actor)s put up %(subject)s (%(level)s)"),
    "announcement.changed": _("%(actor)s changed %(subject)s (%(level)s)"),
    "announcement.ended": _("%(actor)s took down %(subject)s"),
    "terms.changed": _("%(actor)s wrote %(subject)s"),
    "subscription.created": _("%(actor)s follows %(subject)s"),
    "subscription.removed": _("%(actor)s follows %(subject)s no longer"),
    "daily-mail.stopped": _("%(actor)s stopped the daily mail"),
    "daily-mail.resumed": _("%(actor)s resumed the daily mail"),
}

FAMILIES: Mapping[str, tuple[Promise | str, Family]] = {
    "people": (_("People"), PEOPLE),
    "sign-in": (_("Signing in"), SIGN_IN),
    "access": (_("Access and admin mode"), ACCESS),
    "notebooks": (_("Notebooks"), NOTEBOOKS),
    "groups": (_("Groups, organisations, attributes"), GROUPS),
    "tokens": (_("Tokens and applications"), TOKENS),
    "house": (_("The house"), HOUSE),
}
SENTENCES: Family = {action: words for _title, family in FAMILIES.values() for action, words in family.items()}
