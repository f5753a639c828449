"""The project file: the only room with SQL."""

import sys

# sqlite-utils imports pandas and numpy where they are installed, only to know their types, which we never
# give it; that costs every command half a second. So it is imported here, before a module of this room needs
# it, as on a machine without them.
_hidden = [name for name in ("pandas", "numpy") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_hidden))  # type: ignore[arg-type]  # None makes an import fail
try:
    import sqlite_utils  # noqa: F401
finally:
    for _name in _hidden:
        del sys.modules[_name]
