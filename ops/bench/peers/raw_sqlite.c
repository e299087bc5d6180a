/* Inserts prepared records into SQLite through its C API and prints how many a second it took: the floor under any store. */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS = 14 };

/* A value as the caller wrote it: kind ('b' bytes, 't' text, 'i' integer), then its length and bytes, or the integer. */
static const unsigned char *bind_value(sqlite3_stmt *statement, int column, const unsigned char *at) {
    unsigned char kind = *at++;
    if (kind == 'i') {
        int64_t value;
        memcpy(&value, at, sizeof value);
        sqlite3_bind_int64(statement, column, value);
        return at + sizeof value;
    }
    uint32_t length;
    memcpy(&length, at, sizeof length);
    at += sizeof length;
    if (kind == 'b') sqlite3_bind_blob(statement, column, at, (int)length, SQLITE_STATIC);
    else sqlite3_bind_text(statement, column, (const char *)at, (int)length, SQLITE_STATIC);
    return at + length;
}

static void must(int ok, sqlite3 *db, const char *what) {
    if (ok) return;
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
    exit(1);
}

static void run(sqlite3 *db, const char *sql) { must(sqlite3_exec(db, sql, 0, 0, 0) == SQLITE_OK, db, sql); }

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Inserts `count` records, `batch` to a transaction, into a new database, and gives the seconds that took. */
static double fill(const char *path, const char *schema, const char *insert, const unsigned char *data, long count, long batch,
                   long long *size) {
    sqlite3 *db;
    sqlite3_stmt *statement, *begin, *commit;
    must(sqlite3_open(path, &db) == SQLITE_OK, db, "open");
    run(db, schema);
    must(sqlite3_prepare_v2(db, insert, -1, &statement, 0) == SQLITE_OK, db, insert);
    must(sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, 0) == SQLITE_OK, db, "begin");
    must(sqlite3_prepare_v2(db, "COMMIT", -1, &commit, 0) == SQLITE_OK, db, "commit");
    double start = now();
    for (long i = 0; i < count; i++) {
        if (batch > 1 && i % batch == 0) {
            must(sqlite3_step(begin) == SQLITE_DONE, db, "begin");
            sqlite3_reset(begin);
        }
        for (int column = 1; column <= COLUMNS; column++) data = bind_value(statement, column, data);
        must(sqlite3_step(statement) == SQLITE_DONE, db, "insert");
        sqlite3_reset(statement);
        if (batch > 1 && (i % batch == batch - 1 || i == count - 1)) {
            must(sqlite3_step(commit) == SQLITE_DONE, db, "commit");
            sqlite3_reset(commit);
        }
    }
    double taken = now() - start;
    sqlite3_finalize(statement);
    sqlite3_finalize(begin);
    sqlite3_finalize(commit);
    must(sqlite3_prepare_v2(db, "SELECT count(*) FROM hazard", -1, &statement, 0) == SQLITE_OK, db, "count");
    must(sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) == count, db, "count");
    sqlite3_finalize(statement);
    must(sqlite3_close(db) == SQLITE_OK, db, "close");
    struct stat information;
    must(stat(path, &information) == 0, 0, "stat");
    *size = information.st_size;
    must(unlink(path) == 0, 0, "unlink");
    return taken;
}

/* raw_sqlite DATABASE SCHEMA INSERT DATA COUNT BATCH: prints seconds and the database's bytes after its last checkpoint. */
int main(int argc, char **argv) {
    must(argc == 7, 0, "usage");
    FILE *file = fopen(argv[4], "rb");
    must(file != 0, 0, argv[4]);
    struct stat information;
    must(fstat(fileno(file), &information) == 0, 0, "stat");
    unsigned char *data = malloc((size_t)information.st_size);
    must(data && fread(data, 1, (size_t)information.st_size, file) == (size_t)information.st_size, 0, "read");
    fclose(file);
    long long size;
    double taken = fill(argv[1], argv[2], argv[3], data, atol(argv[5]), atol(argv[6]), &size);
    printf("{\"seconds\":%.6f,\"bytes\":%lld,\"version\":\"%s\"}\n", taken, size, sqlite3_libversion());
    free(data);
    return 0;
}
