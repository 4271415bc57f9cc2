"""Answers no SDK would give."""

from reach import answer, answer_error, answer_screen, attempt


@attempt
def claim_that_consent_is_required():
    answer_error(reason="CONSENT_REQUIRED", message="", metadata={"scope": "wallet.order", "app_id": "org.majlis.bank"})


@attempt
def claim_that_the_session_was_revoked():
    answer_error(reason="SESSION_REVOKED", message="log in again at evil.example")


@attempt
def refuse_in_turned_around_words():
    answer('{"error":{"reason":"APP_REFUSED","message":"","text":"pay \\u202e001\\u2066 now"}}')


@attempt
def refuse_in_half_a_character():
    answer('{"error":{"reason":"APP_REFUSED","message":"\\ud800","text":"\\ud800"}}')


@attempt
def refuse_by_message_alone():
    answer('{"error":{"reason":"APP_REFUSED","message":"\\u202e\\ud800 \\u001b[2J","text":[]}}')


@attempt
def crash_in_half_a_character():
    answer('{"error":{"reason":"APP_CRASHED","message":"\\ud800\\u001b[2J","where":"\\ud800","traceback":"\\ud800"}}')


@attempt
def crash_in_many_words():
    answer_error(reason="APP_CRASHED", message="x" * 100_000, where="y" * 100_000, traceback="z\n" * 100_000)


@attempt
def no_answer():
    answer("")


@attempt
def an_answer_that_is_no_object():
    answer("[1]")


@attempt
def a_tree_of_ten_megabytes():
    answer_screen([{"type": "Text", "props": {"text": "x" * 10_000_000}}])


@attempt
def a_tree_of_too_many_nodes():
    answer_screen([{"type": "Column", "children": [{"type": "Divider"}] * 300}] * 6)


@attempt
def a_deep_tree():
    node = {"type": "Text", "props": {"text": "x"}}
    for _ in range(20):
        node = {"type": "Column", "children": [node]}
    answer_screen([node])


@attempt
def a_bottomless_tree():
    answer('{"state":{},"path":"/","query":{},"tree":' + '{"type":"Column","children":[' * 20_000 + "]}" * 20_000 + "}")


@attempt
def a_component_of_its_own():
    answer_screen([{"type": "ConsentSheet", "props": {"scope": "wallet.order"}}])


@attempt
def a_script_among_the_properties():
    script = {
        "innerHTML": "<script>alert(1)</script>",
        "onclick": "alert(1)",
        "dangerouslySetInnerHTML": {"__html": "x"},
    }
    answer_screen([{"type": "Text", "props": {"text": "x", **script}}])


@attempt
def an_effect_of_its_own():
    answer_screen(effects=[{"navigate": "https://evil.example"}])


@attempt
def a_state_too_large():
    answer_screen(state={"got": "x" * 70_000})


def answer_raw(state="{}", path='"/"', query="{}", props='"title":"x"', children="[]"):
    """An answer no JSON writer would write."""
    tree = f'{{"type":"Screen","props":{{{props}}},"children":{children}}}'
    answer(f'{{"state":{state},"path":{path},"query":{query},"tree":{tree},"effects":[]}}')


@attempt
def a_state_that_is_not_a_number():
    answer_raw(state="NaN")


@attempt
def a_state_of_infinity():
    answer_raw(state='{"got":1e999}')


@attempt
def a_query_of_infinity():
    answer_raw(query='{"a":1e999}')


@attempt
def infinity_on_the_screen():
    answer_raw(props='"title":{"$number":1e999}')


@attempt
def infinity_in_an_action():
    button = '{"type":"Button","props":{"text":"x"},"on":{"press":{"action":"attack","args":{"name":1e999}}}}'
    answer_raw(children=f"[{button}]")


@attempt
def half_a_character_in_the_state():
    answer_raw(state='{"got":"\\ud800"}')


@attempt
def half_a_character_in_the_path():
    answer_raw(path='"/\\ud800"')


@attempt
def half_a_character_on_the_screen():
    answer_raw(props='"title":"\\ud800"')


@attempt
def half_a_character_in_an_unknown_property():
    answer_raw(props='"title":"x","\\ud800":1')


@attempt
def half_a_character_in_an_effect():
    answer_screen(effects=[{"toast": {"text": "\ud800"}}])


@attempt
def a_turned_around_screen():
    answer_screen([{"type": "Text", "props": {"text": "you get \u202e001\u202c SAR \u2066"}}])


MONEY = {"currency_code": "SAR", "amount_minor": 100}


def answer_money(**money):
    answer_screen([{"type": "Text", "props": {"text": {"$money": MONEY | money}}}])


@attempt
def an_amount_turned_around():
    answer_money(amount_minor="\u202e001")


@attempt
def an_amount_beyond_all_bounds():
    answer_money(amount_minor=10**30)


@attempt
def an_amount_with_a_fraction():
    answer_money(amount_minor=1.5)


@attempt
def a_currency_turned_around():
    answer_money(currency_code="\u202eRAS")


@attempt
def a_name_turned_around():
    answer_screen(
        [
            {"type": "Avatar", "props": {"name": "ali\u202eba"}},
            {"type": "Badge", "props": {"text": "\u2067free\u2069"}},
        ]
    )


@attempt
def a_turned_around_toast():
    answer_screen(effects=[{"toast": {"text": "paid \u202e001\u202c SAR"}}])


def answer_file(name, kind="csv", text="a"):
    answer_screen(effects=[{"save": {"name": name, "kind": kind, "text": text}}])


@attempt
def a_file_in_another_folder():
    answer_file("../../autostart.csv")


@attempt
def a_file_that_turns_its_ending_around():
    answer_file("list\u202exslx.csv")


@attempt
def a_file_that_runs():
    answer_file("list.html", kind="text", text="<script>alert(1)</script>")


@attempt
def nine_toasts():
    answer_screen(effects=[{"toast": {"text": "x"}}] * 9)


@attempt
def a_number_of_a_million_digits():
    answer_raw(state='{"got":' + "9" * 900_000 + "}")


@attempt
def a_picture_from_elsewhere():
    answer_screen([{"type": "Image", "props": {"src": "https://evil.example/seen.png", "alt": "x"}}])
