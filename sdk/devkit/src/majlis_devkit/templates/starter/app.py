"""A round of tea: everybody at the table says what they drink, and one look tells whoever fetches it."""

from dataclasses import dataclass

from miniapp import App, appdata, profile, t, toast, ui, user

app = App("__APP_NAME__")

ROUND = "round"  # The topic every open screen listens to.
DRINKS = {"tea": t("tea"), "coffee": t("coffee"), "water": t("water")}


@dataclass
class Wish:
    """What one person drinks: a document of its own, so two people never write over each other."""

    name: str
    drink: str
    sugar: int = 0


@app.action
def order(drink: str, sugar: int) -> object:
    appdata.shared.put(f"wish/{user.id}", Wish(profile.name(), drink, sugar))
    appdata.refresh(ROUND)
    return toast(t("ordered"), tone="good")


@app.action
def cancel() -> None:
    appdata.shared.delete(f"wish/{user.id}")
    appdata.refresh(ROUND)


@app.screen("/")
def table() -> ui.Node:
    wishes = appdata.shared.query("wish/", Wish)
    mine = next((wish.value for wish in wishes if wish.key == f"wish/{user.id}"), None)
    return ui.Screen(
        t("title"),
        ui.Section(
            t("cups", count=len(wishes)),
            ui.List(*[_line(wish) for wish in wishes]) if wishes else ui.Empty(t("nobody"), text=t("nobody-yet")),
        ),
        ui.Form(
            "wish",
            ui.Choice("drink", t("drink"), _options(), value=mine.drink if mine else "tea", display="chips"),
            ui.Stepper("sugar", t("sugar"), mine.sugar if mine else 0, max=5),
            ui.Button(t("change") if mine else t("order"), style="primary", test_id="order"),
            on_submit=order(),
        ),
        ui.Button(t("cancel"), style="link", on_press=cancel(), test_id="cancel") if mine else None,
        topics=[ROUND],
    )


def _line(wish: appdata.Document[Wish]) -> ui.Node:
    return ui.Item(
        wish.value.name,
        subtitle=DRINKS[wish.value.drink],
        trailing=t("spoons", count=wish.value.sugar) if wish.value.sugar else None,
        key=wish.key,
    )


def _options() -> list[ui.Option]:
    return [ui.Option(id=drink, text=text) for drink, text in DRINKS.items()]
