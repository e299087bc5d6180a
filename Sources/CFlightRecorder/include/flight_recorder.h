// What a process has under way, in a file mapped into memory: it stays there when the process ends in the middle.
#ifndef GRIDWARD_FLIGHT_RECORDER_H
#define GRIDWARD_FLIGHT_RECORDER_H

#include <stdint.h>

#define GRIDWARD_FLIGHT_SLOTS 64
#define GRIDWARD_FLIGHT_TEXT 176

// One undertaking, written by the thread that carries it out. All numbers are in the byte order of the machine: the file
// never leaves it.
typedef struct {
  uint32_t kind;  // 0 for none; what the others mean is the reader's.
  uint32_t stage;
  uint8_t key[16];
  uint8_t subject[16];  // A feed or a record.
  uint64_t number;      // The number in the feed; 0 for a record.
  uint32_t is_record;
  uint32_t text_length;
  char text[GRIDWARD_FLIGHT_TEXT];
} gridward_flight_slot;

typedef struct {
  char magic[8];
  uint32_t version;
  uint32_t is_running;  // 0 once the process has ended in order.
  int32_t signal;       // The fault that ended it; 0 when none was seen.
  int32_t fault_slot;   // What the thread that had the fault was at; -1 for nothing.
  char boot[40];        // The boot of the machine, and the program: what they are is the reader's.
  char program[40];
  gridward_flight_slot slots[GRIDWARD_FLIGHT_SLOTS];
} gridward_flight_record;

// Maps the file, made when it is not there, and copies what it holds to `before` (zeros for a new one). The file then says
// that a process is running and has nothing under way.
// Returns null, with errno set, where that cannot be done.
gridward_flight_record *gridward_flight_open(
  const char *path, const char *boot, const char *program, gridward_flight_record *before);

// Ends in order: nothing is under way any more.
void gridward_flight_close(gridward_flight_record *record);

// Has the faults that end a process noted in the record of the thread they strike, before whatever else handles them.
// Calling it again is no harm.
void gridward_flight_watch_faults(void);

// The place of this thread: the slot it writes to, or -1.
typedef struct {
  gridward_flight_record *record;
  int32_t slot;
} gridward_flight_place;

// Takes a free slot for this thread.
// Returns the thread's place before, to be given back to `gridward_flight_leave`; the slot is -1 when all are taken.
gridward_flight_place gridward_flight_enter(
  gridward_flight_record *record, uint32_t kind, const uint8_t key[16], const char *text, uint32_t length);

// Frees the slot of this thread and goes back to the place before.
void gridward_flight_leave(gridward_flight_place before);

// Notes what this thread is at; nothing happens where it has no slot.
void gridward_flight_note_commit(const uint8_t feed[16], uint64_t number, uint32_t stage);
void gridward_flight_note_record(const uint8_t record[16]);
void gridward_flight_note_nothing(void);

#endif
