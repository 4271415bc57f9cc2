"""Apps: which mini-apps there are, who made and judged each version of them, and what every user allows them.

Rpcs: AppsService (protos/majlis/apps/v1). Effects on the sandbox leave by the outbox: `apps.check_version` runs the
checks and a dry start, `apps.bake_version` has the snapshot built.
Tables: apps_apps, apps_versions, apps_version_steps and apps_suspensions (append only), apps_findings,
apps_developer_keys, apps_grants.
Invariants: (1) a state changes only along `versions.MOVES`, and every change leaves a step with who, when and why;
(2) an app belongs to who submitted it first, and its version codes only grow; (3) users run only what somebody other
than its submitter approved, signed by its developer and counter-signed by the store; (4) consent given to an older
version never reaches a scope that a newer one added; (5) one developer's versions do not exist for another;
(6) a suspended version is opened by nobody until an operator lifts that or a newer one takes its place.
"""
