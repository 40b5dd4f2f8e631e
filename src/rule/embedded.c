/*
 * The packs in the program: the bytes of the files under rules/, read by the
 * same loader as a pack that is given by name of file.
 */
#include "config.h"

#include "rule/pack.h"

#include "rule/packs.inc"
