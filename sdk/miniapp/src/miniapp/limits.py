"""Every limit of a mini-app, with its name; the SDK, the checks and the host read this one table.

Units go last: _MAX counts things, _CHARS_MAX code points, _BYTES_MAX bytes of UTF-8 JSON.
"""

from typing import Final

# A screen.
TREE_NODES_MAX: Final = 1_500  # A phone list of 150 rows, ten nodes each.
TREE_DEPTH_MAX: Final = 16
TREE_BYTES_MAX: Final = 256 * 1024
CHILDREN_MAX: Final = 300  # Beyond that, page.
TEXT_CHARS_MAX: Final = 3_000
TITLE_CHARS_MAX: Final = 80
BUTTON_CHARS_MAX: Final = 40
OPTIONS_MAX: Final = 100
NODE_KEY_CHARS_MAX: Final = 64
NAME_CHARS_MAX: Final = 64  # Field names, icons, actions, screen and timer handlers.
SCREEN_TOPICS_MAX: Final = 16
TRACKER_STEPS_MAX: Final = 12
SUMMARY_LINES_MAX: Final = 100
SLOTS_MAX: Final = 200
DAYS_CLOSED_MAX: Final = 400
QR_CHARS_MAX: Final = 500
MARKERS_MAX: Final = 100
ROUTE_NUMBERS_MAX: Final = 2_000  # Two a point.

# Typed text values.
TEXT_KEY_CHARS_MAX: Final = 100
TEXT_ARGS_MAX: Final = 20
TEXT_DEPTH_MAX: Final = 3  # t() inside t() inside t()

# An event.
ACTION_ARGS_BYTES_MAX: Final = 1024
EVENT_INPUT_BYTES_MAX: Final = 4 * 1024  # value + fields together
EVENT_DEADLINE_MS: Final = 2_000
EVENT_EFFECTS_MAX: Final = 8
MEMORY_BYTES_MAX: Final = 64 * 1024 * 1024
HOST_CALLS_MAX: Final = 200
HOST_CALL_BYTES_MAX: Final = 1024 * 1024  # requests and answers of one event together
TRACEBACK_BYTES_MAX: Final = 4 * 1024
FILE_BYTES_MAX: Final = 64 * 1024  # One that is saved.
FILE_NAME_CHARS_MAX: Final = 80
PATH_CHARS_MAX: Final = 256
QUERY_BYTES_MAX: Final = 1024

# A card in a chat.
CARD_KEY_CHARS_MAX: Final = 64
CARD_TITLE_CHARS_MAX: Final = 64
CARD_TEXT_CHARS_MAX: Final = 256
CARD_PATH_CHARS_MAX: Final = 512
CARDS_NEW_MAX: Final = 20  # To one person in a day.

# An order.
ORDER_LINES_MAX: Final = 100
ORDER_QUANTITY_MAX: Final = 9_999  # Of one line.
ORDER_TITLE_CHARS_MAX: Final = 80
ORDER_NAME_CHARS_MAX: Final = 64
ORDER_SPLITS_MAX: Final = 20

# Places.
PLACES_QUERY_CHARS_MAX: Final = 128
PLACES_FOUND_MAX: Final = 50
ROUTE_VIA_MAX: Final = 8
SHARE_S_MIN: Final = 10
SHARE_S_MAX: Final = 24 * 60 * 60

# What the host keeps.
STATE_BYTES_MAX: Final = 64 * 1024
DOCUMENT_BYTES_MAX: Final = 64 * 1024
DOCUMENT_KEY_CHARS_MAX: Final = 256
TOPIC_CHARS_MAX: Final = 128
TOPIC_VALUE_BYTES_MAX: Final = 4 * 1024
TIMER_NAME_CHARS_MAX: Final = 128
TIMER_PAYLOAD_BYTES_MAX: Final = 4 * 1024
TIMERS_MAX: Final = 10_000  # That wait, of one app; let one of them do many things.
PACKAGE_BYTES_MAX: Final = 4 * 1024 * 1024
ASSETS_MAX: Final = 100  # Pictures of a package.
ASSET_BYTES_MAX: Final = 256 * 1024
ASSETS_BYTES_MAX: Final = 2 * 1024 * 1024
ASSET_PIXELS_MAX: Final = 4_000_000  # A phone keeps four bytes for each of them.
