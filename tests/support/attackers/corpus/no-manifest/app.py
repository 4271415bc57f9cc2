"""A program, but no mini-app."""

import subprocess

subprocess.run(["id"])
