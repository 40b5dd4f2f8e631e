/*
 * What the environment says: credentials above all, which are nowhere else
 * and are wiped as soon as they are not needed.
 */
#ifndef GCL_SEND_VAULT_H
#define GCL_SEND_VAULT_H

#include "send/failure.h"
#include "send/wipe.h"

/* What can be given, and where the token of a run is kept. */
enum given_id {
	GIVEN_CLIENT_ID,
	GIVEN_PRIVATE_KEY,		/* PEM text */
	GIVEN_PRIVATE_KEY_FILE,
	GIVEN_KEY_PASSPHRASE,
	GIVEN_CLIENT_SECRET,
	GIVEN_ACCESS_TOKEN,		/* the one of the token endpoint too */
	GIVEN_ACCESS_TOKEN_FILE,
	GIVEN_ENV_URL,
	GIVEN_REGION,
	GIVEN_CACERT,
	GIVEN_ASSERTION,		/* made, not given */
	GIVEN_BASIC,			/* likewise */
	GIVEN_N,
};

struct given {
	struct buf text;	/* wiping */
	const char *from;	/* the variable or file; NULL: not given */
	unsigned rank;		/* of the variable: lower goes first */
};

struct vault {
	struct given given[GIVEN_N];
	enum gcl_status st;	/* GCL_ENOMEM when something was not kept */
};

void gcl_vault_init(struct vault *v);

/* Wipe everything. */
void gcl_vault_release(struct vault *v);

/*
 * Keep what entry, "NAME=VALUE" of the environment, has, if the name is one of
 * ours, not empty, and no better one was there; and overwrite a secret where
 * it stands.
 */
void gcl_vault_take(struct vault *v, char *entry);

static inline bool
gcl_vault_has(const struct vault *v, enum given_id id)
{
	return v->given[id].from != NULL;
}

static inline struct span
gcl_vault_get(const struct vault *v, enum given_id id)
{
	return gcl_buf_span(&v->given[id].text);
}

/* Keep a value, wiping what was there.  False without memory. */
bool gcl_vault_set(struct vault *v, enum given_id id, struct span value,
	const char *from);

/* Wipe a value. */
void gcl_vault_drop(struct vault *v, enum given_id id);

/* The first variable's name for what can be given. */
const char *gcl_vault_variable(enum given_id id);

/*
 * Put the content of the file that the value file names into id, unless a
 * better variable gives id.  A regular file that others can read is refused
 * unless insecure.
 *
 * Returns SEND_OK, also when there is no file to read; SEND_CREDENTIALS.
 */
enum send_kind gcl_vault_load(struct vault *v, enum given_id file,
	enum given_id id, bool insecure, struct failure *f);

/*
 * Is this fit for a header or a claim: visible ASCII and nothing else?  What
 * ends a line at the end of it is cut off before.  Returns SEND_OK or
 * SEND_CREDENTIALS.
 */
enum send_kind gcl_vault_check(struct vault *v, enum given_id id,
	struct failure *f);

/*
 * Write *** over each secret in len bytes at p, also where it is escaped as in
 * JSON or percent-encoded, or is cut off by the end; returns the new length.
 */
size_t gcl_vault_hide(const struct vault *v, char *p, size_t len);

#endif
