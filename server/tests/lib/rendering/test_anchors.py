"""Anchors, outline and links within a notebook."""

from gallery.lib.rendering import CellSource, OutlineEntry, outline, outline_of, place, render_cells, sections_of

CELLS = [
    CellSource("markdown", "# First *part*\n\n[to it](#Second-part) [nowhere](#no-such) [top](#cell-1)", ""),
    CellSource("code", "# no heading", "python"),
    CellSource("markdown", "Second part\n---\n\ntext\n\n### $x^2$ & `more` ![pic](a.png)\n\n#\n\n# First part", ""),
]


def test_the_outline_names_each_heading_and_where_it_is() -> None:
    expected = [
        OutlineEntry(2, "First part", "cell-1-h1"),
        OutlineEntry(3, "Second part", "cell-3-h1"),
        OutlineEntry(4, "x2 & more Image not shown: pic", "cell-3-h2"),
        OutlineEntry(2, "First part", "cell-3-h4"),
    ]
    assert outline(CELLS) == expected
    assert outline_of(render_cells(CELLS)) == expected


def test_each_anchor_of_the_outline_is_on_the_page_once() -> None:
    page = "".join(place(html, number) for number, html in enumerate(render_cells(CELLS), start=1))
    for entry in outline(CELLS):
        assert page.count(f'id="{entry.anchor}"') == 1
    assert "@" not in page.replace("#@", "")


def test_links_to_headings_lead_to_the_first_of_that_name_or_nowhere() -> None:
    fragments = render_cells(CELLS)
    html = place(fragments[0], 1, sections_of(outline_of(fragments)))
    assert '<a href="#cell-3-h1" rel="noopener noreferrer nofollow ugc">to it</a>' in html
    assert '<a rel="noopener noreferrer nofollow ugc">nowhere</a>' in html
    assert '<a href="#cell-1" rel="noopener noreferrer nofollow ugc">top</a>' in html
    assert "#@" not in place(fragments[0], 1)


def test_sections_are_found_however_their_link_is_spelt() -> None:
    sections = sections_of([OutlineEntry(2, "Où est-il ?", "cell-1-h1"), OutlineEntry(2, "Où est-il ?", "cell-2-h1")])
    for link in ("#Où-est-il-?", "#O%C3%B9-est-il-?", "#où-est-il-?"):
        fragment = render_cells([CellSource("markdown", f"[a]({link})", "")])[0]
        assert '<a href="#cell-1-h1"' in place(fragment, 2, sections), link


def test_text_that_looks_like_an_anchor_of_ours_is_left_as_it_is() -> None:
    source = '`<h2 id="cell-@-h1">` id="cell-@-h1" href="#@x"'
    fragment = render_cells([CellSource("markdown", source, "")])[0]
    assert place(fragment, 5) == fragment
    code = render_cells([CellSource("code", source, "python")])[0]
    assert place(code, 5) == code


def test_a_fragment_may_stand_at_several_places() -> None:
    fragment = render_cells([CellSource("markdown", "# a[^1]\n\n[^1]: b", "")])[0]
    for number in (1, 12):
        html = place(fragment, number)
        assert f'id="cell-{number}-h1"' in html
        assert html.count(f"cell-{number}-fn1") == 2


def test_cells_without_headings_have_no_outline() -> None:
    assert outline([CellSource("code", "# a", "python"), CellSource("raw", "# a", "")]) == []
    assert outline([]) == []
