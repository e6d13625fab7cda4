"""Why a file cannot be read, said so that the person who uploaded it knows what to do."""

from enum import StrEnum


class Reason(StrEnum):
    """Why reading stopped; the value is for logs."""

    EMPTY_FILE = "empty file"
    OTHER_FORMAT = "a format that is not read"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged or incomplete"
    FORBIDDEN_XML = "XML with a document type declaration"
    TOO_LARGE = "larger than a limit"
    NO_CONTENT = "no text and no tables"


class UnreadableDocument(Exception):
    """A file that cannot be read whole; nothing of it was taken over. `str()` is Chinese, for the user.

    `found` names what a file of another format is.
    """

    def __init__(self, reason: Reason, message: str, format_name: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.format_name = format_name


def empty_file() -> UnreadableDocument:
    """A file of no bytes."""
    return UnreadableDocument(Reason.EMPTY_FILE, "文件是空的（0字节），请检查后重新上传。")


def other_format(format_name: str) -> UnreadableDocument:
    """`format_name` names what the file is."""
    return UnreadableDocument(
        Reason.OTHER_FORMAT,
        f"这是{format_name}，目前能读取的格式是docx、xlsx、pdf和txt。"
        "请用WPS或Office打开，文字材料另存为docx、表格另存为xlsx后重新上传。",
        format_name,
    )


def password_protected() -> UnreadableDocument:
    """A file that opens only with a password."""
    return UnreadableDocument(Reason.ENCRYPTED, "文件设有打开密码，无法读取。请取消密码，另存后重新上传。")


def damaged(where: str) -> UnreadableDocument:
    """`where` names the part of the file that does not hold together."""
    return UnreadableDocument(
        Reason.DAMAGED,
        f"文件不完整或已损坏（{where}）。请用WPS或Office打开确认内容无误，另存后重新上传。",
    )


def damaged_pdf() -> UnreadableDocument:
    """A PDF that ends early or does not hold together."""
    return UnreadableDocument(
        Reason.DAMAGED,
        "PDF文件不完整或已损坏。请重新下载或重新导出，打开确认内容完整后再上传。",
    )


def forbidden_xml(part: str) -> UnreadableDocument:
    """An XML part with a document type declaration."""
    return UnreadableDocument(
        Reason.FORBIDDEN_XML,
        f"文件内部的“{part}”带有不允许的声明（DTD），正常的docx、xlsx文件不会有，已停止读取。"
        "请用WPS或Office打开原文件，另存后重新上传。",
    )


def too_large(what: str, remedy: str) -> UnreadableDocument:
    """`what` says which limit is passed, `remedy` how to get below it."""
    return UnreadableDocument(Reason.TOO_LARGE, f"{what}，已停止读取。{remedy}")


def too_slow() -> UnreadableDocument:
    """A file that keeps a reader busy beyond the time it may take."""
    return too_large("文件过于复杂，在规定时间内没有读完", "请只保留目标任务通知本身，另存后重新上传。")


def too_much_inside() -> UnreadableDocument:
    """A file that needs more memory than a reader may take."""
    return too_large("文件解开后的内容过大", "请只保留目标任务通知本身，另存后重新上传。")


def broken_off() -> UnreadableDocument:
    """A file at which a reader crashed, or was stopped by the system."""
    return UnreadableDocument(
        Reason.DAMAGED,
        "文件内部结构异常，读取中途停止，没有采用其中任何内容。"
        "请用WPS或Office打开确认内容无误，另存为docx或xlsx后重新上传。",
    )


def no_content(has_pictures: bool) -> UnreadableDocument:
    """A file that opens but holds nothing to read; a scan has pictures only."""
    cause = "只有图片，图片中的文字无法读取" if has_pictures else "没有文字和表格"
    return UnreadableDocument(
        Reason.NO_CONTENT, f"文档里{cause}。请确认上传的是可编辑的正式文稿，而不是空白文档或扫描件。"
    )
