"""Whether what was typed so far begins a word, perhaps with one slip of the finger."""

from gallery.search.words import exact_words

SHORTEST_FUZZY = 4  # shorter words have too many neighbours


def begins(typed: str, word: str) -> bool:
    """Whether the word begins as typed; from four letters on, one may be wrong, missing, too many or swapped."""
    if word.startswith(typed):
        return True
    return len(typed) >= SHORTEST_FUZZY and _one_slip(typed, word)


def _one_slip(typed: str, word: str) -> bool:
    same = 0
    while same < len(word) and typed[same] == word[same]:  # typed is no beginning of word, so it ends here
        same += 1
    rest, tail = typed[same:], word[same:]
    swapped = len(tail) > 1 and rest[:2] == tail[1] + tail[0] and tail[2:].startswith(rest[2:])
    return swapped or tail.startswith(rest[1:]) or tail[1:].startswith((rest, rest[1:]))


def begins_text(typed: str, text: str) -> bool:
    """Whether each word typed begins some word of the text."""
    words, parts = exact_words(text), exact_words(typed)
    return bool(parts) and all(any(begins(part, word) for word in words) for part in parts)
