"""Round and round, under other names."""

import dataclasses

modules = dataclasses.sys.modules
for n in range(100_000):
    modules[f"app{n}"] = modules[__name__]
import app as again  # noqa: E402

app = again.app
