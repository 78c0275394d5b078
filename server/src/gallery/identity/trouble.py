"""What can go wrong while somebody comes in, in sentences for that person."""

from gallery.identity.providers import Provider
from gallery.lib.errors import GalleryError


class ProviderTrouble(GalleryError):
    """The provider answered with something that cannot be used or trusted."""

    status = 502
    type = "provider-trouble"
    title = "Signing in did not work"

    @classmethod
    def away(cls, provider: Provider) -> "ProviderTrouble":
        """It did not answer."""
        return ProviderAway(
            f"{provider.title} does not answer at the moment, so you are not signed in. Nothing is lost: "
            "try again in a few minutes, or sign in another way."
        )

    @classmethod
    def unusable(cls, provider: Provider, why: str) -> "ProviderTrouble":
        """It answered, and the answer does not count."""
        return cls(
            f"The answer of {provider.title} could not be used: {why}. You are not signed in. "
            "Try again; if it happens again, tell whoever runs this gallery."
        )


class ProviderAway(ProviderTrouble):
    """It does not answer; later it may."""

    status = 503
    type = "provider-away"


class SignInBroken(GalleryError):
    """The way back does not fit the way there: an old page, another browser, or somebody else's link."""

    status = 400
    type = "sign-in-broken"
    title = "Please sign in once more"

    def __init__(self) -> None:
        """One sentence for all of them."""
        super().__init__(
            "This sign-in was begun long ago, in another browser, or is finished already. "
            "You are not signed in; begin again."
        )


class Refused(GalleryError):
    """We know who it is, and they may not come in."""

    status = 403
    type = "sign-in-refused"
    title = "You cannot come in"


class Declined(GalleryError):
    """The person, or the provider, said no."""

    status = 403
    type = "sign-in-declined"
    title = "You are not signed in"

    def __init__(self, provider: Provider) -> None:
        """What the provider says about it is not repeated: anybody can write it into a link."""
        super().__init__(
            f"{provider.title} did not let you in, or you stopped there. Try again, or sign in another way."
        )


class Awaiting(GalleryError):
    """An administrator has to agree first."""

    status = 403
    type = "awaiting-approval"
    title = "Almost there"

    def __init__(self) -> None:
        """The same at the first and every later try."""
        super().__init__(
            "Your request is noted. An administrator of this gallery looks at it; after that, sign in again."
        )
