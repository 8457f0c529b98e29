"""How much a file may hold: enough for a large company, too little for a bomb."""

MEGABYTE = 1_000_000

MOST_PACKED_BYTES = 5 * MEGABYTE  # of an XLSX
MOST_TEXT_BYTES = 10 * MEGABYTE  # of CSV and YAML, which are not packed: 5,000 topics with 20 phrasings are 6 MB
MOST_ROWS = 20_000  # in a sheet, the header not counted
MOST_COLUMNS = 64
LONGEST_CELL = 16_000  # characters: with every `|` escaped still under Excel's 32,767
LONGEST_LINE = 500  # characters of an id, an e-mail, a name, a link to a channel

MOST_PARTS = 64  # members of the zip that an XLSX is
MOST_UNPACKED_BYTES = 50 * MEGABYTE
MOST_RATIO = 100  # unpacked to packed

DEEPEST_YAML = 8  # a table needs 4
