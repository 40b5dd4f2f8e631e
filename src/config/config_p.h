/*
 * What the parts of the configuration share.
 */
#ifndef GCL_CONFIG_CONFIG_P_H
#define GCL_CONFIG_CONFIG_P_H

#include "config/configuration.h"

/* A day YYYY-MM-DD, in days since 1970-01-01. */
int64_t gcl_config_day(struct span text);

#endif
