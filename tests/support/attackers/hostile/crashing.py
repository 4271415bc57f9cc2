"""What makes an interpreter fall over, or a parser, or whoever reads what they say."""

import itertools
import json
import re

from reach import attempt, modules

HASH_MODULUS = 2**31 - 1  # Of CPython's numbers on 32 bits: its multiples all fall into one bucket.


@attempt
def hash_flooding():
    return len({n * HASH_MODULUS: n for n in range(80_000)})


@attempt
def power_of_powers():
    return (9**9**9).bit_length()


@attempt
def digits_without_end():
    modules["sys"].set_int_max_str_digits(0)
    return len(str(7**6_000_000))


@attempt
def a_gigabyte_in_one_word():
    return len(f"{1:1000000000}")


@attempt
def a_gigabyte_at_once():
    return len(b"x" * 2**30)


@attempt
def a_list_of_a_gigabyte():
    return len([None] * 2**28)


@attempt
def a_text_that_doubles():
    text = "x"
    while True:
        text = text.replace("x", "xx")


@attempt
def a_zip_bomb_unpacked():
    zlib = __import__("zlib")
    return len(zlib.decompress(zlib.compress(bytes(24_000_000)), bufsize=2**29))


@attempt
def a_pattern_that_never_ends():
    return bool(re.fullmatch(r"(\w+\s?)*:", "word " * 12 + "!" * 40))


@attempt
def a_pattern_of_brackets():
    return re.compile("(?:" * 20_000 + ")" * 20_000)


@attempt
def recursion_in_repr():
    box = []
    for _ in range(200_000):
        box = [box]
    return repr(box)


@attempt
def recursion_in_json():
    return json.loads("[" * 200_000 + "]" * 200_000)


@attempt
def recursion_in_comparing():
    one, two = [], []
    for _ in range(200_000):
        one, two = [one], [two]
    return one == two


@attempt
def recursion_in_the_parser():
    return compile("(" * 100_000 + ")" * 100_000, "x", "eval")


@attempt
def recursion_in_iterators():
    """The classic that ends a CPython by SIGSEGV."""
    inner = iter(())
    for _ in range(400_000):
        inner = itertools.chain(inner)
    return next(inner)


@attempt
def bytecode_out_of_bounds():
    code = (lambda: None).__code__
    forged = code.replace(co_code=bytes([100, 255, 90, 255] * 8), co_consts=(), co_names=(), co_stacksize=1)
    return eval(forged)


@attempt
def a_jump_out_of_the_code():
    code = (lambda: None).__code__
    return eval(code.replace(co_code=bytes([75, 255, 77, 255] * 64)))


@attempt
def marshal_of_garbage():
    marshal = __import__("marshal")
    for cut in range(1, 200):
        try:
            eval(marshal.loads(marshal.dumps((lambda: 1).__code__)[:cut] + b"\xff" * 64))
        except (ValueError, EOFError, TypeError):
            pass
    return __import__("ctypes")


@attempt
def a_tracer_that_strikes():
    """Falls into whatever the SDK does next."""
    modules["sys"].settrace(strike)


def strike(*_):
    raise SystemExit("struck")
