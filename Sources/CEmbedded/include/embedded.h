// The files of protocol/catalog as they are, so that one binary is all an office needs.
#ifndef GRIDWARD_EMBEDDED_H
#define GRIDWARD_EMBEDDED_H

#include <stddef.h>

// A text file that is part of the program.
typedef struct {
  // Its name without folders, such as "hazard.yaml".
  const char *name;
  // UTF-8, with a zero byte at its end.
  const unsigned char *text;
} gridward_embedded_file;

// The record types and classes: protocol/catalog/*.yaml, in the order of their names. One is asked for by its place,
// counted from 0.
size_t gridward_catalog_count(void);
gridward_embedded_file gridward_catalog_file(size_t place);

// The code tables: protocol/catalog/codes/*.yaml, likewise.
size_t gridward_codes_count(void);
gridward_embedded_file gridward_codes_file(size_t place);

#endif
