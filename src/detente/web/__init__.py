"""How can a situation be looked at and changed in the browser, live? The workbench: ``detente serve``.

Open `contracts` first: every request and what is answered. `endpoints` is the table of them, `answers` works each out
(from the library alone, so that everything can be had from Python too); `application` puts them on the loopback,
`worker` runs them in one warm process, `workspace` is the only one that reads and writes files.
"""
