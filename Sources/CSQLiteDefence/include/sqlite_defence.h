// The two calls of SQLite's that Swift cannot make, because they take a varying number of arguments.
#ifndef GRIDWARD_SQLITE_DEFENCE_H
#define GRIDWARD_SQLITE_DEFENCE_H

#ifdef __cplusplus
extern "C" {
#endif

// SQLite's own header is not read here: what it declares would then be this module's as much as that of the one Swift imports
// SQLite by.
struct sqlite3;

/// Turns a switch of one connection on or off. Returns SQLITE_OK, or SQLITE_ERROR for a switch this SQLite does not have.
int gridward_sqlite_switch(struct sqlite3 *connection, int which, int on);

/// Keeps no count of all memory in use: each allocation of every connection would take one lock of the whole process for it.
/// Returns SQLITE_OK, or SQLITE_MISUSE when SQLite has been used already, and then it counts on.
int gridward_sqlite_without_statistics(void);

#ifdef __cplusplus
}
#endif

#endif
