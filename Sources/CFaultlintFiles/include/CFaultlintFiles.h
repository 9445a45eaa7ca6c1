#ifndef FAULTLINT_FILES_H
#define FAULTLINT_FILES_H

#include <stddef.h>

// A file that the program carries: its name with that of its folder, and what it holds.
struct faultlint_file {
  const char *name;
  const unsigned char *bytes;
  size_t size;
};

// The file of that name; NULL if the program carries none.
const struct faultlint_file *faultlint_file_named(const char *name);

#endif
