// The two calls of SQLite's that Swift cannot make, because they take a varying number of arguments.
#ifndef GRIDWARD_CSQLITEDEFENCE_SHIM_H
#define GRIDWARD_CSQLITEDEFENCE_SHIM_H
#include <sqlite3.h>

// Turns a switch of one connection on or off. Returns SQLITE_OK, or SQLITE_ERROR for a switch this SQLite does not have.
static inline int gridward_sqlite_switch(sqlite3 *connection, int which, int on) {
  int now = -1;
  int status = sqlite3_db_config(connection, which, on, &now);
  return status == SQLITE_OK && now != on ? SQLITE_ERROR : status;
}

// Keeps no count of all memory in use: each allocation of every connection would take one lock of the whole process for it.
// Returns SQLITE_OK, or SQLITE_MISUSE when SQLite has been used already, and then it counts on.
static inline int gridward_sqlite_without_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

#endif
