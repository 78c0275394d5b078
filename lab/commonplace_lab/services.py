"""What the handlers share: one object per Jupyter server."""

from dataclasses import dataclass
from pathlib import Path

from commonplace_lab.copies import Copies
from commonplace_lab.credentials import HubCredentials, PastedCredentials
from commonplace_lab.gallery_client import GalleryClient
from commonplace_lab.ledger import Ledger
from commonplace_lab.outbox import Outbox
from commonplace_lab.policy import Notice, Policy
from commonplace_lab.recording import Recorder
from commonplace_lab.sending import Sender
from commonplace_lab.settings import Settings


@dataclass(frozen=True)
class Services:
    """The parts, wired together."""

    settings: Settings
    credentials: HubCredentials | PastedCredentials
    gallery: GalleryClient
    copies: Copies
    policy: Policy
    notice: Notice
    recorder: Recorder
    sender: Sender

    @classmethod
    def build(cls, settings: Settings, *, root: Path, data: Path) -> "Services":
        """`root` is the person's folder, `data` where Jupyter keeps data of its own."""
        ours = data / "commonplace"
        credentials = HubCredentials(settings.hub) if settings.hub else PastedCredentials(ours / "gallery-token")
        gallery = GalleryClient(settings.gallery_url, credentials)
        copies = Copies(root, Ledger(ours / "copies.json"))
        kept = settings.kept or ours
        outbox, policy = Outbox(kept / "executions.sqlite"), Policy(gallery)
        sender = Sender(outbox, gallery, policy)
        recorder = Recorder(outbox, policy, sender.wake)
        return cls(settings, credentials, gallery, copies, policy, Notice(kept), recorder, sender)
