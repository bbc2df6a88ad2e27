"""The brief or the report as a file: what `detente report` writes, without the words of sources unless asked for."""

from __future__ import annotations

import base64
import io
import zipfile

from detente.exchange.row_formats import csv
from detente.findings.findings import MORE, STEPS, findings
from detente.findings.result import Findings
from detente.report.brief import brief
from detente.report.whole import report
from detente.report.writing import ready, written
from detente.web.contracts.around import Ended, Progress
from detente.web.contracts.asking import Tell, Told
from detente.web.contracts.screens import AskExport, Exported
from detente.web.desk import View
from detente.words import LANGUAGES, say

MEDIA = {
    "html": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown",
    "csv": "text/csv",
    "zip": "application/zip",
}
WRITING = "screens.share.writing"  # the last step
WHEN = (1980, 1, 1, 0, 0, 0)  # in archives: the same situation gives the same bytes


def export(view: View, asked: AskExport, tell: Tell) -> None:
    """Tells at which step it is, then the file. `DetenteError` where what it needs is not there."""
    ready(asked.format)
    keys = [f"cli.report.step.{step}" for step in (*STEPS, *(MORE if asked.whole else ()))] + [WRITING]

    def at(key: str) -> None:
        tell("progress", Progress(done=keys.index(key), whole=len(keys), text=Told(text=say(key, asked.lang), key=key)))

    def made() -> Findings:
        return findings(view.case, view.situation, whole=asked.whole, tell=lambda step: at(f"cli.report.step.{step}"))

    found = view.once(f"findings {asked.whole}", made)
    at(WRITING)
    file = _exported(view, found if asked.quotes else found.unquoted(), asked)
    tell("done", Ended(done=len(keys), whole=len(keys), found=file.model_dump()))


def _exported(view: View, found: Findings, asked: AskExport) -> Exported:
    name = view.paper.name.rsplit("/", 1)[-1].removesuffix(".yaml")
    name = ".".join([name, *filter(None, (view.variant or view.seen_by,)), *([] if asked.whole else ["brief"])])
    languages = list(LANGUAGES) if asked.languages == "both" else [asked.languages]
    files = {f"{name}.{language}.{asked.format}": _written(found, language, asked) for language in languages}
    if len(files) == 1:
        ((file, content),) = files.items()
        return Exported(name=file, media=MEDIA[asked.format], content=base64.b64encode(content).decode("ascii"))
    return Exported(name=f"{name}.zip", media=MEDIA["zip"], content=base64.b64encode(_zipped(files)).decode("ascii"))


def _written(found: Findings, language: str, asked: AskExport) -> bytes:
    if asked.format == "csv":
        return csv(found.rows()).encode("utf-8")
    content = written((report if asked.whole else brief)(found, language), asked.format)
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _zipped(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
