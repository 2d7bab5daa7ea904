"""What a file is by its ending, and what it would need to be read as a table."""

from enum import Enum
from pathlib import Path


class Sort(Enum):
    """What a file is, with the endings that say so."""

    WORKBOOK = ".xlsx .xls .xlsm .xlsb .xltx .xltm .xlt .xlw .ods .fods .ots .sxc .numbers .gnumeric .et .wk1 .slk .dbf"
    DOCUMENT = ".md .markdown .rst .tex .doc .docx .odt .rtf .pages .pdf .epub .ppt .pptx .odp .key"
    # A web page, columns made of spaces, or a data base: a spreadsheet or another program has to save it as CSV.
    OTHER_DATA = (
        ".htm .html .xhtml .mht .mhtml .xml .prn .json .jsonl .db .sqlite .mdb .accdb .parquet .feather .rds .sav .dta"
    )
    LINK = ".gsheet .gdoc .url .webloc .lnk .desktop .alias"
    PACKED = ".zip .gz .tgz .7z .rar .tar .bz2 .xz .zst"
    UNFINISHED = ".download .crdownload .part .partial .opdownload .filepart"
    IN_THE_CLOUD = ".icloud"
    PICTURE_OR_SOUND = (
        ".png .jpg .jpeg .jfif .gif .svg .webp .heic .heif .bmp .tif .tiff .ico .mp3 .m4a .wav .mp4 .m4v .mov .avi"
    )
    PROGRAM = ".py .ipynb .r .js .css .sh .bat .yml .yaml .toml .cfg .cff .lock"
    TEXT = ".csv .txt .tsv .tab"  # And whatever has another ending, or none.


_SORT_OF = {ending: sort for sort in Sort for ending in sort.value.split()}

_THEN = "; then take this one out of the folder."
_NOT_CSV = "as it is not CSV. Open it, choose Save as, CSV UTF-8, under the name {goal}" + _THEN
_WHY_NOT_READ = {
    Sort.WORKBOOK: _NOT_CSV,
    Sort.DOCUMENT: _NOT_CSV,
    Sort.OTHER_DATA: _NOT_CSV,
    Sort.LINK: "as it only leads to a file elsewhere. Save that one as CSV UTF-8 in this folder, as {goal}" + _THEN,
    Sort.PACKED: "as it is packed. Unpack it, so that {goal} itself lies in this folder" + _THEN,
    Sort.UNFINISHED: "as its download has not come to an end. Download it again, under the name {goal}" + _THEN,
    Sort.IN_THE_CLOUD: "as it is in iCloud and not on this computer. Open it once, so that it comes here as {goal}.",
}
_NEEDS = {
    Sort.WORKBOOK: " A workbook must be saved as CSV UTF-8 first.",
    Sort.LINK: " It only leads to a file elsewhere. A table is a CSV file.",
    Sort.PACKED: " It is packed: tables must be unpacked first.",
    Sort.UNFINISHED: " Its download has not come to an end.",
    Sort.IN_THE_CLOUD: " It is in iCloud and not on this computer.",
}


def ending_of(name: str) -> str:
    """Return the ending of a file's name.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    str
        The ending in small letters, with its dot; "" where there is none.

    Examples
    --------
    >>> ending_of("Sessions.CSV"), ending_of("sessions.csv~"), ending_of("sessions")
    ('.csv', '.csv', '')
    """
    return Path(name[-300:]).suffix.lower().strip().rstrip("~")


def sort_of(name: str) -> Sort:
    """Return what a file is by its ending.

    Parameters
    ----------
    name : str
        Its name.

    Returns
    -------
    Sort
        What it is; a text where the ending says nothing.

    Examples
    --------
    >>> sort_of("sessions.ods").name, sort_of("sessions.bak").name
    ('WORKBOOK', 'TEXT')
    """
    return _SORT_OF.get(ending_of(name), Sort.TEXT)


def is_bundle(name: str) -> bool:
    """Return whether a folder of this name is a file to whoever sees it, as some are on a Mac.

    Parameters
    ----------
    name : str
        The name of the folder.

    Returns
    -------
    bool
        Whether it is a workbook, or a download that has not come to an end.

    Examples
    --------
    >>> is_bundle("sessions.numbers"), is_bundle("sessions")
    (True, False)
    """
    return sort_of(name) in (Sort.WORKBOOK, Sort.UNFINISHED)


def why_not_read(name: str, meant: str) -> str:
    """Say why a file that is meant as a table is not read, and what is to be done so that it is.

    Parameters
    ----------
    name : str
        The name of the file.
    meant : str
        The name of the file that it is meant as.

    Returns
    -------
    str
        The sentences.

    Examples
    --------
    >>> why_not_read("session.csv", "sessions.csv")
    'this file is not read. Is it "sessions.csv"? Give it that name, or take it out of this folder.'
    """
    why = _WHY_NOT_READ.get(sort_of(name))
    if why:
        return f"this file is not read, {why.format(goal=meant)}"
    said = f'this file is not read.{_hidden_in(name, meant)} Is it "{meant}"?'
    return f"{said} Give it that name, or take it out of this folder."


def _hidden_in(name: str, meant: str) -> str:
    """Say what one may not see of a name that looks right."""
    if "".join(name.lower().split()) == meant:
        return " There is a space too many in its name."
    if name.lower().startswith(f"{meant}."):
        return f' Its name ends in "{ending_of(name)}", which your computer may not show.'
    return ""


def not_a_table(name: str, meant: str | None) -> str:
    """Say that nothing of a file is used that is not called like a table, and what it would need.

    Parameters
    ----------
    name : str
        The name of the file.
    meant : str or None
        The table that it is nearly called like.

    Returns
    -------
    str
        The sentences.

    Examples
    --------
    >>> not_a_table("Book1.xlsx", None)
    'this is not the name of a table, so nothing in the file is used. A workbook must be saved as CSV UTF-8 first.'
    """
    otherwise = "" if ending_of(name) == ".csv" else " A table is a CSV file."
    needs = _NEEDS.get(sort_of(name), otherwise)
    did_you_mean = f' Did you mean "{meant}.csv"?' if meant else ""
    return f"this is not the name of a table, so nothing in the file is used.{needs}{did_you_mean}"
