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


class WrongSparkFile(KitError):
    """The operator's list of Spark versions, clusters and sizes, or what it names, cannot be used."""


class SparkDenied(KitError):
    """The cluster exists, and belongs to groups in which the person is not."""


class SparkFailed(KitError):
    """Spark did not start, or ended: Java is missing, the cluster is away, full, or of another version."""


class FormNotFilledIn(KitError):
    """An answer is used before anybody filled in the form."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the sentence alone, since nothing is wrong with the code."""
        return [str(self)]


class WrongAnswer(KitError):
    """An answer does not fit its question."""


class PackageRefused(KitError):
    """The list of packages that may be installed does not hold it, or it is asked for in a way that is not taken."""


class PackageFailed(KitError):
    """A package that may be installed could not be."""
