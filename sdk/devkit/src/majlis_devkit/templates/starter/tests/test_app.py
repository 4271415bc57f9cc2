"""What people at the table can rely on. `majlis test` runs this natively, with --sandbox in WebAssembly."""

from miniapp import t, testing

app = testing.load(__file__)


def test_an_order_stands_on_the_table():
    layla = testing.open(app, user="layla")
    layla.see(t("nobody"))
    layla.choose("drink", "coffee")
    layla.step("sugar", 2)
    layla.tap("order")
    layla.see("Layla", t("coffee"), t("spoons", count=2), t("ordered"))


def test_everybody_sees_it_at_once():
    layla = testing.open(app, user="layla")
    omar = testing.open(app, user="omar", host=layla.host)
    layla.tap("order")
    omar.see("Layla", t("cups", count=1))


def test_changing_ones_mind_leaves_one_cup():
    layla = testing.open(app, user="layla")
    layla.tap("order")
    layla.choose("drink", "water")
    layla.tap("order")
    layla.see(t("cups", count=1), t("water"))
    layla.tap("cancel")
    layla.see(t("nobody"))
