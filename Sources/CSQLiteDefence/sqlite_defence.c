// SQLite's calls with a varying number of arguments, each with the arguments it takes here.
#include "sqlite_defence.h"

#include <sqlite3.h>

int gridward_sqlite_switch(sqlite3 *connection, int which, int on) {
  int now = -1;
  int status = sqlite3_db_config(connection, which, on, &now);
  return status == SQLITE_OK && now != on ? SQLITE_ERROR : status;
}

int gridward_sqlite_without_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
