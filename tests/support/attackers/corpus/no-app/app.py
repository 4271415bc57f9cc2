"""Its entry is something else."""

app = {"screen": "/"}
