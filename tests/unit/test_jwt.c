/*
 * Keys and signatures.  The keys are made here, for a key in a file would look
 * like one that somebody has lost.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/base64.h"
#include "base/limits.h"
#include "send/jwt.h"

#define PASSPHRASE "fake-passphrase"

/* What is asked, and how often. */
struct asked {
	const char *answer;	/* NULL: nobody is there */
	int times;
};

struct keys {
	EVP_PKEY *rsa, *small, *ec;
};

static struct keys *
keys_of(void **state)
{
	return *state;
}

static EVP_PKEY *
generate(int type, int bits)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(type, NULL);
	EVP_PKEY *key = NULL;

	assert_int_equal(EVP_PKEY_keygen_init(ctx), 1);
	if (type == EVP_PKEY_RSA)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, bits),
			1);
	else
		assert_int_equal(EVP_PKEY_CTX_set_ec_paramgen_curve_nid(ctx,
			NID_X9_62_prime256v1), 1);
	assert_int_equal(EVP_PKEY_keygen(ctx, &key), 1);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static int
make_keys(void **state)
{
	struct keys *k = calloc(1, sizeof(*k));

	if (!k || !gcl_jwt_start())
		return -1;
	k->rsa = generate(EVP_PKEY_RSA, 2048);
	k->small = generate(EVP_PKEY_RSA, 1024);
	k->ec = generate(EVP_PKEY_EC, 0);
	*state = k;
	return 0;
}

static int
free_keys(void **state)
{
	struct keys *k = keys_of(state);

	EVP_PKEY_free(k->rsa);
	EVP_PKEY_free(k->small);
	EVP_PKEY_free(k->ec);
	free(k);
	return 0;
}

/* As PKCS#8 or PKCS#1, with a passphrase or without; to be freed. */
static char *
pem_of(EVP_PKEY *key, bool pkcs1, const char *passphrase)
{
	const EVP_CIPHER *cipher = passphrase ? EVP_aes_128_cbc() : NULL;
	int len = passphrase ? (int)strlen(passphrase) : 0;
	BIO *bio = BIO_new(BIO_s_mem());
	char *text, *copy;
	long size;

	assert_int_equal((pkcs1 ? PEM_write_bio_PrivateKey_traditional :
		PEM_write_bio_PrivateKey)(bio, key, cipher,
		(const unsigned char *)passphrase, len, NULL, NULL), 1);
	size = BIO_get_mem_data(bio, &text);
	copy = strndup(text, (size_t)size);
	BIO_free(bio);
	return copy;
}

static bool
ask(void *ctx, struct buf *out)
{
	struct asked *a = ctx;

	a->times++;
	if (a->answer)
		gcl_buf_adds(out, a->answer);
	return a->answer != NULL;
}

static enum send_kind
read_key(const char *pem, struct asked *a, struct jwt_key **key,
	struct failure *f)
{
	gcl_failure_reset(f);
	return gcl_jwt_key_new(gcl_span_str(pem), "THE_VARIABLE", ask, a, key,
		f);
}

/* Does the other side accept what is signed with the key? */
static bool
verifies(EVP_PKEY *pkey, struct span input, struct span base64)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	struct buf sig;
	size_t bad;
	bool good;

	gcl_buf_init(&sig, 4096);
	good = gcl_base64_decode(base64, &sig, &bad) == GCL_OK &&
	    EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, pkey) == 1 &&
	    EVP_DigestVerify(ctx, (unsigned char *)sig.ptr, sig.len,
		(const unsigned char *)input.ptr, input.len) == 1;
	gcl_buf_release(&sig);
	EVP_MD_CTX_free(ctx);
	return good;
}

static void
assert_signs(struct jwt_key *key, EVP_PKEY *pkey)
{
	struct failure f;
	struct buf sig;

	gcl_buf_init(&sig, gcl_jwt_sign_size(key));
	assert_int_equal(gcl_jwt_sign(key, SPAN("a.b"), &sig, &f), SEND_OK);
	assert_true(verifies(pkey, SPAN("a.b"), gcl_buf_span(&sig)));
	assert_false(verifies(pkey, SPAN("a.c"), gcl_buf_span(&sig)));
	sig.ptr[10] = sig.ptr[10] == 'A' ? 'B' : 'A';
	assert_false(verifies(pkey, SPAN("a.b"), gcl_buf_span(&sig)));
	gcl_buf_release(&sig);
}

static void
every_form_of_a_key_signs(void **state)
{
	static const struct {
		bool pkcs1;
		const char *passphrase;
	} forms[] = {
		{ false, NULL }, { true, NULL },
		{ false, PASSPHRASE }, { true, PASSPHRASE },
	};
	struct asked a;
	struct jwt_key *key;
	struct failure f;
	char *pem;
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		a = (struct asked){ .answer = PASSPHRASE };
		pem = pem_of(keys_of(state)->rsa, forms[i].pkcs1,
			forms[i].passphrase);
		assert_int_equal(read_key(pem, &a, &key, &f), SEND_OK);
		assert_int_equal(a.times > 0, forms[i].passphrase != NULL);
		assert_signs(key, keys_of(state)->rsa);
		gcl_jwt_key_free(key);
		free(pem);
	}
}

/* An environment in one line. */
static void
literal_line_ends_are_read(void **state)
{
	char *pem = pem_of(keys_of(state)->rsa, false, NULL), *s;
	struct asked a = { .answer = NULL };
	struct jwt_key *key;
	struct failure f;
	struct buf b;

	gcl_buf_init(&b, LIMIT_SECRET_BYTES);
	for (s = pem; *s; s++)
		if (*s == '\n')
			gcl_buf_adds(&b, "\\n");
		else
			gcl_buf_addc(&b, *s);
	assert_int_equal(read_key(gcl_buf_str(&b), &a, &key, &f), SEND_OK);
	assert_signs(key, keys_of(state)->rsa);
	gcl_jwt_key_free(key);
	gcl_buf_release(&b);
	free(pem);
}

static void
assert_refused(const char *pem, const char *answer, const char *text,
	const char *help)
{
	struct asked a = { .answer = answer };
	struct jwt_key *key;
	struct failure f;

	assert_int_equal(read_key(pem, &a, &key, &f), SEND_CREDENTIALS);
	assert_null(key);
	assert_non_null(strstr(f.text.text, "THE_VARIABLE"));
	assert_non_null(strstr(f.text.text, text));
	assert_non_null(strstr(f.help.text, help));
	assert_null(strstr(f.text.text, PASSPHRASE));
}

static void
a_passphrase_is_asked_for_and_has_to_be_right(void **state)
{
	bool pkcs1;
	char *pem;
	int i;

	for (i = 0; i < 2; i++) {
		pkcs1 = i == 1;
		pem = pem_of(keys_of(state)->rsa, pkcs1, PASSPHRASE);
		assert_refused(pem, NULL, "needs a passphrase",
			"GENESYS_KEY_PASSPHRASE");
		assert_refused(pem, "fake-and-wrong", "does not open",
			"GENESYS_KEY_PASSPHRASE");
		assert_refused(pem, "", "does not open",
			"GENESYS_KEY_PASSPHRASE");
		free(pem);
	}
}

static void
other_keys_are_refused(void **state)
{
	char *small = pem_of(keys_of(state)->small, false, NULL);
	char *ec = pem_of(keys_of(state)->ec, false, NULL);
	char *cut = pem_of(keys_of(state)->rsa, false, NULL);

	cut[strlen(cut) / 2] = '\0';
	assert_refused(small, NULL, "1024 bits", "2048");
	assert_refused(ec, NULL, "not an RSA key", "RSA");
	assert_refused(cut, NULL, "damaged", "again");
	assert_refused("", NULL, "not in PEM form", "BEGIN");
	assert_refused("-----BEGIN PRIVATE KEY-----\nAAAA\n"
		"-----END PRIVATE KEY-----\n", NULL, "damaged", "again");
	free(small);
	free(ec);
	free(cut);
}

static void
a_signature_needs_room(void **state)
{
	char *pem = pem_of(keys_of(state)->rsa, false, NULL);
	struct asked a = { .answer = NULL };
	struct jwt_key *key;
	struct failure f;
	struct buf sig;

	assert_int_equal(read_key(pem, &a, &key, &f), SEND_OK);
	gcl_buf_init(&sig, gcl_jwt_sign_size(key) / 2);
	assert_int_equal(gcl_jwt_sign(key, SPAN("a.b"), &sig, &f),
		SEND_INTERNAL);
	gcl_buf_release(&sig);
	gcl_jwt_key_free(key);
	gcl_jwt_key_free(NULL);
	free(pem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_of_a_key_signs),
		cmocka_unit_test(literal_line_ends_are_read),
		cmocka_unit_test(
			a_passphrase_is_asked_for_and_has_to_be_right),
		cmocka_unit_test(other_keys_are_refused),
		cmocka_unit_test(a_signature_needs_room),
	};

	return cmocka_run_group_tests(tests, make_keys, free_keys);
}
