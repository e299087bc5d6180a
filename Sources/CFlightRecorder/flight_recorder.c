// The flight recorder: plain stores into a shared mapping, and a handler of faults that writes two numbers.
#include "flight_recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[8] = {'G', 'W', 'F', 'L', 'I', 'G', 'H', 'T'};
static const uint32_t version = 1;

static __thread gridward_flight_place here = {NULL, -1};

// Every open record, for a fault that strikes a thread with nothing under way.
enum { open_max = 16 };
static _Atomic(gridward_flight_record *) open_records[open_max];

gridward_flight_record *gridward_flight_open(
  const char *path, const char *boot, const char *program, gridward_flight_record *before) {
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return NULL;
  struct stat found;
  gridward_flight_record *record = NULL;
  // Blocks are given to the file now: a store into a mapping that the disk has no room for would end the process.
  int error = fstat(file, &found) != 0 ? errno : 0;
  if (error == 0 && !S_ISREG(found.st_mode)) error = EINVAL;
  if (error == 0) error = posix_fallocate(file, 0, sizeof(gridward_flight_record));
  if (error == 0) {
    void *place = mmap(NULL, sizeof(gridward_flight_record), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (place == MAP_FAILED) error = errno; else record = place;
  }
  close(file);
  if (record == NULL) {
    errno = error;
    return NULL;
  }
  if (memcmp(record->magic, magic, sizeof magic) == 0 && record->version == version) {
    memcpy(before, record, sizeof *before);
  } else {
    memset(before, 0, sizeof *before);
  }
  memset(record, 0, sizeof *record);
  record->version = version;
  record->fault_slot = -1;
  record->is_running = 1;
  strncpy(record->boot, boot, sizeof record->boot - 1);
  strncpy(record->program, program, sizeof record->program - 1);
  memcpy(record->magic, magic, sizeof magic);
  for (int place = 0; place < open_max; place++) {
    gridward_flight_record *none = NULL;
    if (atomic_compare_exchange_strong(&open_records[place], &none, record)) break;
  }
  return record;
}

void gridward_flight_close(gridward_flight_record *record) {
  for (int place = 0; place < open_max; place++) {
    gridward_flight_record *expected = record;
    if (atomic_compare_exchange_strong(&open_records[place], &expected, NULL)) break;
  }
  // It stays mapped: a thread may still leave its place, and a few pages are less than a fault at the end.
  record->is_running = 0;
}

gridward_flight_place gridward_flight_enter(
  gridward_flight_record *record, uint32_t kind, const uint8_t key[16], const char *text, uint32_t length) {
  gridward_flight_place before = here;
  here = (gridward_flight_place){record, -1};
  for (int32_t slot = 0; slot < GRIDWARD_FLIGHT_SLOTS; slot++) {
    _Atomic uint32_t *taken = (_Atomic uint32_t *)&record->slots[slot].kind;
    uint32_t none = 0;
    if (!atomic_compare_exchange_strong_explicit(taken, &none, kind, memory_order_acquire, memory_order_relaxed)) {
      continue;
    }
    gridward_flight_slot *place = &record->slots[slot];
    place->stage = 0;
    place->number = 0;
    place->is_record = 0;
    memcpy(place->key, key, sizeof place->key);
    memset(place->subject, 0, sizeof place->subject);
    place->text_length = length < GRIDWARD_FLIGHT_TEXT ? length : GRIDWARD_FLIGHT_TEXT;
    memcpy(place->text, text, place->text_length);
    here.slot = slot;
    break;
  }
  return before;
}

void gridward_flight_leave(gridward_flight_place before) {
  if (here.slot >= 0) {
    _Atomic uint32_t *taken = (_Atomic uint32_t *)&here.record->slots[here.slot].kind;
    atomic_store_explicit(taken, 0, memory_order_release);
  }
  here = before;
}

void gridward_flight_note_commit(const uint8_t feed[16], uint64_t number, uint32_t stage) {
  if (here.slot < 0) return;
  gridward_flight_slot *place = &here.record->slots[here.slot];
  memcpy(place->subject, feed, sizeof place->subject);
  place->number = number;
  place->is_record = 0;
  place->stage = stage;
}

void gridward_flight_note_nothing(void) {
  if (here.slot < 0) return;
  gridward_flight_slot *place = &here.record->slots[here.slot];
  place->number = 0;
  place->is_record = 0;
}

void gridward_flight_note_record(const uint8_t record[16]) {
  if (here.slot < 0) return;
  gridward_flight_slot *place = &here.record->slots[here.slot];
  memcpy(place->subject, record, sizeof place->subject);
  place->is_record = 1;
}

// MARK: Faults

static const int faults[] = {SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV};
enum { fault_count = sizeof faults / sizeof faults[0] };
static struct sigaction handlers_before[fault_count];
static atomic_flag is_watching = ATOMIC_FLAG_INIT;

// Notes the fault, then lets it strike again with whatever handled it before: a backtrace, or the end of the process.
// What another process sends is no fault.
static void note_fault(int signal, siginfo_t *info, void *context) {
  (void)context;
  if (info->si_code > 0 || info->si_pid == getpid()) {
    if (here.record != NULL) {
      here.record->fault_slot = here.slot;
      here.record->signal = signal;
    } else {
      for (int place = 0; place < open_max; place++) {
        gridward_flight_record *record = atomic_load(&open_records[place]);
        if (record != NULL) record->signal = signal;
      }
    }
  }
  for (int place = 0; place < fault_count; place++) {
    if (faults[place] == signal) sigaction(signal, &handlers_before[place], NULL);
  }
  // A fault strikes again by itself when the thread goes on; what was sent does not.
  if (info->si_code <= 0) raise(signal);
}

void gridward_flight_watch_faults(void) {
  if (atomic_flag_test_and_set(&is_watching)) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = note_fault;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  for (int place = 0; place < fault_count; place++) sigaction(faults[place], &action, &handlers_before[place]);
}
