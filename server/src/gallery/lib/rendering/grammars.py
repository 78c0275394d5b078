"""Light grammars of the languages that most notebooks are in.

One regular expression each. What may be left open, such as a text without its end, matches to the end of the code: no
place is tried twice, so time grows with the length of the code alone. They work on escaped text, in which `&` only
begins `&lt;`, `&gt;` and `&amp;`.
"""

import re
from dataclasses import dataclass, field

# Classes: c comment, k keyword, m number, s text, nf name that the language knows, nd decorator,
# magic a line for the notebook itself.
_TRIPLE = r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:""")?'
_DOUBLE = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?'
_DOUBLE_LONG = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_BLOCK = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_NUMBER = (
    r"(?<![\w.])(?:0[xXbBoO][\da-fA-F_]++|\d[\d_]*+(?:\.(?!\.)[\d_]*+)?(?:[eE][+-]?\d++)?"
    r"|\.\d++(?:[eE][+-]?\d++)?)[jJLfu]?"
)


def _single(pattern: str) -> str:
    """The same string, between apostrophes."""
    return pattern.replace('"', "'")


@dataclass(frozen=True)
class Grammar:
    """What to look for; `words` gives the class of each word that has one."""

    comment: str
    string: str
    words: dict[str, str]
    special: str = r"(?!)"  # a notebook's own: magics
    decorator: str = r"(?!)"
    defining: str = r"(?!)"  # words before a name that is being defined
    word: str = r"(?<![\w.&@$])[^\W\d]\w*+"
    lower: bool = False  # whether words are the same in capitals
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        parts = (
            f"(?P<c>{self.comment})|(?P<s>{self.string})|(?P<magic>{self.special})|(?P<nd>{self.decorator})"
            rf"|\b(?P<k>{self.defining})(?P<gap>[ \t]++)(?P<name>\w++)|(?P<m>{_NUMBER})|(?P<word>{self.word})"
        )
        object.__setattr__(self, "pattern", re.compile(parts, re.MULTILINE | re.DOTALL))

    def coloured(self, escaped: str) -> str:
        """Escaped code with its words, text, numbers and comments in spans."""
        return self.pattern.sub(self._span, escaped)

    def _span(self, found: re.Match[str]) -> str:
        kind = found.lastgroup
        text = found.group()
        if kind == "word":
            known = self.words.get(text.lower() if self.lower else text)
            return f'<span class="hl-{known}">{text}</span>' if known else text
        if kind == "name":
            return f'<span class="hl-k">{found["k"]}</span>{found["gap"]}<span class="hl-nf">{found["name"]}</span>'
        return f'<span class="hl-{kind}">{text}</span>'


def _words(**classes: str) -> dict[str, str]:
    return {word: kind for kind, words in classes.items() for word in words.split()}


_PYTHON = Grammar(
    comment=r"#[^\n]*+",
    string=rf"(?:\b[rRbBuUfFtT]{{1,2}})?(?:{_TRIPLE}|{_single(_TRIPLE)}|{_DOUBLE}|{_single(_DOUBLE)})",
    special=r"^[ \t]*+(?:%{1,2}[A-Za-z_][^\n]*+|![^\n=][^\n]*+|\?{1,2}[\w.]++[ \t]*+$|[\w.]++\?{1,2}[ \t]*+$)"
    r"|(?<== )[%!][A-Za-z_][^\n]*+",
    decorator=r"^[ \t]*+@[\w.]++",
    defining="def|class",
    words=_words(
        k="False None True and as assert async await break class continue def del elif else except finally "
        "for from global if import in is lambda nonlocal not or pass raise return try while with yield",
        nf="abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod cls "
        "compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset "
        "getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals "
        "map max memoryview min next object oct open ord pow print property range repr reversed round "
        "self set setattr slice sorted staticmethod str sum super tuple type vars zip display xrange "
        "unicode raw_input reduce ArithmeticError AssertionError AttributeError EOFError Exception "
        "FileNotFoundError ImportError IndexError IOError KeyError KeyboardInterrupt MemoryError "
        "ModuleNotFoundError NameError NotImplemented NotImplementedError OSError OverflowError "
        "PermissionError RuntimeError StopIteration SyntaxError TimeoutError TypeError UnicodeDecodeError "
        "UnicodeEncodeError ValueError Warning ZeroDivisionError",
    ),
)

_R = Grammar(
    comment=r"#[^\n]*+",
    string=rf"{_DOUBLE_LONG}|{_single(_DOUBLE_LONG)}",
    special=r"^%%[A-Za-z_][^\n]*+",
    word=r"(?<![\w.&@$])(?:[^\W\d_]|\.(?!\d))[\w.]*+",
    words=_words(
        k="if else repeat while function for in next break return TRUE FALSE T F NULL NA NA_integer_ "
        "NA_real_ NA_character_ Inf NaN invisible",
        nf="library require source print cat paste paste0 c list data.frame matrix array vector factor names "
        "length nrow ncol dim head tail summary str apply lapply sapply vapply mapply tapply do.call "
        "Reduce Filter Map seq seq_along seq_len rep rbind cbind merge subset with within mean median sd "
        "var sum min max range quantile table unique order sort rev which is.na is.null as.numeric "
        "as.character as.integer as.factor as.Date read.csv write.csv read.table plot lines points hist "
        "barplot boxplot lm glm predict set.seed rnorm runif sample round sqrt exp log abs stop warning "
        "tryCatch ggplot aes options install.packages suppressMessages suppressWarnings",
    ),
)

_JULIA = Grammar(
    comment=r"#=(?:[^=]|=(?!#))*+(?:=#)?|#[^\n]*+",
    string=rf"\b(?:raw|r|b|v|md|L)?(?:{_TRIPLE}|{_DOUBLE_LONG})|{_TRIPLE}|{_DOUBLE_LONG}|(?<![\w)\]}}.'])'(?:\\[^\n']{{1,9}}|[^\n'\\])'",
    special=r"^(?:;[a-z][^\n]*+|\?[\w.]++[ \t]*+$)",
    decorator=r"(?<!\w)@[^\W\d][\w.]*+!?",
    defining="function|macro|struct|module|type|immutable",
    words=_words(
        k="abstract baremodule begin break catch const continue do else elseif end export false finally for "
        "function global if import in isa let local macro module mutable primitive quote return struct "
        "true try type immutable using where while nothing missing Inf NaN pi",
        nf="println print show display push pop length size zeros ones rand randn collect map filter reduce "
        "sum prod minimum maximum abs sqrt exp log typeof eltype convert Int Int64 Int32 Float64 Float32 "
        "String Bool Array Vector Matrix Dict Tuple Any Number Real Integer Complex Function Symbol Type "
        "Union error throw string include range linspace",
    ),
)

_SCALA = Grammar(
    comment=rf"//[^\n]*+|{_BLOCK}",
    string=rf'\b(?:s|f|raw)?(?:"""(?:[^"]|"(?!""))*+(?:""")?|{_DOUBLE})|"""(?:[^"]|"(?!""))*+(?:""")?|{_DOUBLE}|(?<!\w)\'(?:\\[^\n\']{{1,6}}|[^\n\'\\])\'',
    special=r"^%%?[A-Za-z_][^\n]*+",
    decorator=r"(?<!\w)@[^\W\d]\w*+",
    defining="def|class|object|trait",
    words=_words(
        k="abstract case catch class def do else enum export extends extension false final finally for "
        "forSome given if implicit import inline lazy match new null object opaque open override package "
        "private protected return sealed super then this throw trait transparent true try type using val "
        "var while with yield",
        nf="println print Int Long Double Float Boolean String Char Byte Short Unit Any AnyRef AnyVal "
        "Nothing Null Option Some None Seq List Vector Map Set Array Either Left Right Try Success "
        "Failure Future spark sc",
    ),
)

_SQL = Grammar(
    comment=rf"--[^\n]*+|{_BLOCK}",
    string=r"'[^']*+(?:''[^']*+)*+'?|\"[^\"\n]*+\"?",
    special=r"^%%?[A-Za-z_][^\n]*+",
    lower=True,
    words=_words(
        k="select from where group by order having limit offset as on using join inner left right full "
        "outer cross union all except intersect distinct case when then else end and or not in is null "
        "like ilike between exists insert into values update set delete create table view index drop "
        "alter add column primary key foreign references unique default check constraint if replace "
        "temporary temp with recursive over partition rows range preceding following unbounded current "
        "row desc asc nulls first last cast interval begin commit rollback grant revoke to true false "
        "explain analyze use show describe lateral fetch top truncate database schema external stored "
        "location any some window filter",
        nf="count sum avg min max coalesce nullif round floor ceil abs length lower upper substr substring "
        "trim concat now date extract year month day row_number rank dense_rank lag lead int integer "
        "bigint smallint numeric decimal float double real varchar char text string boolean timestamp "
        "time json array struct map date_trunc to_date",
    ),
)

GRAMMARS: dict[str, Grammar] = {"python": _PYTHON, "r": _R, "julia": _JULIA, "scala": _SCALA, "sql": _SQL}
