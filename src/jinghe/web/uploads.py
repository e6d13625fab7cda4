"""How much anybody may upload: decided while the bytes arrive, before a page is asked."""

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from jinghe.usecases.notices import LARGEST_FILE


class LimitedUpload(FileUploadHandler):
    """Stops storing a file at the limit and drops it; the page sees no file and `request.is_upload_too_large`."""

    arrived = 0

    def receive_data_chunk(self, raw_data, start):
        self.arrived += len(raw_data)
        if self.arrived > LARGEST_FILE:
            self.request.is_upload_too_large = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size):
        return None
