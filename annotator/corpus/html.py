"""The main text of a web page, and what the page says of it."""

from importlib import import_module

from annotator.errors import InputError


def main_text(html: str) -> tuple[str, dict[str, object]]:
    """Return the article of a page and its metadata; raises InputError where there is none."""
    try:
        trafilatura = import_module("trafilatura")  # an extra, and slow to import
    except ImportError:
        raise InputError("reading HTML needs trafilatura: pip install 'annotator[html]'") from None
    try:
        found = trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # a date that is only guessed from the page's text is not certain
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # noqa: BLE001 (of many kinds: lxml's, the date finder's, RecursionError)
        raise InputError(f"this page cannot be read ({type(error).__name__})") from None
    if found is None or not found.text:
        raise InputError("no article was found in this page")
    return found.text, {
        "title": found.title,
        "outlet": found.sitename,
        "published": found.date,
        "author": found.author,
        "url": found.url,
        "language": found.language,
    }
