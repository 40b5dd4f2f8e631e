/*
 * Keys and signatures by libcrypto: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518
 * section 3.3), keys as PKCS#8 (RFC 5958) or PKCS#1 (RFC 8017) in PEM text.
 */
#include "config.h"

#include "send/jwt.h"

#include <limits.h>
#include <stdlib.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/base64.h"
#include "base/limits.h"
#include "send/pem.h"
#include "send/wipe.h"

/* RFC 7518 section 3.3. */
#define KEY_BITS_MIN 2048

struct jwt_key {
	EVP_PKEY *pkey;
};

struct asking {
	jwt_passphrase_fn ask;
	void *ctx;
	bool asked, answered;
};

static void *
allocate(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return gcl_wipe_malloc(size);
}

static void *
reallocate(void *ptr, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return gcl_wipe_realloc(ptr, size);
}

static void
release(void *ptr, const char *file, int line)
{
	(void)file;
	(void)line;
	gcl_wipe_free(ptr);
}

bool
gcl_jwt_start(void)
{
	return CRYPTO_set_mem_functions(allocate, reallocate, release) == 1;
}

/* A pem_password_cb; libcrypto may ask again for the same key. */
static int
give_passphrase(char *room, int size, int writing, void *ctx)
{
	struct asking *a = ctx;
	struct buf text;
	int len = -1;

	(void)writing;
	gcl_wipe_buf_init(&text, LIMIT_SECRET_BYTES);
	if (!a->asked || a->answered)
		a->answered = a->ask(a->ctx, &text);
	a->asked = true;
	if (a->answered && gcl_buf_status(&text) == GCL_OK &&
	    text.len <= (size_t)size) {
		memcpy(room, text.ptr, text.len);
		len = (int)text.len;
	}
	gcl_wipe_buf_release(&text);
	return len;
}

static enum send_kind
cannot_read(const struct asking *a, const char *from, struct failure *f)
{
	if (a->answered) {
		gcl_failure_set(f, SEND_CREDENTIALS,
			"the passphrase does not open the key of %s", from);
		return gcl_failure_help(f, "correct GENESYS_KEY_PASSPHRASE, "
			"or leave it out and type it");
	}
	if (a->asked) {
		gcl_failure_set(f, SEND_CREDENTIALS,
			"the key of %s needs a passphrase", from);
		return gcl_failure_help(f, "set GENESYS_KEY_PASSPHRASE, or "
			"type it at a terminal");
	}
	gcl_failure_set(f, SEND_CREDENTIALS, "the key of %s is damaged",
		from);
	return gcl_failure_help(f, "copy it again, from -----BEGIN to the "
		"dashes behind END");
}

/* RS256 takes RSA keys, and none that is known to be too short. */
static enum send_kind
check_key(const EVP_PKEY *pkey, const char *from, struct failure *f)
{
	int bits = EVP_PKEY_bits(pkey);

	if (EVP_PKEY_base_id(pkey) != EVP_PKEY_RSA) {
		gcl_failure_set(f, SEND_CREDENTIALS,
			"the key of %s is not an RSA key", from);
		return gcl_failure_help(f, "RS256 needs one: openssl genpkey "
			"-algorithm RSA -pkeyopt rsa_keygen_bits:2048");
	}
	if (bits >= KEY_BITS_MIN && bits <= (int)LIMIT_KEY_BITS)
		return SEND_OK;
	gcl_failure_set(f, SEND_CREDENTIALS, "the key of %s has %d bits",
		from, bits);
	return gcl_failure_help(f, "RS256 takes RSA keys from %d to %u bits",
		KEY_BITS_MIN, LIMIT_KEY_BITS);
}

static enum send_kind
read_key(struct span pem, const char *from, struct asking *a, EVP_PKEY **out,
	struct failure *f)
{
	const char *fault, *help;
	BIO *bio;

	fault = gcl_pem_fault(pem, &help);
	if (fault) {
		gcl_failure_set(f, SEND_CREDENTIALS, "the key of %s %s", from,
			fault);
		return gcl_failure_help(f, "%s", help);
	}
	bio = pem.len <= INT_MAX ? BIO_new_mem_buf(pem.ptr, (int)pem.len) :
	    NULL;
	if (!bio)
		return gcl_failure_nomem(f);
	*out = PEM_read_bio_PrivateKey(bio, NULL, give_passphrase, a);
	BIO_free(bio);
	ERR_clear_error();
	return *out ? check_key(*out, from, f) : cannot_read(a, from, f);
}

enum send_kind
gcl_jwt_key_new(struct span pem, const char *from, jwt_passphrase_fn ask,
	void *ctx, struct jwt_key **out, struct failure *f)
{
	struct asking a = { .ask = ask, .ctx = ctx };
	struct jwt_key *key = calloc(1, sizeof(*key));
	enum send_kind kind = SEND_INTERNAL;
	struct buf text;

	gcl_wipe_buf_init(&text, pem.len);
	gcl_pem_add(&text, pem);
	if (!key || gcl_buf_status(&text) != GCL_OK)
		gcl_failure_nomem(f);
	else
		kind = read_key(gcl_buf_span(&text), from, &a, &key->pkey, f);
	gcl_wipe_buf_release(&text);
	*out = key;
	if (kind != SEND_OK) {
		gcl_jwt_key_free(key);
		*out = NULL;
	}
	return kind;
}

void
gcl_jwt_key_free(struct jwt_key *key)
{
	if (key)
		EVP_PKEY_free(key->pkey);
	free(key);
}

size_t
gcl_jwt_sign_size(const struct jwt_key *key)
{
	return (size_t)EVP_PKEY_size(key->pkey) * 4 / 3 + 1;
}

enum send_kind
gcl_jwt_sign(const struct jwt_key *key, struct span input, struct buf *out,
	struct failure *f)
{
	unsigned char sig[LIMIT_KEY_BITS / 8];
	enum send_kind kind = SEND_OK;
	size_t len = sizeof(sig);
	EVP_MD_CTX *ctx;

	ctx = EVP_MD_CTX_new();
	if (!ctx || EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL,
	    key->pkey) != 1 || EVP_DigestSign(ctx, sig, &len,
	    (const unsigned char *)input.ptr, input.len) != 1)
		kind = gcl_failure_set(f, SEND_INTERNAL,
			"libcrypto cannot sign with this key");
	else if (gcl_base64url_add(out, sig, len) != GCL_OK)
		kind = gcl_failure_nomem(f);
	OPENSSL_cleanse(sig, sizeof(sig));
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return kind;
}
