"""Gateway: the host's front door for browsers and programs. Owns no table and no rule of any slice.

Owns: POST /<package.Service>/<Method> (Connect, unary, by descriptor), /ws (mini-app frames), the web client's files,
the refresh cookie, origins, security headers, /healthz /readyz /metrics.
Invariants: (1) an origin forwards only methods open to its people, every other one does not exist there; (2) a refresh
token is never in JSON; (3) a socket speaks only for the person its newest access token names, and ends with it;
(4) every patch sent applies to the screen sent before it; (5) a slow reader costs bounded memory.
"""
