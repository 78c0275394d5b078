"""What can go wrong, each as one sentence for people: what is wrong, where, and what to do."""


class KitError(Exception):
    """Every error of the kit. The message is fit to be shown, and holds no password."""


class WrongCatalogue(KitError):
    """The operator's list of data sources, or a file beside it, cannot be used."""


class SourceNotFound(KitError):
    """No source has this name."""


class SourceDenied(KitError):
    """The source exists, and belongs to groups in which the person is not."""


class WrongRequest(KitError):
    """What was asked for cannot be answered: an unknown column, a condition as text, a negative number of rows."""


class MissingLibrary(KitError):
    """A library is needed that is not installed here."""


class SourceFailed(KitError):
    """The source itself could not answer: it is away, refuses the password, or does not hold what was expected."""


class CheckpointNotFound(KitError):
    """Nothing was kept under this name."""
