// The lists of places that scenarios play in, as their files in ops/data are.
#ifndef GRIDWARD_DIVISIONS_H
#define GRIDWARD_DIVISIONS_H

#include <stddef.h>

// A file that is part of the program.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} gridward_division_list;

gridward_division_list gridward_qingdao_tree(void);
gridward_division_list gridward_zhengxiangbai_tree(void);

#endif
