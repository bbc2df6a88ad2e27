"""What every working process is a copy of, where the system can copy one: imported, it is warm.

The server of `multiprocessing` that makes the copies imports it once, before the first of them.
"""

import gc
from contextlib import suppress

from detente.web.process import warm

with suppress(Exception):  # whatever it is, the copy meets it again and says it
    warm()
gc.freeze()  # what all copies share is not written to by looking for garbage
