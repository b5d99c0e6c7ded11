"""What hangs on cells: fill and font, notes, links."""

from engine.com import Collection, Com, change
from engine.formulas import to_excel, to_office
from engine.pywin32 import ComError

NO_COLOUR = -4142
BOLD, NORMAL = 150.0, 100.0  # com.sun.star.awt.FontWeight


def swapped(colour):
    """Red-green-blue as one number <-> Excel's blue-green-red."""
    return int.from_bytes(int(colour).to_bytes(3, "big"), "little")


class Part(Com):
    """A part of a range."""

    def __init__(self, cells):
        self._application, self._cells = cells._application, cells

    def _where(self):
        return self._cells._where()


class Interior(Part):
    @property
    def Color(self):
        return self._cells._get("CellBackColor", lambda colour: 0xFFFFFF if colour == -1 else swapped(colour)) or 0

    @Color.setter
    def Color(self, value):
        self._cells._format("CellBackColor", swapped(value))

    @property
    def ColorIndex(self):
        return self._cells._get("CellBackColor", lambda colour: NO_COLOUR if colour == -1 else 1)

    @ColorIndex.setter
    def ColorIndex(self, value):
        if value != NO_COLOUR:
            raise ComError("Of the indexed colours only none is known here")
        self._cells._format("CellBackColor", -1)


class Font(Part):
    @property
    def Bold(self):
        return self._cells._get("CharWeight", lambda weight: weight >= BOLD)

    @Bold.setter
    def Bold(self, value):
        self._cells._format("CharWeight", BOLD if value else NORMAL)

    @property
    def Color(self):
        return self._cells._get("CharColor", lambda colour: 0 if colour == -1 else swapped(colour))

    @Color.setter
    def Color(self, value):
        self._cells._format("CharColor", swapped(value))


class Comment(Part):
    """A note on one cell."""

    Author = ""

    @property
    def Parent(self):
        return self._cells

    def Text(self, Text=None):
        note = self._cells._cell().getAnnotation()
        if Text is not None:
            self._application._note(self, "Text")
            self._cells._guard("AllowEditingObjects")
            note.setString(Text)
        return note.String

    @change
    def Delete(self):
        self._cells._guard("AllowEditingObjects")
        self._cells._drop_notes()


class Comments(Collection):
    """The notes of a worksheet."""

    def __iter__(self):
        notes = self._parent._sheet.Annotations
        places = [notes.getByIndex(i).Position for i in range(notes.Count)]
        return (self._parent.Cells(at.Row + 1, at.Column + 1).Comment for at in places)


class Hyperlink(Part):
    """A link is a text field in the cell, with "#" before a place in this workbook."""

    def __init__(self, cells, field):
        super().__init__(cells)
        self._field = field

    @property
    def Range(self):
        return self._cells

    @property
    def Address(self):
        return self._field.URL.partition("#")[0]

    @property
    def SubAddress(self):
        return to_excel(self._field.URL.partition("#")[2])

    @property
    def TextToDisplay(self):
        return self._field.Representation

    @TextToDisplay.setter
    def TextToDisplay(self, value):
        self._field.Representation = value

    @property
    def ScreenTip(self):
        return ""

    @ScreenTip.setter
    def ScreenTip(self, value):
        """LibreOffice keeps none."""

    @change
    def Delete(self):
        self._cells._guard()
        self._cells._cell().String = self.TextToDisplay


class Hyperlinks(Collection):
    """The links in a range."""

    def __init__(self, parent, cells):
        super().__init__(parent)
        self._cells = cells

    def __iter__(self):
        for cell in self._cells:
            fields = cell._cell().TextFields
            yield from (Hyperlink(cell, fields.getByIndex(i)) for i in range(fields.Count))

    @change
    def Add(self, Anchor, Address, SubAddress="", ScreenTip="", TextToDisplay=""):
        Anchor._guard("AllowInsertingHyperlinks")
        if Address.startswith("#"):
            Address, SubAddress = "", Address[1:]
        cell = Anchor._cell()
        field = Anchor._worksheet._book._model.createInstance("com.sun.star.text.TextField.URL")
        field.URL = Address + ("#" + to_office(SubAddress) if SubAddress else "")
        field.Representation = TextToDisplay or cell.String or Address or SubAddress
        cell.String = ""
        cell.insertTextContent(cell.createTextCursor(), field, False)
        return next(iter(Hyperlinks(Anchor, Anchor)))

    @change
    def Delete(self):
        for link in list(self):
            link._cells._cell().String = link.TextToDisplay
