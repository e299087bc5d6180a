// libdeflate: whole blocks of RFC 1950, packed and inflated at once.
#ifndef GRIDWARD_CDEFLATE_SHIM_H
#define GRIDWARD_CDEFLATE_SHIM_H
#include <libdeflate.h>
#endif
