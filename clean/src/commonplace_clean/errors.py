"""The one error of this package."""


class NotebookRejected(Exception):
    """The bytes are no notebook that can be kept. `reason` is a sentence, `where` a place, `status` 413 or 422."""

    def __init__(self, reason: str, where: str = "", status: int = 422) -> None:
        """Keep the parts; the text is the sentence with its place."""
        super().__init__(f"{reason} ({where})." if where else f"{reason}.")
        self.reason, self.where, self.status = reason, where, status
