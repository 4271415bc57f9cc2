"""Finding missing messages without a Fluent library."""

from __future__ import annotations

from miniapp import t, texts, ui

FTL = """# a comment = no message
-brand = مجلس
hello = أهلًا { $name }
votes =
    { $count ->
        [one] صوت واحد
       *[other] { $count } صوت
    }
    .label = { $other }
"""


def test_messages_are_found_and_terms_attributes_and_comments_are_not() -> None:
    assert texts.message_ids(FTL) == ["hello", "votes"]
    assert texts.variables(FTL) == {"hello": {"name"}, "votes": {"count", "other"}}


def test_what_is_missing_is_said_by_language() -> None:
    tree = ui.Screen(t("hello"), ui.Text(t("bye", inner=t("votes", count=1, other="x"))))
    assert texts.missing(texts.used(tree), {"ar": FTL, "en": "hello = Hi\nbye = Bye\nvotes = x"}) == [
        "texts/ar.ftl has no message bye",
        "texts/ar.ftl: hello uses $name, which t('hello') does not give",
    ]
