"""The one shape of what can go wrong: a class says what kind, its message says what to do."""

from typing import ClassVar


class GalleryError(Exception):
    """Something a person can understand; becomes a page or an RFC 9457 problem document."""

    status: ClassVar[int] = 400
    type: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "That did not work"

    def __init__(self, message: str, **extra: object) -> None:
        """Keep the sentence, and further members for the problem document."""
        super().__init__(message)
        self.message = message
        self.extra = extra


class NotThere(GalleryError):
    """It does not exist, or you may not know that it does: the answer is the same."""

    status = 404
    type = "not-found"
    title = "Not found"

    def __init__(self, message: str = "There is nothing here that you can see.", **extra: object) -> None:
        """Say the same sentence for what is hidden and for what is absent."""
        super().__init__(message, **extra)


class NotAllowed(GalleryError):
    """You may see it, but not do this with it."""

    status = 403
    type = "forbidden"
    title = "Not allowed"


class SignInNeeded(GalleryError):
    """Nobody is signed in, or the token does not count."""

    status = 401
    type = "sign-in-needed"
    title = "Sign in first"


class Invalid(GalleryError):
    """What was sent cannot be used."""

    status = 422
    type = "invalid"
    title = "That cannot be used"


class NotStorable(Invalid):
    """PostgreSQL has no text with a NUL in it; SQLite takes it and finds nothing."""

    def __init__(self) -> None:
        """One sentence, whichever field it was."""
        super().__init__("What was sent has a character (NUL) that no text can hold. Nothing was changed.")


class TooLarge(GalleryError):
    """What was sent is larger than the gallery accepts."""

    status = 413
    type = "too-large"
    title = "Too large"


class Conflict(GalleryError):
    """The world has moved on since you looked."""

    status = 409
    type = "conflict"
    title = "Somebody was faster"
