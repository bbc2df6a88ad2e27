"""The version of detente, where everything that needs it can read it without importing anything else."""

__version__ = "0.1.0"
