"""Why a cell failed, coarsely: decided here, from the name of the exception's type alone, which goes no further."""

import re
from typing import Final

OTHER: Final = "other"
_WORDS: Final = {
    "right": (
        "permission", "accessdenied", "forbidden", "unauthori[sz]ed", "authenticat", "authori[sz]ation",
        "credential", "notallowed", "loginerror",
    ),
    "package": (
        "modulenotfound", "importerror", "packagenotfound", "distributionnotfound", "versionconflict",
        "^packagerefused$", "^packagefailed$",
    ),
    "memory": ("memory",),
    "source": (
        "connect", "timeout", "timedout", "httperror", "httpstatus", "urlerror", "gaierror", "herror", "sslerror",
        "socket", "brokenpipe", "protocolerror", "proxyerror", "networkerror", "unreachable", "retryerror",
        "filenotfound", "nosuchbucket", "nosuchkey", "nosuchfile", "operationalerror", "interfaceerror",
        "ioexception", "^oserror$", "^ioerror$",
    ),
    "input": (
        "valueerror", "typeerror", "keyerror", "indexerror", "lookuperror", "unicode", "decodeerror", "parsererror",
        "parseerror", "emptydata", "validation", "schemaerror", "dataerror", "integrityerror", "analysisexception",
        "zerodivision", "overflowerror", "arithmetic", "mergeerror", "outofbounds", "missinginput",
        "^formnotfilledin$", "^wronganswer$",
    ),
}  # fmt: skip
_PATTERNS: Final = {cause: re.compile("|".join(words)) for cause, words in _WORDS.items()}


def cause_of(type_name: str) -> str:
    """Return the class of a failure: `right`, `package`, `memory`, `source`, `input` or `other`.

    Kernels that do not tell the type, as that of R, which calls each error ERROR, get `other`.

    >>> cause_of("ModuleNotFoundError"), cause_of("botocore.exceptions.ConnectTimeoutError"), cause_of("ERROR")
    ('package', 'source', 'other')
    """
    name = type_name.rpartition(".")[2].lower()
    return next((cause for cause, pattern in _PATTERNS.items() if pattern.search(name)), OTHER)
