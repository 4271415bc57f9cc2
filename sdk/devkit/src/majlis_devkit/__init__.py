"""Majlis devkit: everything between a mini-app's source folder and its verdict, for developers and host alike.

Owns: the screen a guest may draw (`tree`, `diff`), the `.ma` package (`manifest`, `package`, `signing`), the checks
(`checks`, `findings`), the sandbox engine (`engine`, `world`, `build`), the simulator and the command `majlis`.
Imports `miniapp` and never the host: the operator's review and `majlis check` therefore run one code.
Rule: `tree`, `diff`, `values`, `manifest`, `package` and `signing` are values in, values out; only `cli`, `keys`,
`host_api` and `simulator` touch files or the network.
"""
