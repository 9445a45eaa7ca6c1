// What Swift cannot call by itself in zlib: its init functions are macros that pass the version along.

#ifndef FAULTLINT_CZLIB_SHIM_H
#define FAULTLINT_CZLIB_SHIM_H

#include <zlib.h>

static inline int fl_inflate_init(z_stream *stream, int windowBits) { return inflateInit2(stream, windowBits); }

#endif
