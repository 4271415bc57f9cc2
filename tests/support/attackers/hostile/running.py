"""Never ending, and out of the box."""

import re
import time

from reach import attempt, modules


@attempt
def endless_loop():
    while True:
        pass


@attempt
def loop_that_catches_all():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


@attempt
def loop_in_c():
    re.match(r"(a+)+$", "a" * 60 + "b")


@attempt
def loop_of_clock_calls():
    while True:
        time.time()


@attempt
def memory_bomb():
    held = []
    while True:
        held.append(bytearray(1_000_000))


@attempt
def memory_bomb_that_catches_all():
    held = []
    while True:
        try:
            held.append(bytearray(1_000_000))
        except BaseException:
            pass


@attempt
def deep_recursion():
    return deep_recursion()


@attempt
def exit_at_once():
    modules["posix"]._exit(0)


@attempt
def open_a_file():
    return open("/etc/passwd").read()  # noqa: PTH123 - an attacker's style


@attempt
def open_a_socket():
    return __import__("_socket").socket()


@attempt
def start_a_process():
    return __import__("subprocess").run(["id"])


@attempt
def read_the_environment():
    return dict(__import__("os").environ)


@attempt
def flood_the_log():
    print("\x1b[2J\x1b]0;owned\x07\r\n2026-01-01 [info] rpc reason=OK user=usr_1\u202e" + "x" * 2_000_000)
    return "printed"
