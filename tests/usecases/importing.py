"""Workbooks of a month as clerks fill them in, drawn as tables."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl

from jinghe.store.models import ImportBatch, User
from jinghe.usecases.imports import forms, imports
from jinghe.usecases.imports.rows import ImportPreview
from tests.documents.files import saved

MARCH = date(2022, 3, 1)
HEADER_ROW = 3


def form(by: User, month: date = MARCH) -> openpyxl.Workbook:
    """The workbook as it was downloaded."""
    return openpyxl.load_workbook(BytesIO(forms.month_form(by.unit, month, by=by)))


def headers(page) -> dict[str, int]:
    """Header without its mark and unit of measure → column."""
    return {
        str(cell.value).split("\n")[0].split("（")[0]: cell.column
        for cell in page[HEADER_ROW]
        if cell.value is not None
    }


def fill(page, row: int, **told) -> None:
    """Types into a row, by headers; row counts from 1 below the header."""
    places = headers(page)
    for header, value in told.items():
        page.cell(row=HEADER_ROW + row, column=places[header]).value = value


def filled(by: User, change: Callable[[openpyxl.Workbook], None], month: date = MARCH) -> bytes:
    book = form(by, month)
    change(book)
    return saved(book)


def funded(by: User, amount=2000, on=date(2022, 3, 10), **more) -> bytes:
    """The workbook with money of the month for the first project."""

    def change(book) -> None:
        fill(book["项目进展"], 1, 本月到位资金=amount, 到账日期=on, **more)

    return filled(by, change)


def uploaded(content: bytes, by: User) -> tuple[ImportBatch, ImportPreview]:
    batch = imports.upload_month(content, "三月.xlsx", by=by)
    return batch, imports.preview_of(imports.upload_of(batch.pk, by=by))


def filed(content: bytes, by: User, **told) -> ImportBatch:
    batch, preview = uploaded(content, by)
    return imports.confirm_import(batch.pk, preview.fingerprint, by=by, **told)


def outcomes(preview: ImportPreview) -> list[tuple[str, str]]:
    return [(one.sheet, one.outcome.label) for one in preview.rows]


def said(preview: ImportPreview) -> str:
    return "\n".join(one.text for one in preview.rows)


def new_project(book, row: int = 1, name: str = "低空装备", **more) -> None:
    told = {
        "项目名称": name,
        "产业": "电子信息",
        "投资方": f"{name}投资方",
        "来源地": "广东",
        "承接单位": "通川区",
    }
    fill(book["新登记项目"], row, **(told | more))
