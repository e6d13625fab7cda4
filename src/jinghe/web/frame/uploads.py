"""How much anybody may upload: decided while the bytes arrive, before a page is asked."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from jinghe.usecases.claims import papers
from jinghe.usecases.plan import notices

LARGEST_FILE = max(papers.LARGEST_FILE, notices.LARGEST_FILE)
LARGEST_UPLOAD = 5 * LARGEST_FILE
"""All files of one form together."""


class LimitedUpload(FileUploadHandler):
    """Drops a file at the limit and goes on with the next; past the limit of a form nothing more is stored.

    The page sees no such file and `request.is_upload_too_large`. A page may take less: it looks at the size itself.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.all_arrived = 0

    def new_file(self, *args, **told):
        super().new_file(*args, **told)
        self.arrived = 0

    def receive_data_chunk(self, raw_data, start):
        self.arrived += len(raw_data)
        self.all_arrived += len(raw_data)
        if self.all_arrived > LARGEST_UPLOAD:
            self.request.is_upload_too_large = True
            raise StopUpload(connection_reset=False)
        if self.arrived > LARGEST_FILE:
            self.request.is_upload_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
