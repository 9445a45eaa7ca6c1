// libyaml's parser, whose events Swift can read as they are.

#ifndef FAULTLINT_CYAML_SHIM_H
#define FAULTLINT_CYAML_SHIM_H

#include <yaml.h>

#endif
