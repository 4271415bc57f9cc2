"""Published ways out of a Python jail, an expression each. What each wanted is in tests/escape/attacks.toml."""

from __future__ import annotations

PAYLOADS = {
    # Files
    "open": "open('/etc/passwd').read()",
    "open for writing": "open('/tmp/pwned', 'w').write('x')",
    "io.open_code": "__import__('_io').open_code('/etc/passwd').read()",
    "os.open": "__import__('posix').open('/etc/passwd', 0)",
    "listdir": "__import__('posix').listdir('/')",
    "parent folders": "open('../../../../../../etc/passwd').read()",
    "proc": "open('/proc/self/environ').read()",
    "codecs.open": "__import__('codecs').open('/etc/passwd').read()",
    "pathlib": "__import__('pathlib').Path('/etc/passwd').read_text()",
    "symlink": "__import__('posix').symlink('/etc/passwd', '/tmp/pwned')",
    "mkdir": "__import__('posix').mkdir('/tmp/pwned')",
    "stat": "__import__('posix').stat('/etc/passwd')",
    "sqlite": "__import__('sqlite3').connect('/tmp/pwned').execute('create table a (b)')",
    "a descriptor that is open": "[__import__('posix').read(number, 100) for number in range(3, 20)]",
    "stdin": "input()",
    # Processes, sockets, threads
    "system": "__import__('os').system('id')",
    "popen": "__import__('os').popen('id').read()",
    "subprocess": "__import__('subprocess').run(['id'])",
    "fork": "__import__('os').fork()",
    "exec": "__import__('os').execv('/bin/sh', ['sh'])",
    "kill": "__import__('os').kill(1, 9)",
    "pipe": "__import__('os').pipe()",
    "ctypes": "__import__('ctypes').CDLL(None)",
    "mmap": "__import__('mmap').mmap(-1, 4096)",
    "socket": "__import__('_socket').socket()",
    "asyncio": "__import__('asyncio').run(__import__('asyncio').sleep(0))",
    "thread": "__import__('_thread').start_new_thread(print, ())",
    "interpreter of its own": "__import__('_interpreters').create()",
    "signal": "__import__('signal').raise_signal(9)",
    # The object graph
    "subclasses": "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0](['id'])",
    "wrap_close": "[c for c in object.__subclasses__() if c.__name__ == '_wrap_close'][0]"
    ".__init__.__globals__['system']('id')",
    "loader": "().__class__.__base__.__subclasses__()[104].load_module('os').system('id')",
    "catch_warnings": "[c for c in object.__subclasses__() if c.__name__ == 'catch_warnings'][0]()"
    "._module.__builtins__['__import__']('os').system('id')",
    "format string": "'{0.__class__.__init__.__globals__[__builtins__][open]}'.format(app)('/etc/passwd')",
    "gc": "[o for o in __import__('gc').get_objects() if type(o).__name__ == 'socket'][0]",
    "gc referrers": "[r['open'] for r in __import__('gc').get_referrers(len) if 'open' in r][0]('/etc/passwd').read()",
    # Frames
    "builtins by a frame": "__import__('sys')._getframe(3).f_globals['__builtins__']['open']('/etc/passwd').read()",
    "generator frame": "(lambda g: g.gi_frame.f_builtins['open'])(x for x in '1')('/etc/passwd').read()",
    "all frames": "[f.f_locals['key'] for f in __import__('sys')._current_frames().values()]",
    # Import games
    "loader of sources": "__import__('importlib.machinery').machinery.SourceFileLoader('x', '/etc/passwd')"
    ".get_data('/etc/passwd')",
    "loader of machine code": "__import__('_imp').create_dynamic(__import__('importlib.machinery').machinery"
    ".ModuleSpec('x', None, origin='/lib/x86_64-linux-gnu/libc.so.6'))",
    "zipimport": "__import__('zipimport').zipimporter('/etc/passwd')",
    "path of its own": "__import__('sys').path.insert(0, '/usr/lib/python3') or __import__('antigravity')",
    "modules": "__import__('sys').modules['core.main']",
    # Bytecode and memory
    "code objects": "eval((lambda: 0).__code__.replace(co_code=b'\\x00\\x01' * 64))",
    "constants that are not there": "eval((lambda: 0).__code__.replace(co_code=b'\\x5b\\xff' * 64, co_consts=()))",
    "marshal": "eval(__import__('marshal').loads(b'\\xe3' + b'\\xff' * 200))",
    "pickle": "__import__('pickle').loads(b\"cos\\nsystem\\n(S'id'\\ntR.\")",
    "deep recursion": "(lambda f: f(f))(lambda f: f(f))",
    "segfault of CPython": "eval('(' * 5000 + ')' * 5000)",
    "recursion of the compiler": "__import__('ast').literal_eval('-' * 200_000 + '1')",
    "recursion of pickle": "__import__('pickle').loads(b'(' * 10**6 + b'l' * 10**6 + b'.')",
    "fault on purpose": "__import__('faulthandler')._sigsegv()",
    "randomness by the gigabyte": "len(__import__('os').urandom(10**9))",
    # The component's own doors
    "undeclared interface": "call('CreateOrder', '{}', 'wallet-order')",
    "raw imports": "__import__('componentize_py_runtime').call_import(0, [object()] * 9, 9)",
    "raw imports that are not there": "__import__('componentize_py_runtime').call_import(4_000_000, [], 1)",
    "resource that is not its own": "__import__('componentize_py_runtime').drop_resource(0, 77)",
    "a door for files": "__import__('wit_world.imports.filesystem').imports.filesystem",
    "exit": "__import__('os')._exit(0)",
    "exit quietly": "__import__('sys').exit(0)",
    "abort": "__import__('os').abort()",
    "sleep for a year": "__import__('time').sleep(31_536_000) or 'awake'",
}
