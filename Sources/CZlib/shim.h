// zlib, with the stream initialisers that are C macros made callable from Swift.
#ifndef GRIDWARD_CZLIB_SHIM_H
#define GRIDWARD_CZLIB_SHIM_H
#include <zlib.h>

static inline int gridward_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }
static inline int gridward_inflate_init(z_stream *stream) { return inflateInit(stream); }
#endif
