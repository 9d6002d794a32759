"""What a layout got wrong, before its file and line are known."""

from generator.errors import BroadsheetError


class LayoutFault(BroadsheetError):
    """Raised where a layout asks for what does not exist; rendering adds the file and the line."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)
