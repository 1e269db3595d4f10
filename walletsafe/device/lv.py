"""Reading length-value fields, the shape of nearly every answer."""

from __future__ import annotations

from walletsafe.errors import GarbledAnswer


class LvReader:
    """Walks an answer from left to right: one length byte, then that many bytes."""

    def __init__(self, untrusted_data: bytes) -> None:
        self._data = bytes(untrusted_data)
        self._offset = 0

    @property
    def remaining(self) -> bytes:
        """The bytes not read yet."""
        return self._data[self._offset :]

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes. Raises :class:`GarbledAnswer` when fewer are left."""
        value = self._data[self._offset : self._offset + size]
        if len(value) < size:
            raise GarbledAnswer(problem="field-cut-short")
        self._offset += size
        return value

    def take_lv(self) -> bytes:
        """Return the next field without its length. Raises :class:`GarbledAnswer` when it is cut short."""
        start = self._offset
        try:
            return self.take(self.take(1)[0])
        except GarbledAnswer:
            self._offset = start
            raise
