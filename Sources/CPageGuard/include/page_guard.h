// Sums over the pages of a database: a layer over one of SQLite's file systems that notices what the disk has changed.
//
// A database made with PAGE_GUARD_RESERVE reserved bytes has at the end of each page a sum over the page's other bytes and its
// number. It is written whenever a page is written to the database file itself, and compared whenever one is read from
// there. A page that is not what was written, stands in another page's place or is missing is SQLITE_IOERR_DATA.
// A database opened as `file:…?lenient=1` is read without comparing sums, to save what can be saved; where its end is missing,
// pages of zeros stand.
// One opened with `mend=1`, also together with that, has pages of which one bit is wrong read as they were written.
// A copy of such a database is made as `file:…?sums=1` (VACUUM INTO): pages of it may be written before the first, which tells.
// Databases without those bytes, and all other files, pass through unchanged; the write-ahead log has sums of SQLite's own,
// which it compares when it recovers the log and page_guard_mend_log before.
//
// To any other program the file is an ordinary database; what one without this layer writes into it is taken for damage.
#ifndef GRIDWARD_PAGE_GUARD_H
#define GRIDWARD_PAGE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// SQLite's own header is not read here: what it declares would then be this module's as much as that of the one Swift imports
// SQLite by.
struct sqlite3;

/// Bytes of each page that hold its sum.
enum { PAGE_GUARD_RESERVE = 8 };

/// Puts the layer over SQLite's default file system and makes it the default. Again is no harm. Returns an SQLite code.
int page_guard_install(void);

/// Makes the layer over the file system `base` known as `name`. The base must have been registered, and may be replaced by
/// another of its kind under its name.
int page_guard_over(const char *name, const char *base);

/// Takes a layer that page_guard_over made away; no file may be open through it.
void page_guard_remove(const char *name);

/// Makes databases that the connection creates from now on have room for sums. Comes after the page size is set.
int page_guard_reserve(struct sqlite3 *connection);

/// Compares the pages from number `first` on, at most `count` of them, as they stand in the database file now.
/// `checked` is how many there were, 0 after the end; `damaged` the first that does not fit, 0 if none. The page of SQLite's lock
/// and pages behind the database's end fit, all zero. Returns an SQLite code. A page that is being written meanwhile, or that stands
/// in the log and is yet to be written, may seem damaged.
int page_guard_check(struct sqlite3 *connection, uint32_t first, uint32_t count, uint32_t *checked, uint32_t *damaged);

/// From now on sums are compared in a database that was opened with `lenient=1`.
int page_guard_be_strict(struct sqlite3 *connection);

/// Whether a page's sum fits, as if byte 20 of page 1 said that it has one.
bool page_guard_fits(const uint8_t *page, uint32_t size, uint32_t number);

/// Writes a page's sum into it.
void page_guard_put_sum(uint8_t *page, uint32_t size, uint32_t number);

/// Puts the one bit right that is wrong in a page or in its sum; the page stays as it is where it fits or more is wrong.
/// Returns whether there was one. By chance alone that happens once in 2^48 pages.
bool page_guard_mend(uint8_t *page, uint32_t size, uint32_t number);

/// Reads the first bytes of a file as SQLite would, without making or locking anything and without giving up locks that
/// this process holds on it, as closing a descriptor of one's own would. `read` is how many there were.
int page_guard_peek(const char *path, uint8_t *into, int size, int *read);

/// Whether a file that is not known by its first page has pages with sums that fit: nobody else writes such. Looks at some behind
/// the first, as page_guard_peek does. Returns an SQLite code.
int page_guard_recognise(const char *path, uint32_t size, bool *is_ours);

/// What has been found in the log of a database.
typedef struct {
  /// Bits that were put right in the log's file; its header counts as one.
  uint32_t mended;
  /// The number of the first frame that is not what was written although whole transactions stand behind it, from 1; else 0.
  uint32_t hole;
} page_guard_log;

/// Looks through the log beside a database that nobody has open, puts single wrong bits and the header right and flushes them.
/// A tail that was torn when the power failed is neither mended nor a hole. Returns an SQLite code; no log is no failure.
int page_guard_mend_log(const char *database, page_guard_log *found);

/// Writes into a copy of a database what its log holds, also behind a hole. Pages that are not what was written get sums that do not
/// fit. Returns an SQLite code.
int page_guard_replay_log(const char *database, const char *copy);

#ifdef __cplusplus
}
#endif

#endif
