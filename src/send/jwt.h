/*
 * RSA keys and RS256 signatures (RFC 7515, RFC 7518 section 3.3).
 */
#ifndef GCL_SEND_JWT_H
#define GCL_SEND_JWT_H

#include "base/buf.h"
#include "base/span.h"
#include "send/failure.h"

struct jwt_key;

/*
 * Append the passphrase of a key to out, which has room for LIMIT_SECRET_BYTES.
 * False when there is none.
 */
typedef bool (*jwt_passphrase_fn)(void *ctx, struct buf *out);

/*
 * Let libcrypto wipe what it frees.  To be called before anything else that
 * may use it; false when it is too late for that.
 */
bool gcl_jwt_start(void);

/*
 * Read a private key from PEM text: PKCS#8 or PKCS#1, also encrypted, of RSA
 * and at least 2048 bits.
 *
 * from  where the text comes from, for the failure
 * ask   called once if the key is encrypted
 *
 * Returns SEND_OK and a key to be freed; SEND_CREDENTIALS; SEND_INTERNAL.
 */
enum send_kind gcl_jwt_key_new(struct span pem, const char *from,
	jwt_passphrase_fn ask, void *ctx, struct jwt_key **out,
	struct failure *f);

/* Takes NULL. */
void gcl_jwt_key_free(struct jwt_key *key);

/* The longest signature of this key in base64url, in bytes. */
size_t gcl_jwt_sign_size(const struct jwt_key *key);

/*
 * Append the signature of input, in base64url.
 *
 * Returns SEND_OK; SEND_INTERNAL when libcrypto or memory fails.
 */
enum send_kind gcl_jwt_sign(const struct jwt_key *key, struct span input,
	struct buf *out, struct failure *f);

#endif
