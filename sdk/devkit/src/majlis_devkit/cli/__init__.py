"""The command `majlis`. Every command takes --json; exit codes are the same everywhere (`output.Exit`)."""
