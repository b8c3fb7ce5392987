"""The judging store's tables, one SQLite file; `VERSION` rises with every change of them.

A judgment is never changed or removed: what a judge says later is a further row, and the last one stands. Triggers see to it whoever writes.
The file has no write-ahead log, so that it stays one file that can be copied, mailed and kept on a network drive; every write is flushed to the disk.
"""

APPLICATION = 0x50414A44
"""Written into the file's header (`PAJD`), so that another program's database is refused."""
VERSION = 1
PRAGMAS = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
SCHEMA = f"""
CREATE TABLE pool (
    name TEXT PRIMARY KEY,
    made TEXT NOT NULL,
    facts TEXT NOT NULL
) STRICT;
CREATE TABLE stratum (
    pool TEXT NOT NULL REFERENCES pool (name),
    name TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= drawn),
    drawn INTEGER NOT NULL CHECK (drawn >= 0),
    PRIMARY KEY (pool, name)
) STRICT;
CREATE TABLE item (
    pool TEXT NOT NULL REFERENCES pool (name),
    place INTEGER NOT NULL,
    topic TEXT NOT NULL,
    document TEXT NOT NULL,
    stratum TEXT NOT NULL,
    PRIMARY KEY (pool, place),
    UNIQUE (pool, topic, document)
) STRICT;
CREATE TABLE judgment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    document TEXT NOT NULL,
    judge TEXT NOT NULL,
    grade INTEGER CHECK (grade BETWEEN 0 AND 9),
    passage TEXT,
    note TEXT NOT NULL,
    time TEXT NOT NULL
) STRICT;
CREATE INDEX judgment_of ON judgment (topic, document, judge, id);
CREATE TRIGGER judgment_stays BEFORE UPDATE ON judgment BEGIN SELECT RAISE(ABORT, 'judgments are never changed'); END;
CREATE TRIGGER judgment_remains BEFORE DELETE ON judgment BEGIN SELECT RAISE(ABORT, 'judgments are never removed'); END;
PRAGMA application_id={APPLICATION};
PRAGMA user_version={VERSION};
"""
